// What the embedded broker knows of who publishes: the sender of a message, when a client is gone, and how one is refused.
import type { MqttClient } from 'mqtt';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { silentLogger } from '../../../../src/base/logger.ts';
import { type EmbeddedBroker, startEmbeddedBroker } from '../../../../src/runtime/broker/embeddedBroker.ts';
import { connectInMemory, messageOf, settle, textOf, until } from './busMessages.ts';

let broker: EmbeddedBroker;
let clients: MqttClient[];
const seen: string[] = [];

beforeEach(async () => {
  [clients, seen.length] = [[], 0];
  broker = await startEmbeddedBroker({ logger: silentLogger, closeTimeoutMs: 200 });
  broker.clients.onGone((client) => void seen.push(`gone ${client}`));
  await broker.subscribe(['t'], (message, sender) => void seen.push(`${String(sender)} ${textOf(message)}`));
});
afterEach(async () => {
  for (const client of clients) client.end(true);
  await broker.close();
});

async function connect(
  clientId: string,
  more: Parameters<typeof connectInMemory>[1] = {},
): Promise<MqttClient> {
  const client = await connectInMemory(broker, { clientId, ...more });
  clients.push(client);
  return client;
}

it.each([0, 1, 2] as const)(
  'a message at QoS %i comes with its sender, one of the process without',
  async (qos) => {
    const client = await connect('a');
    await client.publishAsync('t', '1', { qos });
    await until(() => seen.length === 1);
    await broker.publish(messageOf('t', '2'));
    expect(seen).toEqual(['a 1', 'undefined 2']);
  },
);

it('a client is gone once, after its last message and before the first of one that takes its id over', async () => {
  const first = await connect('same');
  await first.publishAsync('t', '1', { qos: 1 });
  const second = await connect('same');
  await second.publishAsync('t', '2', { qos: 1 });
  await second.endAsync();
  await until(() => seen.length === 4);
  expect(seen).toEqual(['same 1', 'gone same', 'same 2', 'gone same']);
});

it('a will comes without a sender, since it is gone', async () => {
  const client = await connect('dying', {
    will: { topic: 't', payload: Buffer.from('w'), qos: 1, retain: false },
  });
  client.stream.destroy();
  await until(() => seen.length === 2);
  expect([...seen].sort()).toEqual(['gone dying', 'undefined w']);
});

it('a client that is refused is told why; nobody else notices', async () => {
  const [bad, good] = [await connect('bad'), await connect('good')];
  const reason = new Promise((resolve) => bad.on('disconnect', ({ reasonCode }) => resolve(reasonCode)));
  broker.clients.refuse('bad');
  broker.clients.refuse('nobody');
  broker.clients.refuse('constructor');
  expect(await reason).toBe(0x90);
  await until(() => seen.includes('gone bad'));
  await settle();
  expect(good.connected).toBe(true);
  expect(seen).toEqual(['gone bad']);
});

it('knows whether a client is subscribed to a topic, but not by its own subscriptions', async () => {
  expect(broker.clients.hasSubscriber('t')).toBe(false);
  const client = await connect('a');
  await client.subscribeAsync('rpc/+/request');
  expect(broker.clients.hasSubscriber('rpc/x/request')).toBe(true);
  expect(broker.clients.hasSubscriber('rpc/x/other')).toBe(false);
  await client.unsubscribeAsync('rpc/+/request');
  expect(broker.clients.hasSubscriber('rpc/x/request')).toBe(false);
});
