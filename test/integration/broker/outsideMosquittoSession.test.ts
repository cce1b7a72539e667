// What Debian's mosquitto keeps for a connection while one of the two is away, and after `close`.
import { connect as connectMqtt } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { gate, messageOf, textOf, until } from '../../unit/runtime/broker/busMessages.ts';
import { missing } from './mosquittoBroker.ts';
import { collect, connect, mosquitto, numbers } from './outsideCase.ts';
import { proxyTo } from './proxy.ts';

const reason = missing('mosquitto');

/** Whether the broker has a session of that name; ends it. */
async function hasSession(url: string, clientId: string): Promise<boolean> {
  const client = connectMqtt(url, { protocolVersion: 5, clientId, clean: false, reconnectPeriod: 0 });
  const isPresent = await new Promise<boolean>((resolve, reject) => {
    client.once('connect', ({ sessionPresent }) => resolve(sessionPresent));
    client.once('error', reject);
  });
  await client.endAsync();
  return isPresent;
}

describe.skipIf(reason)(`mosquitto${reason === undefined ? '' : ` (${reason})`}`, () => {
  it('brings everything at QoS 1 in both directions although it was killed while the connection was down', async () => {
    const broker = await mosquitto();
    await broker.start();
    const url = `mqtt://127.0.0.1:${String(broker.port)}`;
    const proxy = await proxyTo(url);
    const [bus, other] = [await connect({ url: proxy.url }), await connect({ url })];
    const [atBus, atOther] = [await collect(bus, ['to/bus']), await collect(other, ['to/other'])];
    await proxy.block();
    const published = numbers(50).map((text) => bus.publish(messageOf('to/other', text)));
    await Promise.all(numbers(50).map((text) => other.publish(messageOf('to/bus', text))));
    await broker.save();
    await broker.stop('SIGKILL');
    await broker.start();
    await proxy.unblock();
    await Promise.all(published);
    await until(() => atBus.length >= 50 && atOther.length >= 50, 10_000);
    expect([atBus.map(textOf), atOther.map(textOf)]).toEqual([numbers(50), numbers(50)]);
  });

  it('sends again what was held when it was killed, which is delivered once only', async () => {
    const broker = await mosquitto();
    await broker.start();
    const url = `mqtt://127.0.0.1:${String(broker.port)}`;
    const [bus, other] = [await connect({ url }), await connect({ url })];
    const full = gate();
    const received: string[] = [];
    await bus.subscribe(['a'], (message) => {
      received.push(textOf(message));
      return full.opened;
    });
    await Promise.all(numbers(10).map((text) => other.publish(messageOf('a', text))));
    await until(() => received.length === 10);
    await broker.save();
    // An acknowledgement sent before the loss is noticed is lost with it: QoS 1 delivers at least once.
    const isDown = new Promise((resolve) => bus.onStatus(resolve));
    await broker.stop('SIGKILL');
    await isDown;
    full.open();
    await broker.start();
    await other.publish(messageOf('a', 'next'));
    await until(() => received.includes('next'), 10_000);
    expect(received).toEqual([...numbers(10), 'next']);
  });

  it('forgets a connection that was closed, and keeps one that was cut', async () => {
    const broker = await mosquitto();
    await broker.start();
    const url = `mqtt://127.0.0.1:${String(broker.port)}`;
    const proxy = await proxyTo(url);
    const [closed, cut] = [
      await connect({ url, clientId: 'closed' }),
      await connect({ url: proxy.url, clientId: 'cut' }),
    ];
    await collect(closed, ['a']);
    await collect(cut, ['a']);
    await closed.close();
    await proxy.block();
    expect([await hasSession(url, 'closed'), await hasSession(url, 'cut')]).toEqual([false, true]);
  });
});
