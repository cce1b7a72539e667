// The embedded broker without sockets: the process itself on one side, MQTT clients over streams in memory on the other.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { IPublishPacket, MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BusMessage } from '../../../../src/protocol/message.ts';
import { type EmbeddedBroker, startEmbeddedBroker } from '../../../../src/runtime/broker/embeddedBroker.ts';
import {
  connectInMemory,
  gate,
  messageOf,
  recordingLogger,
  type RecordingLogger,
  settle,
  textOf,
  until,
} from './busMessages.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let broker: EmbeddedBroker;
let logger: RecordingLogger;
let clients: MqttClient[];

beforeEach(async () => {
  logger = recordingLogger();
  clients = [];
  broker = await startEmbeddedBroker({ logger, closeTimeoutMs: 200 });
});

afterEach(async () => {
  for (const client of clients) client.end(true);
  await broker.close();
});

async function connect(options: Parameters<typeof connectInMemory>[1] = {}): Promise<MqttClient> {
  const client = await connectInMemory(broker, options);
  clients.push(client);
  return client;
}

async function collect(filters: readonly string[]): Promise<BusMessage[]> {
  const received: BusMessage[] = [];
  await broker.subscribe(filters, (message) => void received.push(message));
  return received;
}

function collectPackets(client: MqttClient): IPublishPacket[] {
  const received: IPublishPacket[] = [];
  client.on('message', (_topic, _payload, packet) => received.push(packet));
  return received;
}

describe('inside the process', () => {
  it('opens no socket without "listen"', () => {
    expect(broker.url).toBeUndefined();
  });

  it('delivers a published message with everything it carries', async () => {
    const received = await collect(['a/b']);
    const message = messageOf('a/b', 'payload', {
      qos: 2,
      contentType: 'application/json',
      responseTopic: 'answer',
      correlationData: Buffer.from([1, 2]),
      userProperties: [
        ['k', '1'],
        ['l', ''],
        ['k', '2'],
      ],
    });
    await broker.publish(message);
    expect(received).toEqual([message]);
  });

  it('delivers once to a subscription with overlapping filters, and to each subscription', async () => {
    const [first, second] = [await collect(['sensors', 'sensors/#', '+']), await collect(['sensors'])];
    await broker.publish(messageOf('sensors'));
    const client = await connect();
    await client.publishAsync('sensors', 'y', { qos: 1 });
    expect([first.map(textOf), second.map(textOf)]).toEqual([
      ['x', 'y'],
      ['x', 'y'],
    ]);
  });

  it('keeps topics under "$" out of wildcards', async () => {
    const [wild, named] = [await collect(['#', '+/a']), await collect(['$own/#'])];
    await broker.publish(messageOf('$own/a'));
    const client = await connect();
    await client.subscribeAsync('else');
    await settle();
    expect([wild.length, named.length]).toEqual([0, 1]);
  });

  it('stops delivering after dispose', async () => {
    const received: BusMessage[] = [];
    const subscription = await broker.subscribe(['a'], (message) => void received.push(message));
    await broker.publish(messageOf('a'));
    subscription.dispose();
    await broker.publish(messageOf('a'));
    expect(received).toHaveLength(1);
  });

  it.each([
    ['empty', ''],
    ['with +', 'a/+'],
    ['with #', '#'],
    ['with a null character', 'nul\0'],
    ['of 65,536 bytes', 'x'.repeat(65_536)],
    ['of 80,000 bytes in 40,000 characters', 'é'.repeat(40_000)],
    ['with half a surrogate pair', '\ud800'],
    ['under $SYS/', '$SYS/x'],
    ['of 101 levels', '/'.repeat(100)],
  ])('refuses to publish to a topic %s', async (_, topic) => {
    await expect(broker.publish(messageOf(topic))).rejects.toMatchObject({ code: 'TOPIC_INVALID' });
  });

  it.each(['', 'a/#/b', 'a+', 'nul\0'])('refuses to subscribe to filter %j', async (filter) => {
    await expect(broker.subscribe(['fine', filter], () => undefined)).rejects.toMatchObject({
      code: 'TOPIC_INVALID',
    });
  });

  it('refuses a user property that MQTT cannot carry, and stays usable', async () => {
    const client = await connect();
    await client.subscribeAsync('a');
    const received = collectPackets(client);
    const tooLong = messageOf('a', 'x', { userProperties: [['k', 'v'.repeat(65_536)]] });
    await expect(broker.publish(tooLong)).rejects.toMatchObject({ code: 'BROKER_REFUSED' });
    await broker.publish(messageOf('a', 'after'));
    await until(() => received.length > 0);
    expect(received.map(textOfPacket)).toEqual(['after']);
  });

  it('is not disturbed by a receiver that throws or rejects', async () => {
    await broker.subscribe(['a'], () => {
      throw new Error('boom');
    });
    await broker.subscribe(['a'], () => Promise.reject(new Error('bang')));
    const received = await collect(['a']);
    const client = await connect();
    await client.publishAsync('a', 'x', { qos: 1 });
    await broker.publish(messageOf('a', 'y'));
    expect(received.map(textOf)).toEqual(['x', 'y']);
    expect(logger.lines.filter((line) => /boom|bang/.test(line))).toHaveLength(4);
  });

  it('refuses to publish and subscribe after close', async () => {
    await broker.close();
    await broker.close();
    await expect(broker.publish(messageOf('a'))).rejects.toMatchObject({ code: 'BROKER_CLOSED' });
    await expect(broker.subscribe(['a'], () => undefined)).rejects.toMatchObject({ code: 'BROKER_CLOSED' });
  });
});

function textOfPacket(packet: IPublishPacket): string {
  return packet.payload.toString();
}

describe('retained messages', () => {
  it('are delivered once to a later subscription, with the flag, from both kinds of publishers', async () => {
    const client = await connect();
    await client.publishAsync('state/net', 'n', { qos: 1, retain: true });
    await broker.publish(messageOf('state/own', 'o', { retain: true, contentType: 'text/plain' }));
    await broker.publish(messageOf('state/plain', 'p'));
    const received = await collect(['state/+', 'state/#']);
    expect(received.map((each) => [textOf(each), each.retain, each.contentType])).toEqual([
      ['n', true, undefined],
      ['o', true, 'text/plain'],
    ]);
  });

  it('are removed by an empty one and replaced by the next', async () => {
    await broker.publish(messageOf('a', '1', { retain: true }));
    await broker.publish(messageOf('a', '2', { retain: true }));
    await broker.publish(messageOf('b', '1', { retain: true }));
    await broker.publish(messageOf('b', '', { retain: true }));
    expect((await collect(['#'])).map(textOf)).toEqual(['2']);
  });

  it('expire', async () => {
    const client = await connect();
    await client.publishAsync('a', 'short', {
      qos: 1,
      retain: true,
      properties: { messageExpiryInterval: 1 },
    });
    expect(await collect(['a'])).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 1050));
    expect(await collect(['a'])).toHaveLength(0);
  });

  it('reach network clients too', async () => {
    await broker.publish(messageOf('a', 'kept', { retain: true }));
    const client = await connect();
    const received = collectPackets(client);
    await client.subscribeAsync('a', { qos: 1 });
    await until(() => received.length === 1);
    expect(received[0]).toMatchObject({ retain: true });
  });
});

describe('between clients and the process', () => {
  const properties = {
    contentType: 'application/json',
    responseTopic: 'answer/here',
    correlationData: Buffer.from([0, 1, 255]),
    userProperties: { k: ['1', '2', '3'], __ts: '1:0:n', constructor: 'c' },
  };
  const pairs = [
    ['k', '1'],
    ['k', '2'],
    ['k', '3'],
    ['__ts', '1:0:n'],
    ['constructor', 'c'],
  ];

  it.each([0, 1, 2] as const)('takes everything in at QoS %i', async (qos) => {
    const received = await collect(['a']);
    const client = await connect();
    await client.publishAsync('a', 'x', { qos, retain: true, properties });
    await until(() => received.length === 1);
    const { contentType, responseTopic } = properties;
    expect(received[0]).toMatchObject({
      topic: 'a',
      qos,
      retain: true,
      contentType,
      responseTopic,
      userProperties: pairs,
    });
    expect(Buffer.from(received[0]?.correlationData ?? [])).toEqual(properties.correlationData);
  });

  it.each([0, 1, 2] as const)('gives everything out at QoS %i', async (qos) => {
    const client = await connect();
    const received = collectPackets(client);
    await client.subscribeAsync('a', { qos: 2 });
    const { contentType, responseTopic, correlationData } = properties;
    const userProperties = pairs.map(([key = '', value = '']) => [key, value] as const);
    await broker.publish(
      messageOf('a', 'x', { qos, contentType, responseTopic, correlationData, userProperties }),
    );
    await until(() => received.length === 1);
    expect(received[0]).toMatchObject({ qos, properties: { contentType, responseTopic, correlationData } });
    expect({ ...received[0]?.properties?.userProperties }).toEqual({ ...properties.userProperties });
  });

  it('serves MQTT 3.1.1 clients', async () => {
    const received = await collect(['up']);
    const client = await connect({ protocolVersion: 4 });
    const packets = collectPackets(client);
    await client.subscribeAsync('down', { qos: 1 });
    await client.publishAsync('up', 'u', { qos: 1 });
    await broker.publish(messageOf('down', 'd', { contentType: 'text/plain', userProperties: [['k', 'v']] }));
    await until(() => packets.length === 1);
    expect([received.map(textOf), packets.map(textOfPacket)]).toEqual([['u'], ['d']]);
  });

  it('refuses clients that publish under "$SYS/"', async () => {
    const received = await collect(['$SYS/#']);
    const client = await connect();
    await expect(client.publishAsync('$SYS/any/new/clients', 'x', { qos: 1 })).rejects.toMatchObject({
      code: 135,
    });
    expect(received).toHaveLength(0);
  });

  it('delivers a will, without the property that belongs to the will alone', async () => {
    const received = await collect(['gone']);
    const watcher = await connect();
    const packets = collectPackets(watcher);
    await watcher.subscribeAsync('gone', { qos: 1 });
    const client = await connect({
      properties: { sessionExpiryInterval: 60 },
      will: {
        topic: 'gone',
        payload: Buffer.from('w'),
        qos: 1,
        retain: false,
        properties: { willDelayInterval: 1, contentType: 'text/plain' },
      },
    });
    client.stream.destroy();
    await until(() => received.length === 1 && packets.length === 1);
    expect(received.map(textOf)).toEqual(['w']);
    expect(packets[0]?.properties).toEqual({ contentType: 'text/plain' });
  });
});

describe('back-pressure', () => {
  it.each([1, 2] as const)('holds the acknowledgement at QoS %i while a receiver is full', async (qos) => {
    const full = gate();
    const received: string[] = [];
    await broker.subscribe(['a'], (message) => {
      received.push(textOf(message));
      return full.opened;
    });
    const client = await connect();
    let isAcknowledged = false;
    const published = client.publishAsync('a', 'x', { qos }).then(() => (isAcknowledged = true));
    await until(() => received.length === 1);
    await settle(50);
    expect([isAcknowledged, broker.heldCount]).toEqual([false, 1]);
    full.open();
    await published;
    expect([received, broker.heldCount]).toEqual([['x'], 0]);
  });

  it('holds a publisher inside the process', async () => {
    const full = gate();
    await broker.subscribe(['a'], () => full.opened);
    let isDone = false;
    const published = broker.publish(messageOf('a')).then(() => (isDone = true));
    await settle();
    expect(isDone).toBe(false);
    full.open();
    await published;
  });

  it('keeps nothing of publishers inside the process that were held', async () => {
    await broker.subscribe(['t'], () => Promise.resolve());
    const publishMany = async (): Promise<number> => {
      for (let sent = 0; sent < 10_000; sent += 100)
        await Promise.all(Array.from({ length: 100 }, () => broker.publish(messageOf('t', 'x'))));
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    await publishMany();
    const before = await publishMany();
    const growth = (await publishMany()) - before;
    // What a publish holds on to is at least two promises and their closures: some 300 bytes.
    expect(growth / 10_000).toBeLessThan(100);
  });

  it('rejects a held publisher inside the process when the broker closes', async () => {
    await broker.subscribe(['a'], () => new Promise(() => undefined));
    const published = broker.publish(messageOf('a'));
    const refused = expect(published).rejects.toMatchObject({ code: 'BROKER_CLOSED' });
    await broker.close();
    await refused;
  });

  it.each([1, 2] as const)(
    'lets other topics flow, also from the same client, with 300 held at QoS %i',
    async (qos) => {
      const full = gate();
      await broker.subscribe(['full/#'], () => full.opened);
      const flowing = await collect(['free/#']);
      const [client, other] = [await connect(), await connect()];
      const packets = collectPackets(other);
      await other.subscribeAsync('free/#', { qos: 1 });
      const held = Array.from({ length: 300 }, (_, index) =>
        client.publishAsync(`full/${String(index % 7)}`, String(index), { qos }),
      );
      await until(() => broker.heldCount === 300);
      await client.publishAsync('free/same', '1', { qos: 1 });
      await other.publishAsync('free/other', '2', { qos: 2 });
      await broker.publish(messageOf('free/own', '3'));
      await until(() => packets.length === 3);
      expect(flowing.map(textOf)).toEqual(['1', '2', '3']);
      full.open();
      await Promise.all(held);
    },
  );

  it('keeps the order of a topic for network subscribers when only its first message was held', async () => {
    const full = gate();
    let isFirst = true;
    await broker.subscribe(['a'], () => {
      const isHeld = isFirst;
      isFirst = false;
      return isHeld ? full.opened : undefined;
    });
    const [client, watcher] = [await connect(), await connect()];
    const packets = collectPackets(watcher);
    await watcher.subscribeAsync('a', { qos: 1 });
    const published = ['1', '2', '3'].map((text) => client.publishAsync('a', text, { qos: 1 }));
    await settle(50);
    expect(packets).toHaveLength(0);
    full.open();
    await Promise.all(published);
    await until(() => packets.length === 3);
    expect(packets.map(textOfPacket)).toEqual(['1', '2', '3']);
  });

  it('answers the pings of a client that is held', async () => {
    const full = gate();
    await broker.subscribe(['a'], () => full.opened);
    const client = await connect({ keepalive: 1 });
    let isClosed = false;
    client.on('close', () => (isClosed = true));
    const published = client.publishAsync('a', 'x', { qos: 1 });
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(isClosed).toBe(false);
    full.open();
    await published;
  });

  it('stops reading from a client with too much held, does not blame it for its silence, and loses nothing', async () => {
    const full = gate();
    const received: string[] = [];
    await broker.subscribe(['a'], (message) => {
      received.push(textOf(message));
      return full.opened;
    });
    // keepalive 1: aedes ends a client that is silent for 1.5 seconds. Pings of this one are made not to be missed by it.
    const client = await connect({ keepalive: 1, timerVariant: { set: () => 0, clear: () => undefined } });
    let isClosed = false;
    client.on('close', () => (isClosed = true));
    const count = 5000;
    const published = Array.from({ length: count }, (_, index) =>
      client.publishAsync('a', `${String(index)} ${'x'.repeat(1000)}`, { qos: 1 }),
    );
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect([isClosed, received.length < count, broker.heldCount === received.length]).toEqual([
      false,
      true,
      true,
    ]);
    full.open();
    await Promise.all(published);
    expect(received.map((text) => Number.parseInt(text, 10))).toEqual(
      Array.from({ length: count }, (_, index) => index),
    );
  });
});
