// A connection to a broker that does what real ones do too rarely to test with, over real sockets.
import type { Packet } from 'mqtt';
import { describe, expect, it } from 'vitest';
import type { OutsideBroker, OutsideBrokerOptions } from '../../../src/runtime/broker/outsideBroker.ts';
import { gate, messageOf, textOf, until } from '../../unit/runtime/broker/busMessages.ts';
import { connect as connectTo, ends, logger, numbers } from './outsideCase.ts';
import { type Script, ScriptedBroker, type ScriptedConnection } from './scriptedBroker.ts';

async function connect(
  script: Script,
  options: Partial<OutsideBrokerOptions> = {},
): Promise<{ bus: OutsideBroker; connections: ScriptedConnection[] }> {
  const broker = new ScriptedBroker(script);
  ends.push(() => Promise.resolve(broker.close()));
  const bus = await connectTo({ url: await broker.listen(), closeTimeoutMs: 200, ...options });
  return { bus, connections: broker.connections };
}

/** Waits for the `number`th connection to have sent such a packet. */
async function packetOf(connections: ScriptedConnection[], number: number, cmd: string): Promise<Packet> {
  const sent = (): Packet[] => connections[number - 1]?.packets.filter((each) => each.cmd === cmd) ?? [];
  await until(() => sent().length > 0);
  const [packet] = sent();
  if (!packet) throw new Error('gone');
  return packet;
}

const isPublish = (_: ScriptedConnection, { cmd }: Packet): boolean => cmd === 'publish';
const message = (text: string, messageId: number, more: object = {}): object => ({
  cmd: 'publish',
  topic: 'a',
  payload: text,
  qos: 1,
  messageId,
  ...more,
});

describe('messages to the broker', () => {
  it('are sent again in their order when the connection ends before they are acknowledged', async () => {
    const { bus, connections } = await connect({
      connack: () => ({ properties: { receiveMaximum: 5 } }),
      onPacket: ({ number }, { cmd }) => number === 1 && cmd === 'publish',
    });
    const published = Promise.all(numbers(20).map((text) => bus.publish(messageOf('a', text))));
    await until(() => connections[0]?.packets.length === 6);
    connections[0]?.socket.destroy();
    await published;
    const again = connections[1]?.packets.flatMap((packet) =>
      packet.cmd === 'publish' ? [packet.payload.toString()] : [],
    );
    expect(again).toEqual(numbers(20));
  });

  it('are refused when the broker would hang up over them, and sent with the QoS it takes', async () => {
    const properties = { maximumPacketSize: 1000, maximumQoS: 1, retainAvailable: false };
    const { bus, connections } = await connect({ connack: () => ({ properties }) });
    await expect(bus.publish(messageOf('a', 'x'.repeat(1000)))).rejects.toMatchObject({
      code: 'BROKER_REFUSED',
    });
    await expect(bus.publish(messageOf('a', 'x', { retain: true }))).rejects.toMatchObject({
      code: 'BROKER_REFUSED',
    });
    await bus.publish(messageOf('a', 'x', { qos: 2 }));
    expect(connections[0]?.packets.slice(1)).toMatchObject([{ cmd: 'publish', qos: 1 }]);
  });
});

describe('messages from the broker', () => {
  it('that were held when the connection ended are delivered once and acknowledged once', async () => {
    const { bus, connections } = await connect({
      onPacket: (connection, { cmd }) => {
        if (cmd === 'connect' && connection.number > 1)
          setImmediate(() => connection.send(message('held', 7, { dup: true })));
        return false;
      },
    });
    const full = gate();
    const received: string[] = [];
    await bus.subscribe(['a'], (each) => {
      received.push(textOf(each));
      return full.opened;
    });
    connections[0]?.send(message('held', 7));
    await until(() => received.length === 1);
    const isDown = new Promise((resolve) => bus.onStatus(resolve));
    connections[0]?.socket.destroy();
    await isDown;
    // While there is no connection.
    full.open();
    expect(await packetOf(connections, 2, 'puback')).toMatchObject({ messageId: 7 });
    connections[1]?.send(message('next', 8));
    await until(() => received.length === 2);
    await until(() => connections[1]?.commands.length === 3);
    expect([received, connections[1]?.commands]).toEqual([
      ['held', 'next'],
      ['connect', 'puback', 'puback'],
    ]);
  });

  it('are acknowledged in the order in which they came', async () => {
    const { bus, connections } = await connect({});
    const full = gate();
    const received: string[] = [];
    await bus.subscribe(['a'], (each) => {
      received.push(textOf(each));
      return received.length === 1 ? full.opened : undefined;
    });
    for (const packetId of [3, 1, 2]) connections[0]?.send(message(String(packetId), packetId));
    await until(() => received.length === 3);
    expect(connections[0]?.commands).not.toContain('puback');
    full.open();
    await until(() => connections[0]?.commands.length === 5);
    expect(connections[0]?.packets.slice(2).map(({ messageId }) => messageId)).toEqual([3, 1, 2]);
  });

  it('of QoS 0 do not pile up before a receiver that is full', async () => {
    const { bus, connections } = await connect({});
    const full = gate();
    let count = 0;
    await bus.subscribe(['a'], () => {
      count += 1;
      return full.opened;
    });
    for (const text of numbers(3000)) connections[0]?.send(message(text, 0, { qos: 0 }));
    connections[0]?.send(message('end', 9));
    await until(() => count === 1025);
    expect(logger.lines.filter((line) => line.includes('QoS 0'))).toHaveLength(1);
    full.open();
    expect(await packetOf(connections, 1, 'puback')).toMatchObject({ messageId: 9 });
  });
});

describe('subscriptions', () => {
  it('are made again when the broker forgot them and the connection ended before its answer', async () => {
    const { bus, connections } = await connect({
      connack: ({ number }) => ({ sessionPresent: number > 2 }),
      onPacket: ({ number, socket }, { cmd }) => {
        if (number !== 2 || cmd !== 'subscribe') return false;
        socket.destroy();
        return true;
      },
    });
    await bus.subscribe(['a'], () => undefined);
    connections[0]?.socket.destroy();
    expect(await packetOf(connections, 3, 'subscribe')).toMatchObject({
      subscriptions: [{ topic: 'a', qos: 1 }],
    });
  });

  it('resolve when the broker has answered, over the loss of the connection', async () => {
    const { bus, connections } = await connect({
      onPacket: ({ number, socket }, { cmd }) => {
        if (number > 1 || cmd !== 'subscribe') return false;
        socket.destroy();
        return true;
      },
    });
    await bus.subscribe(['a'], () => undefined);
    expect(connections.map(({ commands }) => commands)).toEqual([
      ['connect', 'subscribe'],
      ['connect', 'subscribe'],
    ]);
  });

  it('that the broker refuses are named with its reason, and not asked for again', async () => {
    const { bus, connections } = await connect({
      connack: () => ({ sessionPresent: false }),
      onPacket: (connection, packet) => {
        if (packet.cmd !== 'subscribe' || packet.subscriptions[0]?.topic !== 'denied') return false;
        connection.send({ cmd: 'suback', messageId: packet.messageId, granted: [0x87] });
        return true;
      },
    });
    await expect(bus.subscribe(['denied'], () => undefined)).rejects.toMatchObject({
      code: 'BROKER_REFUSED',
      message: expect.stringMatching(
        /subscription to "denied": .*Not authorized.*allows this client/,
      ) as string,
    });
    // The connection goes on.
    await bus.subscribe(['fine'], () => undefined);
    connections[0]?.socket.destroy();
    await packetOf(connections, 2, 'subscribe');
    const asked = connections.map(({ packets }) =>
      packets.flatMap((packet) =>
        packet.cmd === 'subscribe' ? packet.subscriptions.map(({ topic }) => topic) : [],
      ),
    );
    expect(asked).toEqual([['denied', 'fine'], ['fine']]);
  });

  it('that the broker refuses in part are taken back, and the error names the filter', async () => {
    const { bus, connections } = await connect({
      onPacket: (connection, packet) => {
        if (packet.cmd !== 'subscribe') return false;
        connection.send({ cmd: 'suback', messageId: packet.messageId, granted: [1, 135] });
        return true;
      },
    });
    await expect(bus.subscribe(['fine', 'denied'], () => undefined)).rejects.toMatchObject({
      code: 'BROKER_REFUSED',
      message: expect.stringMatching(/^(?!.*"fine").*"denied": .*Not authorized/) as string,
    });
    expect(await packetOf(connections, 1, 'unsubscribe')).toMatchObject({
      unsubscriptions: ['fine', 'denied'],
    });
  });
});

describe('close', () => {
  it('ends the session, refuses what waits and lets what is under way be acknowledged', async () => {
    const { bus, connections } = await connect(
      { connack: () => ({ properties: { receiveMaximum: 10 } }), onPacket: isPublish },
      { closeTimeoutMs: 5000 },
    );
    const published = Promise.allSettled(numbers(30).map((text) => bus.publish(messageOf('a', text))));
    await until(() => connections[0]?.packets.length === 11);
    const closing = bus.close();
    for (const { cmd, messageId } of connections[0]?.packets ?? [])
      if (cmd === 'publish') connections[0]?.send({ cmd: 'puback', messageId, reasonCode: 0 });
    await closing;
    const states = (await published).map(({ status }) => status);
    expect(states).toEqual([
      ...Array.from({ length: 10 }, () => 'fulfilled'),
      ...Array.from({ length: 20 }, () => 'rejected'),
    ]);
    expect(await packetOf(connections, 1, 'disconnect')).toMatchObject({
      reasonCode: 0,
      properties: { sessionExpiryInterval: 0 },
    });
  });

  it('ends the session also when the broker never acknowledges', async () => {
    const { bus, connections } = await connect({ onPacket: isPublish });
    const refused = expect(bus.publish(messageOf('a'))).rejects.toMatchObject({ code: 'BROKER_CLOSED' });
    await packetOf(connections, 1, 'publish');
    await bus.close();
    await refused;
    expect(await packetOf(connections, 1, 'disconnect')).toMatchObject({
      properties: { sessionExpiryInterval: 0 },
    });
  });

  it('is quick when the broker does not read', async () => {
    const { bus, connections } = await connect({ onPacket: isPublish });
    connections[0]?.socket.pause();
    const refused = expect(
      bus.publish({ ...messageOf('a'), payload: Buffer.alloc(20_000_000) }),
    ).rejects.toMatchObject({ code: 'BROKER_CLOSED' });
    const start = performance.now();
    await bus.close();
    expect(performance.now() - start).toBeLessThan(2000);
    await refused;
  });

  it('leaves no connection behind that was being opened', async () => {
    const { bus, connections } = await connect({
      onPacket: ({ number }, { cmd }) => number === 2 && cmd === 'connect',
    });
    await bus.subscribe(['a'], () => undefined);
    const subscribing = bus.subscribe(['a'], () => undefined).catch((error: unknown) => error);
    await packetOf(connections, 2, 'connect');
    await bus.close();
    connections[1]?.send({ cmd: 'connack', reasonCode: 0, sessionPresent: false });
    expect(await subscribing).toMatchObject({ code: 'BROKER_CLOSED' });
    await packetOf(connections, 2, 'disconnect');
  });
});
