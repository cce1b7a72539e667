// The way between broker and engine: which requests go on, in which order, and where replies go.
import { expect, it } from 'vitest';
import { Emitter } from '../../../../src/base/emitter.ts';
import type { BusMessage } from '../../../../src/protocol/message.ts';
import { STATE_REQUEST_TOPIC, type StateRequestBatch } from '../../../../src/protocol/stateRequests.ts';
import type { Deliver } from '../../../../src/runtime/broker/messageBus.ts';
import { StateGateway } from '../../../../src/runtime/run/stateGateway.ts';
import { settle } from '../broker/busMessages.ts';

const payload = Buffer.from('GET');

async function open(isReady = true) {
  const gone = new Emitter<string>();
  const [batches, published, logs, refused]: [StateRequestBatch[], BusMessage[], string[], string[]] = [
    [],
    [],
    [],
    [],
  ];
  let deliver: Deliver = () => undefined;
  let subscriptions = 0;
  const gateway = new StateGateway({
    bus: {
      subscribe: (filters, receiver) => {
        expect(filters).toEqual([STATE_REQUEST_TOPIC]);
        subscriptions += 1;
        deliver = receiver;
        return Promise.resolve({ dispose: () => void (subscriptions -= 1) });
      },
    },
    clients: { onGone: gone.event, refuse: (client) => void refused.push(client) },
    send: (batch) => void batches.push(batch),
    publish: (message) => void published.push(message),
    log: (level, message) => void logs.push(`${level} ${message}`),
  });
  await gateway.open();
  await gateway.open();
  if (isReady) gateway.begin();
  const ask = (more: Partial<BusMessage> = {}, client: string | undefined = 'c'): void | Promise<void> =>
    deliver(
      {
        topic: STATE_REQUEST_TOPIC,
        payload,
        qos: 1,
        retain: false,
        userProperties: [],
        responseTopic: 'r',
        correlationData: Buffer.from('1'),
        ...more,
      },
      client,
    );
  const answer = (...versions: (string | undefined)[]): void =>
    gateway.deliver({
      items: versions.map((version) => ({
        head: { kind: 'answer', ...(version !== undefined && { version }) },
        length: 1,
      })),
      bytes: new Uint8Array(Buffer.from('abcdefgh'.slice(0, versions.length))),
    });
  return { gateway, ask, answer, gone, batches, published, logs, refused, count: () => subscriptions };
}

it('requests of one go travel together, with what the engine needs of their properties', async () => {
  const { ask, batches } = await open();
  const userProperties = [
    ['x', 'y'],
    ['__ts', 'T'],
    ['__ts', 'later'],
    ['__ft', 'F'],
    ['__protVer', '1.0'],
  ] as const;
  void ask();
  void ask({ userProperties, payload: Buffer.from('DEL') }, 'd');
  await settle();
  expect(batches).toEqual([
    {
      items: [
        { kind: 'request', head: { client: 'c', dialect: 'documented' }, length: 3 },
        {
          kind: 'request',
          head: { client: 'd', timestamp: 'T', fencingToken: 'F', dialect: 'sdk' },
          length: 3,
        },
      ],
      bytes: new Uint8Array(Buffer.from('GETDEL')),
    },
  ]);
});

it('replies go to the requests in their order, with their correlation data, the version and the properties of their dialect', async () => {
  const { ask, answer, published } = await open();
  void ask({ responseTopic: 'first', correlationData: Buffer.from('A') });
  void ask({
    responseTopic: 'second',
    correlationData: Buffer.from('B'),
    userProperties: [['__protVer', '1.0']],
  });
  answer(undefined, 'V');
  answer(undefined);
  expect(published).toEqual([
    {
      topic: 'first',
      payload: bytesOf('a'),
      qos: 1,
      retain: false,
      userProperties: [],
      correlationData: Buffer.from('A'),
    },
    {
      topic: 'second',
      payload: bytesOf('b'),
      qos: 1,
      retain: false,
      userProperties: [
        ['__ts', 'V'],
        ['__protVer', '1.0'],
        ['__stat', '200'],
      ],
      correlationData: Buffer.from('B'),
    },
  ]);
});

it('notices go to their topics', async () => {
  const { gateway, published } = await open();
  const head = { kind: 'notice', topic: 'n', version: 'V', dialect: 'documented' } as const;
  gateway.deliver({ items: [{ head, length: 2 }], bytes: bytesOf('xy') });
  expect(published).toMatchObject([{ topic: 'n', payload: bytesOf('xy'), userProperties: [['__ts', 'V']] }]);
});

it('requests wait for the engine, and clients that never asked are not spoken of', async () => {
  const { ask, gone, batches, gateway } = await open(false);
  gone.fire('stranger');
  void ask();
  gone.fire('c');
  gone.fire('c');
  await settle();
  expect(batches).toEqual([]);
  gateway.begin();
  expect(batches.map(({ items }) => items.map(({ kind }) => kind))).toEqual([['request', 'gone']]);
});

it('what cannot be answered, or must not be, is told once for each client and goes no further', async () => {
  const { ask, batches, logs, refused, answer, published } = await open();
  const without: Partial<BusMessage> = {};
  const silent = { ...without, responseTopic: undefined } as unknown as Partial<BusMessage>;
  void ask(silent);
  void ask(silent);
  void ask({ responseTopic: STATE_REQUEST_TOPIC }, 'bad');
  await settle();
  expect(batches).toEqual([]);
  expect(refused).toEqual(['bad']);
  void ask({ qos: 0 }, 'hasty');
  await settle();
  expect(batches[0]?.items).toMatchObject([{ head: { client: 'hasty', isIncomplete: true } }]);
  answer(undefined);
  expect(published).toMatchObject([{ topic: 'r' }]);
  expect(logs).toEqual([
    'warn a request of MQTT client "c" to the state store has no response topic (MQTT 5), so that it cannot be answered and nothing was done',
    `warn a request of MQTT client "bad" to the state store wants its answer on the state store's own topic "${STATE_REQUEST_TOPIC}"`,
    'warn a request of MQTT client "hasty" to the state store fails: requests need QoS 1 and correlation data as well as a response topic',
  ]);
});

it('senders wait while a thousand requests have no answer, until there are answers or the end', async () => {
  const { ask, answer, gateway, count } = await open();
  for (let index = 0; index < 1000; index += 1) expect(ask()).toBeUndefined();
  let isLetIn = false;
  void ask()?.then(() => (isLetIn = true));
  await settle();
  expect(isLetIn).toBe(false);
  answer(undefined);
  await settle();
  expect(isLetIn).toBe(true);
  const last = ask();
  gateway.dispose();
  await last;
  expect(count()).toBe(0);
});

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text));
}
