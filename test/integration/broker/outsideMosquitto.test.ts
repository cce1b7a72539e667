// Connections to Debian's mosquitto as the outside broker.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { messageOf, textOf, until } from '../../unit/runtime/broker/busMessages.ts';
import { freePort, makeCertificates, missing, Mosquitto, run } from './mosquittoBroker.ts';
import { collect, connect, ends, logger, mosquitto, numbers } from './outsideCase.ts';

const reason = missing('mosquitto', 'mosquitto_passwd', 'openssl');

describe.skipIf(reason)(`with mosquitto${reason === undefined ? '' : ` (${reason})`}`, () => {
  it('delivers once for filters of which none covers the other', async () => {
    const broker = await mosquitto();
    await broker.start();
    const bus = await connect({ url: `mqtt://127.0.0.1:${String(broker.port)}` });
    const received = await collect(bus, ['a/+', '+/b', 'a/#']);
    for (const topic of ['a/b', 'a/x', 'x/b', 'a/b']) await bus.publish(messageOf(topic, topic));
    await bus.publish(messageOf('a/end', 'end'));
    await bus.publish(messageOf('end/b', 'end'));
    await until(() => received.filter((each) => textOf(each) === 'end').length === 2);
    expect(received.map(textOf).sort()).toEqual(['a/b', 'a/b', 'a/x', 'end', 'end', 'x/b']);
  });

  it('sends no more than the broker takes at a time', async () => {
    const broker = await mosquitto(['allow_anonymous true', 'max_inflight_messages 3']);
    await broker.start();
    const bus = await connect({ url: `mqtt://127.0.0.1:${String(broker.port)}` });
    const received = await collect(bus, ['a']);
    await Promise.all(numbers(500).map((text) => bus.publish(messageOf('a', text, { qos: 2 }))));
    await until(() => received.length === 500);
    expect(received.map(textOf)).toEqual(numbers(500));
    expect(logger.lines).toEqual([]);
  });

  it('loses nothing at QoS 1 when the broker is stopped and started', async () => {
    const broker = await mosquitto();
    await broker.start();
    const url = `mqtt://127.0.0.1:${String(broker.port)}`;
    const [bus, other] = [await connect({ url }), await connect({ url })];
    const received = await collect(bus, ['to/bus']);
    const published = numbers(100).map((text) => other.publish(messageOf('to/bus', text)));
    await broker.stop();
    published.push(
      ...numbers(200)
        .slice(100)
        .map((text) => other.publish(messageOf('to/bus', text))),
    );
    await broker.start();
    await Promise.all(published);
    await until(() => new Set(received.map(textOf)).size === 200, 15_000);
    expect(new Set(received.map(textOf))).toEqual(new Set(numbers(200)));
  }, 30_000);

  it('subscribes again when a killed broker has forgotten the session', async () => {
    const broker = await mosquitto(['allow_anonymous true', 'persistence false']);
    await broker.start();
    const bus = await connect({ url: `mqtt://127.0.0.1:${String(broker.port)}` });
    const received = await collect(bus, ['a']);
    await broker.stop('SIGKILL');
    await broker.start();
    await until(() => logger.lines.some((line) => line.includes('forgotten the session')), 10_000);
    await bus.publish(messageOf('b'));
    await bus.publish(messageOf('a', 'again'));
    await until(() => received.length === 1);
    expect(received.map(textOf)).toEqual(['again']);
  }, 20_000);

  it('starts without what an earlier process of the same name left behind', async () => {
    const broker = await mosquitto();
    await broker.start();
    const url = `mqtt://127.0.0.1:${String(broker.port)}`;
    const port = String(broker.port);
    await run('mosquitto_sub', [
      '-V',
      'mqttv5',
      '-h',
      '127.0.0.1',
      '-p',
      port,
      '-i',
      'me',
      '-c',
      '-q',
      '1',
      '-t',
      'old/+',
      '-E',
    ]);
    const other = await connect({ url });
    await other.publish(messageOf('old/a', 'before'));
    const bus = await connect({ url, clientId: 'me' });
    const received = await collect(bus, ['old/#']);
    for (const text of ['1', '2']) await other.publish(messageOf('old/a', text));
    await until(() => received.length >= 2);
    await other.publish(messageOf('old/a', 'end'));
    await until(() => received.some((each) => textOf(each) === 'end'));
    expect(received.map(textOf)).toEqual(['1', '2', 'end']);
  });

  it('checks user and password', async () => {
    const broker = await mosquitto([]);
    const file = broker.write('passwords', '');
    await run('mosquitto_passwd', ['-b', file, 'ann', 'secret']);
    const guarded = new Mosquitto(await freePort(), ['allow_anonymous false', `password_file ${file}`]);
    ends.push(() => guarded.dispose());
    await guarded.start();
    const address = `127.0.0.1:${String(guarded.port)}`;
    for (const more of [{ username: 'ann', password: 'wrong' }, { username: 'bob', password: 'secret' }, {}])
      await expect(connect({ url: `mqtt://${address}`, ...more })).rejects.toMatchObject({
        code: 'BROKER_REFUSED',
        message: expect.stringContaining('Check user name and password') as string,
      });
    await connect({ url: `mqtt://${address}`, username: 'ann', password: 'secret' });
    await connect({ url: `mqtt://ann:secret@${address}` });
  });

  it('names the topic of a message that is refused', async () => {
    const broker = await mosquitto([]);
    const acl = broker.write('acl', 'topic read allowed\n');
    const guarded = new Mosquitto(await freePort(), ['allow_anonymous true', `acl_file ${acl}`]);
    ends.push(() => guarded.dispose());
    await guarded.start();
    const bus = await connect({ url: `mqtt://127.0.0.1:${String(guarded.port)}` });
    await bus.subscribe(['allowed'], () => undefined);
    // Mosquitto answers publishes it does not allow with reason code 135.
    await expect(bus.publish(messageOf('denied'))).rejects.toMatchObject({
      code: 'BROKER_REFUSED',
      message: expect.stringContaining('"denied"') as string,
    });
  });

  it('speaks TLS, and only with a certificate it can trust', async () => {
    const folder = await mosquitto([]);
    const { ca, cert, key } = makeCertificates(folder.folder);
    const broker = new Mosquitto(await freePort(), [
      'allow_anonymous true',
      `certfile ${cert}`,
      `keyfile ${key}`,
    ]);
    ends.push(() => broker.dispose());
    await broker.start();
    const port = String(broker.port);
    const bus = await connect({ url: `mqtts://localhost:${port}`, ca: readFileSync(ca) });
    const received = await collect(bus, ['a']);
    await bus.publish(messageOf('a', 'secret'));
    await until(() => received.length === 1);
    await connect({ url: `mqtts://127.0.0.1:${port}`, isInsecureTlsAllowed: true });
    await expect(connect({ url: `mqtts://localhost:${port}` })).rejects.toMatchObject({
      code: 'BROKER_UNREACHABLE',
      message: expect.stringContaining('Check the certificate') as string,
    });
    await expect(connect({ url: `mqtt://localhost:${port}` })).rejects.toMatchObject({
      message: expect.stringContaining('mqtts://') as string,
    });
  }, 20_000);

  it('shows its own certificate to a broker that asks for one', async () => {
    const folder = await mosquitto([]);
    const { ca, cert, key } = makeCertificates(folder.folder);
    const broker = new Mosquitto(await freePort(), [
      'allow_anonymous true',
      `cafile ${ca}`,
      `certfile ${cert}`,
      `keyfile ${key}`,
      'require_certificate true',
    ]);
    ends.push(() => broker.dispose());
    await broker.start();
    const url = `mqtts://localhost:${String(broker.port)}`;
    const [authority, own] = [readFileSync(ca), { cert: readFileSync(cert), key: readFileSync(key) }];
    const bus = await connect({ url, ca: authority, ...own });
    const received = await collect(bus, ['a']);
    await bus.publish(messageOf('a', 'mutual'));
    await until(() => received.length === 1);
    await expect(connect({ url, ca: authority })).rejects.toMatchObject({
      code: 'BROKER_UNREACHABLE',
      message: expect.stringContaining('asks for a certificate of the client') as string,
    });
    // A key that is not the certificate's is refused before a connection is tried.
    const other = makeCertificates((await mosquitto([])).folder);
    await expect(connect({ url, ca: authority, ...own, key: readFileSync(other.key) })).rejects.toMatchObject(
      {
        code: 'FILE_INVALID',
      },
    );
  }, 20_000);
});
