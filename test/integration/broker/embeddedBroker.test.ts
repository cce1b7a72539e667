// The embedded broker over real sockets.
import { createServer, connect as connectSocket, type Socket } from 'node:net';
import { connect as openClient, connectAsync, type IPublishPacket, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BusMessage } from '../../../src/protocol/message.ts';
import { type EmbeddedBroker, startEmbeddedBroker } from '../../../src/runtime/broker/embeddedBroker.ts';
import {
  gate,
  messageOf,
  recordingLogger,
  type RecordingLogger,
  textOf,
  until,
} from '../../unit/runtime/broker/busMessages.ts';
import { freePort } from './mosquittoBroker.ts';

let broker: EmbeddedBroker;
let logger: RecordingLogger;
let clients: MqttClient[];
let sockets: Socket[];

beforeEach(async () => {
  logger = recordingLogger();
  [clients, sockets] = [[], []];
  broker = await startEmbeddedBroker({ listen: { port: 0 }, logger });
});

afterEach(async () => {
  for (const client of clients) client.end(true);
  for (const socket of sockets) socket.destroy();
  await broker.close();
});

async function connect(options: Parameters<typeof connectAsync>[1] = {}): Promise<MqttClient> {
  const client = await connectAsync(broker.url ?? '', { protocolVersion: 5, reconnectPeriod: 0, ...options });
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}

function portOf({ url }: EmbeddedBroker): number {
  return Number(new URL(url ?? '').port);
}

async function openSocket(bytes: Uint8Array): Promise<Socket> {
  const socket = connectSocket(portOf(broker), '127.0.0.1');
  socket.on('error', () => undefined);
  sockets.push(socket);
  await new Promise<void>((resolve) => socket.once('connect', resolve));
  socket.write(bytes);
  return socket;
}

async function collect(filter: string): Promise<BusMessage[]> {
  const received: BusMessage[] = [];
  await broker.subscribe([filter], (message) => void received.push(message));
  return received;
}

function collectPackets(client: MqttClient): IPublishPacket[] {
  const received: IPublishPacket[] = [];
  client.on('message', (_topic, _payload, packet) => received.push(packet));
  return received;
}

describe('listening', () => {
  it('is on the IPv4 loopback address only', async () => {
    expect(broker.url).toMatch(/^mqtt:\/\/127\.0\.0\.1:\d+$/);
    const code = await new Promise((resolve) =>
      connectSocket(portOf(broker), '::1').once('error', (error) => resolve('code' in error && error.code)),
    );
    expect(code).toMatch(/ECONNREFUSED|EADDRNOTAVAIL|EAFNOSUPPORT/);
  });

  it('takes "localhost" for the same', async () => {
    const other = await startEmbeddedBroker({ listen: { host: 'localhost', port: 0 }, logger });
    expect(other.url).toContain('//127.0.0.1:');
    await other.close();
  });

  it('names a taken port and what to do', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(startEmbeddedBroker({ listen: { port }, logger })).rejects.toMatchObject({
      code: 'BROKER_PORT_TAKEN',
      message: expect.stringMatching(
        new RegExp(`127\\.0\\.0\\.1:${String(port)}.*choose another port \\(0 takes`),
      ) as string,
    });
    server.close();
  });

  it('is refused where other machines could connect, unless allowed', async () => {
    const port = await freePort();
    for (const host of ['0.0.0.0', '::', 'example.org', '128.0.0.1'])
      await expect(startEmbeddedBroker({ listen: { host, port }, logger })).rejects.toMatchObject({
        code: 'BROKER_REFUSED',
      });
    const open = await startEmbeddedBroker({
      listen: { host: '0.0.0.0', port: 0, isRemoteAllowed: true },
      logger,
    });
    expect(open.url).toContain('//0.0.0.0:');
    await open.close();
  });

  it('ends with close, so that the port is free again', async () => {
    const port = portOf(broker);
    await broker.close();
    const next = await startEmbeddedBroker({ listen: { port }, logger });
    expect(portOf(next)).toBe(port);
    await next.close();
  });
});

describe.each([5, 4] as const)('an MQTT client of protocol version %i', (protocolVersion) => {
  it('reaches the process and is reached, at every QoS', async () => {
    const received = await collect('up/#');
    const client = await connect({ protocolVersion });
    const packets = collectPackets(client);
    await client.subscribeAsync('down/#', { qos: 2 });
    for (const qos of [0, 1, 2] as const) {
      await client.publishAsync(`up/${String(qos)}`, String(qos), { qos });
      await broker.publish(messageOf(`down/${String(qos)}`, String(qos), { qos }));
    }
    await until(() => received.length === 3 && packets.length === 3);
    expect(received.map(({ topic, qos }) => [topic, qos])).toEqual([
      ['up/0', 0],
      ['up/1', 1],
      ['up/2', 2],
    ]);
    expect(packets.map(({ topic, qos }) => [topic, qos])).toEqual([
      ['down/0', 0],
      ['down/1', 1],
      ['down/2', 2],
    ]);
  });

  it('is held at QoS 1 while a receiver is full', async () => {
    const full = gate();
    await broker.subscribe(['full'], () => full.opened);
    const client = await connect({ protocolVersion });
    let acknowledged = 0;
    const held = Array.from({ length: 250 }, () =>
      client.publishAsync('full', 'x', { qos: 1 }).then(() => (acknowledged += 1)),
    );
    await until(() => broker.heldCount === 250);
    await client.publishAsync('free', 'x', { qos: 1 });
    expect(acknowledged).toBe(0);
    full.open();
    await Promise.all(held);
  });

  it('keeps messages of a session for a client that is away', async () => {
    const session = {
      protocolVersion,
      clientId: 'keeper',
      clean: false,
      ...(protocolVersion === 5 && { properties: { sessionExpiryInterval: 60 } }),
    };
    const first = await connect(session);
    await first.subscribeAsync('kept', { qos: 1 });
    await first.endAsync();
    for (const text of ['1', '2', '3']) await broker.publish(messageOf('kept', text));
    const texts: string[] = [];
    // Messages come right after CONNACK, so the listener has to be there before.
    const again = openClient(broker.url ?? '', { reconnectPeriod: 0, ...session });
    again.on('message', (_topic, payload) => texts.push(payload.toString()));
    clients.push(again);
    await until(() => texts.length === 3);
    expect(texts).toEqual(['1', '2', '3']);
  });
});

describe('large and many', () => {
  it('carries 10 MB in both directions unchanged', async () => {
    const payload = Buffer.alloc(10_000_000, Buffer.from(Array.from({ length: 251 }, (_, index) => index)));
    const received = await collect('up');
    const client = await connect();
    const packets = collectPackets(client);
    await client.subscribeAsync('down', { qos: 1 });
    await client.publishAsync('up', payload, { qos: 1 });
    await broker.publish({ ...messageOf('down'), payload });
    await until(() => received.length === 1 && packets.length === 1);
    expect(payload.equals(received[0]?.payload ?? Buffer.of())).toBe(true);
    expect(payload.equals(Buffer.from(packets[0]?.payload ?? ''))).toBe(true);
  });

  it('serves a hundred clients at once', async () => {
    const received = await collect('from/+');
    const all = await Promise.all(Array.from({ length: 100 }, () => connect()));
    const packets = all.map(collectPackets);
    await Promise.all(all.map((client) => client.subscribeAsync('to/all', { qos: 1 })));
    await Promise.all(
      all.map((client, index) => client.publishAsync(`from/${String(index)}`, 'x', { qos: 1 })),
    );
    await broker.publish(messageOf('to/all'));
    await until(() => packets.every((each) => each.length === 1));
    expect(new Set(received.map(({ topic }) => topic)).size).toBe(100);
  });

  it('gives a burst of 2,000 messages to a subscriber completely and in order', async () => {
    const client = await connect({ properties: { receiveMaximum: 10 } });
    const packets = collectPackets(client);
    await client.subscribeAsync('burst', { qos: 1 });
    await Promise.all(
      Array.from({ length: 2000 }, (_, index) => broker.publish(messageOf('burst', String(index)))),
    );
    await until(() => packets.length === 2000);
    expect(packets.map(({ payload }) => Number(payload.toString()))).toEqual(
      Array.from({ length: 2000 }, (_, index) => index),
    );
  });
});

// A CONNECT of MQTT 3.1.1 with client identifier "x".
const CONNECT = Buffer.from([0x10, 13, 0, 4, 0x4d, 0x51, 0x54, 0x54, 4, 2, 0, 60, 0, 1, 0x78]);
const CONNECT_5 = Buffer.from([0x10, 14, 0, 4, 0x4d, 0x51, 0x54, 0x54, 5, 2, 0, 60, 0, 0, 1, 0x79]);

describe('odd clients', () => {
  it.each([
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['zeros', Buffer.alloc(100)],
    ['ones', Buffer.alloc(100, 0xff)],
    ['a PUBLISH before CONNECT', Buffer.from([0x30, 4, 0, 1, 0x61, 0x78])],
    ['a second CONNECT', Buffer.concat([CONNECT, CONNECT])],
    ['a PUBLISH to a wildcard', Buffer.concat([CONNECT, Buffer.from([0x30, 4, 0, 1, 0x23, 0x78])])],
    ['a PUBLISH to an empty topic', Buffer.concat([CONNECT, Buffer.from([0x30, 3, 0, 0, 0x78])])],
    [
      'a PUBLISH with a null character in its topic',
      Buffer.concat([CONNECT, Buffer.from([0x30, 4, 0, 1, 0, 0x78])]),
    ],
    ['a PUBLISH of QoS 3', Buffer.concat([CONNECT, Buffer.from([0x36, 6, 0, 1, 0x61, 0, 1, 0x78])])],
    [
      'a topic longer than its packet',
      Buffer.concat([CONNECT, Buffer.from([0x30, 4, 0xff, 0xff, 0x61, 0x78])]),
    ],
    ['a SUBSCRIBE without filters', Buffer.concat([CONNECT, Buffer.from([0x82, 2, 0, 1])])],
    [
      'a SUBSCRIBE to an invalid filter',
      Buffer.concat([CONNECT, Buffer.from([0x82, 8, 0, 1, 0, 3, 0x61, 0x23, 0x62, 0])]),
    ],
    ['an unknown property', Buffer.concat([CONNECT_5, Buffer.from([0x30, 6, 0, 1, 0x61, 2, 0x7f, 0])])],
    ['a length that never ends', Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0xff])],
  ])('are thrown out without harm: %s', async (_, bytes) => {
    const received = await collect('#');
    const socket = await openSocket(bytes);
    await new Promise<void>((resolve) => socket.once('close', () => resolve()).resume());
    const client = await connect();
    await client.publishAsync('a', 'fine', { qos: 1 });
    expect(received.map(textOf)).toEqual(['fine']);
  });

  it('are reported', async () => {
    const socket = await openSocket(Buffer.concat([CONNECT, CONNECT]));
    await new Promise<void>((resolve) => socket.once('close', () => resolve()).resume());
    await until(() => logger.lines.length > 0);
    expect(logger.lines[0]).toMatch(/^warn MQTT client "x": /);
  });

  it('may leave in the middle of a packet and while held', async () => {
    const full = gate();
    const received: string[] = [];
    await broker.subscribe(['a'], (message) => {
      received.push(textOf(message));
      return received.length === 1 ? full.opened : undefined;
    });
    const publish = Buffer.from([0x32, 6, 0, 1, 0x61, 0, 1, 0x78]);
    const socket = await openSocket(Buffer.concat([CONNECT, publish, publish.subarray(0, 4)]));
    await until(() => broker.heldCount === 1);
    socket.destroy();
    await until(() => broker.heldCount === 0);
    full.open();
    const client = await connect();
    await client.publishAsync('a', 'after', { qos: 1 });
    expect(received).toEqual(['x', 'after']);
  });
});

it('delivers a repeated QoS 2 message once, and one whose first transmission got lost', async () => {
  const received = await collect('a');
  const socket = await openSocket(CONNECT);
  const publish = (flags: number, id: number, text: string): Buffer =>
    Buffer.from([0x30 | flags, 6, 0, 1, 0x61, 0, id, text.charCodeAt(0)]);
  let answers = Buffer.of();
  socket.on('data', (chunk: Buffer) => (answers = Buffer.concat([answers, chunk])));
  // CONNACK, then PUBREC: 4 bytes each. 0x04 is QoS 2, 0x08 DUP.
  socket.write(publish(0x04, 1, 'x'));
  await until(() => answers.length === 8);
  socket.write(publish(0x0c, 1, 'x'));
  await until(() => answers.length === 12);
  socket.write(publish(0x0c, 2, 'y'));
  await until(() => answers.length === 16);
  expect(received.map(textOf)).toEqual(['x', 'y']);
});

it('goes on for everyone else when a subscriber does not read', async () => {
  const subscribe = Buffer.from([0x82, 8, 0, 1, 0, 3, 0x62, 0x69, 0x67, 1]);
  (await openSocket(Buffer.concat([CONNECT, subscribe]))).pause();
  const [client, received] = [await connect(), await collect('free')];
  const packets = collectPackets(client);
  await client.subscribeAsync('free', { qos: 1 });
  const payload = Buffer.alloc(100_000);
  let [stuck, done] = [0, 0];
  for (; stuck < 400; stuck += 1)
    void broker.publish({ ...messageOf('big'), payload }).then(
      () => (done += 1),
      () => undefined,
    );
  await client.publishAsync('free', '1', { qos: 1 });
  await broker.publish(messageOf('free', '2'));
  await until(() => packets.length === 2 && received.length === 2);
  expect(done).toBeLessThan(250);
});

describe('a subscriber that no longer reads', () => {
  const LARGE = 'x'.repeat(256 * 1024);
  /** Enough to fill the buffers of a connection on this machine. */
  const COUNT = 100;

  /** A broker with a short patience, and a client that has subscribed to `a` and can stop reading. */
  async function subscriber(stallTimeoutMs = 400): Promise<MqttClient> {
    await broker.close();
    broker = await startEmbeddedBroker({ listen: { port: 0 }, logger, stallTimeoutMs });
    const client = await connect();
    await client.subscribeAsync('a', { qos: 0 });
    return client;
  }
  const socketOf = (client: MqttClient): Socket => client.stream as Socket;

  it('holds publishes up for a short time only, and nobody else', async () => {
    const client = await subscriber();
    const received = await collect('a');
    socketOf(client).pause();
    const startMs = performance.now();
    const published = Array.from({ length: COUNT }, () => broker.publish(messageOf('a', LARGE, { qos: 0 })));
    await Promise.all(published);
    expect(performance.now() - startMs).toBeGreaterThan(300);
    expect(performance.now() - startMs).toBeLessThan(5000);
    expect(received).toHaveLength(COUNT);
    expect(logger.lines).toEqual([expect.stringContaining('has read nothing for 400 ms while messages')]);
    // The run goes on, and the client may come again.
    const again = await connect();
    const packets = collectPackets(again);
    await again.subscribeAsync('a', { qos: 0 });
    await broker.publish(messageOf('a', 'after'));
    await until(() => packets.length === 1);
  });

  it('as fast as messages come, but reads on, is waited for and loses nothing', async () => {
    // The system lets the broker know of room only by the megabyte.
    const stallTimeoutMs = 2000;
    await subscriber(stallTimeoutMs);
    // CONNECT (MQTT 3.1.1, client "slow", no keep-alive) and SUBSCRIBE to "b" with QoS 0.
    const connectPacket = [0x10, 16, 0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 0, 0, 4, ...Buffer.from('slow')];
    const socket = await openSocket(Uint8Array.from([...connectPacket, 0x82, 6, 0, 1, 0, 1, 0x62, 0]));
    let bytes = 0;
    const takeSome = (): void => {
      const chunk = socket.read() as Buffer | null;
      bytes += chunk?.length ?? 0;
    };
    // CONNACK and SUBACK; then some 64 KiB at a time.
    await until(() => (takeSome(), bytes === 9));
    const startMs = performance.now();
    const reading = setInterval(takeSome, 10);
    try {
      const published = Array.from({ length: COUNT }, () =>
        broker.publish(messageOf('b', LARGE, { qos: 0 })),
      );
      await Promise.all(published);
      await until(() => bytes > COUNT * LARGE.length, 40_000);
    } finally {
      clearInterval(reading);
    }
    expect(performance.now() - startMs).toBeGreaterThan(stallTimeoutMs);
    expect(logger.lines).toEqual([]);
  }, 60_000);

  it('is left alone while nothing waits for it', async () => {
    const client = await subscriber();
    socketOf(client).pause();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const packets = collectPackets(client);
    socketOf(client).resume();
    await broker.publish(messageOf('a', 'still here'));
    await until(() => packets.length === 1);
    expect(logger.lines).toEqual([]);
  });
});

describe('close', () => {
  it('tells MQTT 5 clients that the server is shutting down', async () => {
    const client = await connect();
    const reason = new Promise((resolve) =>
      client.once('disconnect', ({ reasonCode }) => resolve(reasonCode)),
    );
    // aedes counts a client as connected a moment after its CONNACK.
    await client.publishAsync('a', 'x', { qos: 1 });
    await broker.close();
    expect(await reason).toBe(0x8b);
  });

  it('is quick with clients that do not read, connections without CONNECT, and held publishers', async () => {
    await broker.subscribe(['full'], () => new Promise(() => undefined));
    const client = await connect();
    client.publish('full', 'x', { qos: 1 });
    const idle = await openSocket(Buffer.of());
    const isIdleClosed = new Promise((resolve) => idle.once('close', resolve).resume());
    // An MQTT 5 subscriber to "big" that never reads: it cannot be told that the server shuts down.
    const subscribe = Buffer.from([0x82, 9, 0, 1, 0, 0, 3, 0x62, 0x69, 0x67, 1]);
    (await openSocket(Buffer.concat([CONNECT_5, subscribe]))).pause();
    await until(() => broker.heldCount === 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const stuck = broker
      .publish({ ...messageOf('big'), payload: Buffer.alloc(20_000_000) })
      .catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const start = performance.now();
    await broker.close();
    expect(performance.now() - start).toBeLessThan(1500);
    await Promise.all([stuck, isIdleClosed]);
  });
});
