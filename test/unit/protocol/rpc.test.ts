// Two sides of the protocol over a real message channel.
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/base/errors.ts';
import { connectRpc, type RpcHandlers, type RpcPeer, type RpcPort } from '../../../src/protocol/rpc.ts';

interface Methods {
  add: { params: readonly [number, number]; result: number };
  fail: { params: unknown; result: never };
  wait: { params: null; result: string };
  give: { params: null; result: unknown };
}
interface Events {
  told: string;
}
type Client = RpcPeer<Methods, Events>;

const ports: MessagePort[] = [];
afterEach(() => {
  for (const port of ports.splice(0)) port.close();
});

function portOf(port: MessagePort): RpcPort {
  ports.push(port);
  return {
    post: (value, transfer) => port.postMessage(value, transfer ? [...transfer] : []),
    listen: (listener) => void port.on('message', listener),
  };
}

let release: (value: string) => void = () => undefined;
const told: string[] = [];
const nothing: RpcHandlers<Record<never, never>, Record<never, never>> = { methods: {}, events: {} };
const handlers: RpcHandlers<Methods, Events> = {
  methods: {
    add: ([a, b]) => a + b,
    fail: (what) => {
      throw what === 'known' ? new AppError('MODULE_MALFORMED', 'text') : new RangeError('a bug');
    },
    wait: () => new Promise((resolve) => (release = resolve)),
    give: () => () => 'a function cannot be cloned',
  },
  events: { told: (value) => void told.push(value) },
};

function connect(serverVersion = 1): { client: Client; server: RpcPeer<Record<never, never>, unknown> } {
  const { port1, port2 } = new MessageChannel();
  return {
    client: connectRpc<Record<never, never>, Record<never, never>, Methods, Events>(
      portOf(port1),
      1,
      nothing,
    ),
    server: connectRpc<Methods, Events, Record<never, never>, unknown>(
      portOf(port2),
      serverVersion,
      handlers,
    ),
  };
}

describe('rpc', () => {
  it('brings results back to the right request', async () => {
    const { client } = connect();
    const pairs = Array.from({ length: 20 }, (_, index) => [index, index * index] as const);
    const sums = await Promise.all(pairs.map((pair) => client.request('add', pair)));
    expect(sums).toEqual(pairs.map(([a, b]) => a + b));
  });

  it('brings errors back with their code', async () => {
    const { client } = connect();
    const error = await client.request('fail', 'known').catch((each: unknown) => each);
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'MODULE_MALFORMED', message: 'text' });
  });

  it('brings bugs back as plain errors', async () => {
    const { client } = connect();
    const error = await client.request('fail', 'unknown').catch((each: unknown) => each);
    expect(error).not.toBeInstanceOf(AppError);
    expect(error).toMatchObject({ message: 'a bug' });
  });

  it.each(['nothing', 'toString', 'constructor', '__proto__'])('has no method "%s"', async (method) => {
    const { client } = connect();
    await expect(client.request(method as 'add', [1, 2])).rejects.toMatchObject({
      code: 'PROTOCOL_UNKNOWN_METHOD',
      message: `There is no method "${method}".`,
    });
  });

  it('works over a port that answers before posting returns', async () => {
    const listeners: ((value: unknown) => void)[] = [];
    const pair = (own: number, other: number): RpcPort => ({
      post: (value) => listeners[other]?.(value),
      listen: (listener) => void (listeners[own] = listener),
    });
    connectRpc<Methods, Events, Record<never, never>, unknown>(pair(1, 0), 1, handlers);
    const client: Client = connectRpc(pair(0, 1), 1, nothing);
    await expect(client.request('nothing' as 'add', [1, 2])).rejects.toThrow('no method');
    await expect(client.request('add', [1, 2])).resolves.toBe(3);
  });

  it('rejects a request that cannot be sent, and a result that cannot', async () => {
    const { client } = connect();
    await expect(client.request('fail', () => 1)).rejects.toThrow('could not be cloned');
    await expect(client.request('give', null)).rejects.toThrow('could not be cloned');
    await expect(client.request('add', [1, 2])).resolves.toBe(3);
  });

  it('rejects what is pending when disposed, and everything afterwards', async () => {
    const { client } = connect();
    const pending = client.request('wait', null);
    client.dispose();
    client.dispose();
    await expect(pending).rejects.toMatchObject({ code: 'PROTOCOL_DISPOSED' });
    await expect(client.request('add', [1, 2])).rejects.toMatchObject({ code: 'PROTOCOL_DISPOSED' });
    release('too late');
  });

  it('rejects with the first failure it was told', async () => {
    const { client } = connect();
    const pending = client.request('wait', null);
    client.fail(new AppError('RUN_ENGINE_LOST', 'gone'));
    client.dispose();
    await expect(pending).rejects.toMatchObject({ code: 'RUN_ENGINE_LOST' });
    await expect(client.request('add', [1, 2])).rejects.toMatchObject({ code: 'RUN_ENGINE_LOST' });
  });

  it('refuses the other side when it speaks another version, on both sides', async () => {
    const { client, server } = connect(2);
    const error = { code: 'PROTOCOL_VERSION', message: expect.stringContaining('(1 and 2)') as string };
    await expect(client.request('wait', null)).rejects.toMatchObject(error);
    await expect(server.request('x' as never, null as never)).rejects.toMatchObject({
      code: 'PROTOCOL_VERSION',
    });
  });

  it('delivers events in order, and none after the end', async () => {
    const { client } = connect();
    told.length = 0;
    client.notify('told', 'a');
    client.notify('told', 'b');
    client.notify('toString' as 'told', 'no such event');
    await client.request('add', [1, 2]);
    expect(told).toEqual(['a', 'b']);
    client.dispose();
    client.notify('told', 'c');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told).toEqual(['a', 'b']);
  });

  it('hands buffers over without copying', () => {
    const { client } = connect();
    const buffer = new ArrayBuffer(8);
    client.notify('told', buffer as unknown as string, [buffer]);
    expect(buffer.byteLength).toBe(0);
  });
});
