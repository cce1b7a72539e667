// A broker that is gone on purpose: its clients are cut off and find it again afterwards, and nothing that was published is lost or out of
// order.
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLogger } from '../../../../src/base/logger.ts';
import { startEmbeddedBroker } from '../../../../src/runtime/broker/embeddedBroker.ts';
import { InterruptibleBus } from '../../../../src/runtime/broker/interruptibleBus.ts';
import { ManualTime } from '../../../helpers/manualTime.ts';
import { messageOf, settle, textOf, until } from './busMessages.ts';

let time: ManualTime;
let bus: InterruptibleBus;
let clients: MqttClient[];
let seen: string[];

beforeEach(async () => {
  [time, clients, seen] = [new ManualTime(), [], []];
  const broker = await startEmbeddedBroker({
    logger: silentLogger,
    listen: { port: 0 },
    closeTimeoutMs: 200,
  });
  bus = new InterruptibleBus(broker, time.startTimer);
  bus.onStatus(({ state }) => void seen.push(state));
  await bus.subscribe(['t'], (message) => void seen.push(textOf(message)));
});
afterEach(async () => {
  for (const client of clients) client.end(true);
  await bus.close();
});

async function connect(reconnectPeriod: number): Promise<MqttClient> {
  const client = await connectAsync(bus.url ?? '', { reconnectPeriod, protocolVersion: 5 });
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}

it('cuts its clients off and takes them again afterwards', async () => {
  const client = await connect(10);
  let attempts = 0;
  client.on('reconnect', () => void (attempts += 1));
  bus.interrupt(3000);
  await until(() => attempts > 2);
  expect(client.connected).toBe(false);
  const published = client.publishAsync('t', 'late', { qos: 1 });
  expect(seen).toEqual(['reconnecting']);
  time.advance(3000);
  await published;
  expect(seen).toEqual(['reconnecting', 'connected', 'late']);
});

it('publishes what came meanwhile in order, before what comes later', async () => {
  bus.interrupt(1000);
  const waiting = ['1', '2', '3'].map((text) => bus.publish(messageOf('t', text)));
  await settle();
  expect(seen).toEqual(['reconnecting']);
  time.advance(999);
  await settle();
  expect(seen).toEqual(['reconnecting']);
  time.advance(1);
  await Promise.all(waiting);
  await bus.publish(messageOf('t', '4'));
  expect(seen).toEqual(['reconnecting', 'connected', '1', '2', '3', '4']);
});

it('is gone for longer when it is interrupted again', async () => {
  bus.interrupt(1000);
  time.advance(900);
  bus.interrupt(1000);
  time.advance(900);
  expect(seen).toEqual(['reconnecting']);
  time.advance(100);
  await settle();
  expect(seen).toEqual(['reconnecting', 'connected']);
});

it('refuses what waits when it is closed', async () => {
  bus.interrupt(1000);
  const refused = expect(bus.publish(messageOf('t', '1'))).rejects.toMatchObject({ code: 'BROKER_CLOSED' });
  await bus.close();
  await refused;
  expect(time.waits).toEqual([]);
});
