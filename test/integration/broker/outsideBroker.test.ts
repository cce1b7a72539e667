// Connections to outside brokers over real sockets: another embedded broker, and bare ones with limits.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { describe, expect, it } from 'vitest';
import type { BusStatus } from '../../../src/runtime/broker/messageBus.ts';
import { gate, messageOf, textOf, until } from '../../unit/runtime/broker/busMessages.ts';
import { freePort } from './mosquittoBroker.ts';
import { collect, connect, embedded, ends, numbers } from './outsideCase.ts';
import { proxyTo } from './proxy.ts';

describe('with another embedded broker', () => {
  it('carries everything in both directions', async () => {
    const broker = await embedded();
    const bus = await connect({ url: broker.url });
    const [atBus, atBroker] = [await collect(bus, ['down/#']), await collect(broker, ['up/#'])];
    const more = {
      contentType: 'application/json',
      responseTopic: 'answer',
      correlationData: Buffer.from([1, 0]),
      userProperties: [
        ['k', '1'],
        ['k', '2'],
        ['__ts', 'x'],
      ],
      retain: true,
    } as const;
    await bus.publish(messageOf('up/a', 'u', more));
    await broker.publish(messageOf('down/a', 'd', more));
    await until(() => atBus.length === 1 && atBroker.length === 1);
    expect([atBroker, atBus]).toEqual([[messageOf('up/a', 'u', more)], [messageOf('down/a', 'd', more)]]);
    expect(bus.url).toBe(broker.url);
  });

  it('carries 10 MB', async () => {
    const broker = await embedded();
    const bus = await connect({ url: broker.url });
    const received = await collect(bus, ['big']);
    const payload = Buffer.alloc(10_000_000, 'abcdefg');
    await bus.publish({ ...messageOf('big'), payload });
    await until(() => received.length === 1);
    expect(payload.equals(received[0]?.payload ?? Buffer.of())).toBe(true);
  });

  it('delivers retained messages first, to each subscription, once', async () => {
    const broker = await embedded();
    await broker.publish(messageOf('sensors', 'kept', { retain: true }));
    const bus = await connect({ url: broker.url });
    const first = await collect(bus, ['sensors', 'sensors/#']);
    await until(() => first.length === 1);
    const second = await collect(bus, ['sensors/#']);
    await bus.publish(messageOf('sensors', 'live'));
    await until(() => first.length === 2 && second.length === 2);
    expect([first, second].map((each) => each.map(textOf))).toEqual([
      ['kept', 'live'],
      ['kept', 'live'],
    ]);
  });

  it('holds 300 acknowledgements while other topics flow and its own messages get through', async () => {
    const broker = await embedded();
    const bus = await connect({ url: broker.url });
    const full = gate();
    const held: string[] = [];
    await bus.subscribe(['full'], (message) => {
      held.push(textOf(message));
      return full.opened;
    });
    const free = await collect(bus, ['free']);
    await Promise.all(numbers(300).map((text) => broker.publish(messageOf('full', text))));
    await until(() => held.length === 300);
    await bus.publish(messageOf('free', 'own'));
    await until(() => free.length === 1);
    full.open();
    await bus.publish(messageOf('full', 'last'));
    await until(() => held.length === 301);
    expect(held).toEqual([...numbers(300), 'last']);
  });

  it('is told about the loss of the connection and its return', async () => {
    const broker = await embedded();
    const proxy = await proxyTo(broker.url);
    const bus = await connect({ url: proxy.url });
    const statuses: BusStatus[] = [];
    bus.onStatus((status) => statuses.push(status));
    await proxy.block();
    await until(() => statuses.length >= 2);
    await proxy.unblock();
    await until(() => statuses.at(-1)?.state === 'connected');
    expect(statuses.slice(0, 2)).toMatchObject([
      { state: 'reconnecting', attempt: 1 },
      { state: 'reconnecting', attempt: 2, reason: expect.stringContaining('ECONNREFUSED') as string },
    ]);
  });

  it('loses nothing when the connection is cut again and again, and does not deliver twice what it holds', async () => {
    const broker = await embedded();
    const proxy = await proxyTo(broker.url);
    const bus = await connect({ url: proxy.url });
    const [atBus, atBroker] = [await collect(bus, ['down']), await collect(broker, ['up'])];
    const full = gate();
    const held: string[] = [];
    await bus.subscribe(['full'], (message) => {
      held.push(textOf(message));
      return full.opened;
    });
    await broker.publish(messageOf('full', 'once'));
    await until(() => held.length === 1);
    const published: Promise<void>[] = [];
    for (const round of numbers(4)) {
      for (const text of numbers(50)) {
        published.push(bus.publish(messageOf('up', `${round} ${text}`)));
        void broker.publish(messageOf('down', `${round} ${text}`));
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
      proxy.cut();
      await new Promise((resolve) => setTimeout(resolve, 350));
    }
    await Promise.all(published);
    const all = numbers(4).flatMap((round) => numbers(50).map((text) => `${round} ${text}`));
    await until(() => new Set(atBus.map(textOf)).size === 200);
    expect([...new Set(atBroker.map(textOf))].sort()).toEqual([...all].sort());
    expect([...new Set(atBus.map(textOf))].sort()).toEqual([...all].sort());
    full.open();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([held, bus.pendingCount]).toEqual([['once'], 0]);
  }, 20_000);

  it('refuses invalid topics and what comes after close, and rejects what still waits', async () => {
    const broker = await embedded();
    const proxy = await proxyTo(broker.url);
    const bus = await connect({ url: proxy.url, closeTimeoutMs: 100 });
    await expect(bus.publish(messageOf('a/#'))).rejects.toMatchObject({ code: 'TOPIC_INVALID' });
    await expect(bus.subscribe(['a#'], () => undefined)).rejects.toMatchObject({ code: 'TOPIC_INVALID' });
    await proxy.block();
    const waiting = expect(bus.publish(messageOf('a'))).rejects.toMatchObject({ code: 'BROKER_CLOSED' });
    await bus.close();
    await waiting;
    await bus.close();
    await expect(bus.publish(messageOf('a'))).rejects.toMatchObject({ code: 'BROKER_CLOSED' });
    await expect(bus.subscribe(['a'], () => undefined)).rejects.toMatchObject({ code: 'BROKER_CLOSED' });
    await proxy.unblock();
  });

  it('subscribes when the connection is back', async () => {
    const broker = await embedded();
    const proxy = await proxyTo(broker.url);
    const bus = await connect({ url: proxy.url });
    await proxy.block();
    const subscribing = collect(bus, ['a']);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await proxy.unblock();
    const received = await subscribing;
    await broker.publish(messageOf('a', 'x'));
    await until(() => received.length === 1);
  });

  it('drops QoS 0 messages beyond a limit while the receiver is full, and no others', async () => {
    const broker = await embedded();
    const bus = await connect({ url: broker.url });
    const full = gate();
    const received: string[] = [];
    await bus.subscribe(['a'], (message) => {
      received.push(textOf(message));
      return full.opened;
    });
    for (const text of numbers(1500)) await broker.publish(messageOf('a', text, { qos: 0 }));
    await broker.publish(messageOf('a', 'kept'));
    await until(() => received.includes('kept'));
    expect(received).toEqual([...numbers(1024), 'kept']);
    full.open();
    await until(() => bus.pendingCount === 0);
    await broker.publish(messageOf('a', 'after', { qos: 0 }));
    await until(() => received.at(-1) === 'after');
  });

  it('stops delivering after dispose, and may subscribe again', async () => {
    const broker = await embedded();
    const bus = await connect({ url: broker.url });
    const received: string[] = [];
    const subscription = await bus.subscribe(['a'], (message) => void received.push(`1 ${textOf(message)}`));
    subscription.dispose();
    await bus.subscribe(['a'], (message) => void received.push(`2 ${textOf(message)}`));
    await bus.publish(messageOf('a', 'x'));
    await until(() => received.length > 0);
    expect(received).toEqual(['2 x']);
  });
});

/** A bare broker with settings the embedded one does not have. */
async function bareBroker(
  options: ConstructorParameters<typeof Aedes>[0],
): Promise<{ url: string; aedes: Aedes; cut: () => void }> {
  const aedes = await Aedes.createBroker(options);
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('error', () => undefined));
    aedes.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => open.forEach((socket) => socket.destroy());
  ends.push(() => new Promise((resolve) => [cut(), server.close(), aedes.close(() => resolve(undefined))]));
  return { url: `mqtt://127.0.0.1:${String((server.address() as AddressInfo).port)}`, aedes, cut };
}

describe('with a broker that sets limits', () => {
  it('has no more under way than its Receive Maximum', async () => {
    const release: (() => void)[] = [];
    const { url } = await bareBroker({
      receiveMaximum: 3,
      authorizePublish: (_client, _packet, done) => release.push(done),
    });
    const bus = await connect({ url });
    const published = Promise.all(numbers(5).map((text) => bus.publish(messageOf('a', text))));
    await until(() => release.length === 3);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(release).toHaveLength(3);
    for (let next = 0; next < 5; next += 1) {
      await until(() => release.length > next);
      release[next]?.();
    }
    await published;
  });

  it('tries again when the broker refuses to let it come back', async () => {
    let attempts = 0;
    const { url, cut } = await bareBroker({
      authenticate: (_client, _user, _password, done) => done(null, (attempts += 1) !== 2),
    });
    const bus = await connect({ url });
    const statuses: BusStatus[] = [];
    bus.onStatus((status) => statuses.push(status));
    cut();
    await until(() => statuses.at(-1)?.state === 'connected');
    expect(statuses).toContainEqual({
      state: 'reconnecting',
      attempt: 2,
      reason: expect.stringContaining('Not authorized') as string,
    });
  });

  it('needs one connection for filters of which one covers the other, and a second for others that overlap', async () => {
    const { url, aedes } = await bareBroker({});
    const bus = await connect({ url });
    await bus.subscribe(['sensors', 'sensors/#'], () => undefined);
    expect(aedes.connectedClients).toBe(1);
    await bus.subscribe(['a/+', '+/b'], () => undefined);
    expect(aedes.connectedClients).toBe(2);
  });
});

describe('a first connection that fails', () => {
  it.each([
    [
      'to a port where nobody is',
      (port: number) => `mqtt://127.0.0.1:${String(port)}`,
      'BROKER_UNREACHABLE',
      /ECONNREFUSED.*host and port/,
    ],
    [
      'to a name that does not exist',
      () => 'mqtt://no-such-host.invalid',
      'BROKER_UNREACHABLE',
      /host name|host and port/,
    ],
  ])('%s says so', async (_, urlOf, code, message) => {
    const failing = connect({ url: urlOf(await freePort()) });
    await expect(failing).rejects.toMatchObject({ code, message: expect.stringMatching(message) as string });
  });

  it('for a certificate that is none says so', async () => {
    const failing = connect({ url: 'mqtts://127.0.0.1:1', cert: 'no certificate', key: 'no key' });
    await expect(failing).rejects.toMatchObject({
      code: 'FILE_INVALID',
      message: expect.stringContaining('PEM') as string,
    });
  });

  it('to something that never answers ends in time', async () => {
    const server = createServer((socket) => ends.push(() => Promise.resolve(socket.destroy())));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const failing = connect({ url: `mqtt://127.0.0.1:${String(port)}`, connectTimeoutMs: 200 });
    await expect(failing).rejects.toMatchObject({
      code: 'BROKER_UNREACHABLE',
      message: expect.stringContaining('timeout') as string,
    });
    server.close();
  });

  it('to something that hangs up asks whether it speaks MQTT 5', async () => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const failing = connect({ url: `mqtt://127.0.0.1:${String(port)}` });
    await expect(failing).rejects.toMatchObject({
      code: 'BROKER_REFUSED',
      message: expect.stringContaining('MQTT 5') as string,
    });
    server.close();
  });
});
