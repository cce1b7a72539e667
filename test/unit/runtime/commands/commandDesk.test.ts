// Calls on a bus that is only a list: when they end, and how.
import { expect, it } from 'vitest';
import type { CommandCall } from '../../../../src/protocol/commandCalls.ts';
import type { BusMessage } from '../../../../src/protocol/message.ts';
import type { Deliver } from '../../../../src/runtime/broker/messageBus.ts';
import { CommandDesk } from '../../../../src/runtime/commands/commandDesk.ts';
import { ManualTime } from '../../../helpers/manualTime.ts';

const call: CommandCall = {
  topic: 'a/request',
  responseTopic: 'a/response',
  responseFilter: '+/response',
  payload: new Uint8Array([1]),
  contentType: 'application/octet-stream',
  isText: false,
  userProperties: [],
  timeoutMs: 1500,
};

function open(
  isRefused = false,
  isHeard?: (topic: string) => boolean,
): {
  desk: CommandDesk;
  time: ManualTime;
  published: BusMessage[];
  subscribed: string[];
  /** Topics of calls that were told to wait. */
  waits: string[];
  answer: (request: BusMessage | undefined) => void;
} {
  const time = new ManualTime(0);
  const published: BusMessage[] = [];
  const subscribed: string[] = [];
  const receivers: Deliver[] = [];
  const waits: string[] = [];
  const desk = new CommandDesk({
    startTimer: time.startTimer,
    onLongWait: ({ topic }) => waits.push(topic),
    ...(isHeard && { isHeard }),
    bus: {
      subscribe: (filters, deliver) => {
        subscribed.push(...filters);
        receivers.push(deliver);
        return isRefused
          ? Promise.reject(new Error('not allowed'))
          : Promise.resolve({ dispose: () => void subscribed.splice(0) });
      },
      publish: (message) => {
        published.push(message);
        return Promise.resolve();
      },
    },
  });
  const answer = (request: BusMessage | undefined): void => {
    const { correlationData = new Uint8Array() } = request ?? {};
    for (const deliver of receivers)
      void deliver({ ...call, qos: 1, retain: false, correlationData, payload: new Uint8Array([2]) });
  };
  return { desk, time, published, subscribed, waits, answer };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('publishes with 16 bytes of its own, and expires in whole seconds', async () => {
  const { desk, published } = open();
  void desk.call(call);
  void desk.call(call);
  await turn();
  expect(published.map(({ expirySeconds }) => expirySeconds)).toEqual([2, 2]);
  const ids = published.map(({ correlationData }) => Buffer.from(correlationData ?? []).toString('hex'));
  expect(new Set(ids).size).toBe(2);
  expect(ids[0]).toHaveLength(32);
});

it('gives each call its own answer, whatever their order, and takes the first of several', async () => {
  const { desk, published, answer } = open();
  const outcomes = [desk.call(call), desk.call(call)];
  await turn();
  answer(published[1]);
  answer(published[1]);
  answer(published[0]);
  expect(await Promise.all(outcomes)).toMatchObject([{ kind: 'answered' }, { kind: 'answered' }]);
});

it('subscribes once for calls of one invoker, and again after a refusal', async () => {
  const { desk, subscribed } = open();
  void desk.call(call);
  void desk.call(call);
  await turn();
  expect(subscribed).toEqual(['+/response']);
  const refused = open(true);
  expect(await refused.desk.call(call)).toMatchObject({ kind: 'client-error', reason: 'not allowed' });
  expect(await refused.desk.call(call)).toMatchObject({ kind: 'client-error' });
  expect(refused.subscribed).toHaveLength(2);
});

it('tells once of a call that waits for long, and not of one that cannot', async () => {
  const { desk, time, published, waits, answer } = open();
  void desk.call(call);
  void desk.call({ ...call, topic: 'answered/request' });
  void desk.call({ ...call, topic: 'short/request', timeoutMs: 1000 });
  await turn();
  time.advance(999);
  answer(published[1]);
  await turn();
  expect(waits).toEqual([]);
  time.advance(1);
  time.advance(400);
  expect(waits).toEqual(['a/request']);
});

it('ends a call that nobody answers when its time is over', async () => {
  const { desk, time } = open();
  const outcome = desk.call(call);
  await turn();
  time.advance(1499);
  let isOver = false;
  void outcome.then(() => (isOver = true));
  await turn();
  expect(isOver).toBe(false);
  time.advance(1);
  expect(await outcome).toEqual({ kind: 'timeout', reason: 'nobody answered within 1500 ms', passedMs: 0 });
});

it('says with a timeout when nobody got the request, and what to do', async () => {
  const topics: string[] = [];
  const unheard = open(false, (topic) => topics.push(topic) < 0);
  const heard = open(false, () => true);
  const outcomes = [unheard.desk.call(call), heard.desk.call(call)];
  await turn();
  unheard.time.advance(1500);
  heard.time.advance(1500);
  expect(await outcomes[0]).toMatchObject({
    reason:
      'nobody answered within 1500 ms: no client was subscribed to "a/request" and no responder rule has that topic; start the executor, or add a rule to the responders file',
  });
  expect(await outcomes[1]).toMatchObject({ reason: 'nobody answered within 1500 ms' });
  expect(topics).toEqual(['a/request']);
});

it('ends all calls with the run, and takes no more', async () => {
  const { desk, published, subscribed } = open();
  const outcome = desk.call(call);
  await turn();
  desk.dispose();
  expect((await outcome).kind).toBe('cancellation');
  expect((await desk.call(call)).kind).toBe('cancellation');
  await turn();
  expect(published).toHaveLength(1);
  expect(subscribed).toEqual([]);
});

it('lets virtual time pass as a responder says, at most until the timeout', async () => {
  const { desk, published, answer } = open();
  const outcomes = [desk.call(call), desk.call(call), desk.call(call)];
  await turn();
  const [soon, late, never] = published.map(({ correlationData }) => correlationData ?? new Uint8Array());
  desk.expect(soon ?? new Uint8Array(), 700);
  desk.expect(late ?? new Uint8Array(), 1500);
  desk.expect(never ?? new Uint8Array(), undefined);
  answer(published[0]);
  expect(await Promise.all(outcomes)).toMatchObject([
    { kind: 'answered', passedMs: 700 },
    { kind: 'timeout', passedMs: 1500 },
    { kind: 'timeout', passedMs: 1500 },
  ]);
});
