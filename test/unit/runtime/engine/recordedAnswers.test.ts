// Commands of a recorded run, answered again from its trace, with a real operator that calls them: the same answers in the same order,
// errors and virtual time too, and what is done where the recording has none.
import { afterEach, describe, expect, it } from 'vitest';
import type { CommandCall, CommandOutcome } from '../../../../src/protocol/commandCalls.ts';
import type { CommandExchange, HopRecord } from '../../../../src/protocol/trace.ts';
import { RecordedAnswers } from '../../../../src/runtime/run/recordedAnswers.ts';
import { TestEngine, type TestEngineOptions } from '../../../helpers/testEngine.ts';

const engines: TestEngine[] = [];

afterEach(() => {
  for (const { engine } of engines.splice(0)) engine.close();
});

type CallCommand = NonNullable<TestEngineOptions['callCommand']>;

/** A started engine whose operation `m` calls a command with each message. */
async function start(callCommand: CallCommand, more: Partial<TestEngineOptions> = {}): Promise<TestEngine> {
  const graph = 'in:source m:map out:sink in>m m>out';
  const test = await TestEngine.create({ graph, component: 'needs-rpc', callCommand, ...more });
  engines.push(test);
  test.engine.startOperators();
  return test;
}

function hopsOf({ engine }: TestEngine): readonly HopRecord[] {
  return engine.readHops({}).hops;
}

/** Asks `answers` as a run does; nobody else answers. */
function replaying(answers: RecordedAnswers): CallCommand {
  return (call) =>
    answers.take(['in', 'm', 'out'][call.caller?.node ?? -1] ?? '', call, call.caller?.isInit) ?? nobody;
}

const nobody: CommandOutcome = { kind: 'timeout', reason: 'nobody', passedMs: 0 };

function answered(text: string | Uint8Array, status = '200', passedMs = 0): CommandOutcome {
  const payload = new Uint8Array(typeof text === 'string' ? Buffer.from(text) : text);
  return { kind: 'answered', payload, userProperties: [['__stat', status]], passedMs };
}

/** Answers in this row. */
function inTurn(...outcomes: CommandOutcome[]): CallCommand {
  return () => outcomes.shift() ?? nobody;
}

describe('a replay', () => {
  it('answers each command as it was: in order, with errors, bytes and the time that passed', async () => {
    const recorded = await start(
      inTurn(
        answered('first'),
        answered(Uint8Array.of(0xff, 0)),
        answered('', '503', 250),
        { kind: 'timeout', reason: 'nobody answered within 1000 ms', passedMs: 1000 },
        answered('last'),
      ),
    );
    recorded.accept('same', 'same', 'same', 'same', 'other');
    const hops = hopsOf(recorded);
    const answers = new RecordedAnswers({
      hops: () => hops[Symbol.iterator]() as Generator<HopRecord, void>,
    });
    const again = await start(replaying(answers));
    again.accept('same', 'same', 'same', 'same', 'other');
    expect(again.outputs).toEqual(recorded.outputs);
    expect(again.texts).toContain('last');
    const shown = hopsOf(again).map(({ node, wallMs, commandCalls }) => ({ node, wallMs, commandCalls }));
    expect(shown).toEqual(hops.map(({ node, wallMs, commandCalls }) => ({ node, wallMs, commandCalls })));
    // Each of the four messages after the first moves it on by 1 ms.
    expect(hops.at(-1)?.wallMs).toBe((hops[0]?.wallMs ?? 0) + 1250 + 4);
    expect(answers.describeUnanswered()).toEqual([]);
  });

  it('says of an operation once that the recording had no answer', async () => {
    const recorded = await start(inTurn(answered('one')));
    recorded.accept('a');
    const hops = hopsOf(recorded);
    const answers = new RecordedAnswers({
      hops: () => hops[Symbol.iterator]() as Generator<HopRecord, void>,
    });
    const again = await start(replaying(answers));
    again.accept('b', 'a', 'a');
    expect(again.texts).toEqual(['error: RpcError::Timeout', 'one', 'error: RpcError::Timeout']);
    expect(answers.describeUnanswered()).toEqual([
      'Operation "m" called commands for which the recording has no answer (the first on "rpc/faulty-command/request"): responder rules or executors were asked instead.',
    ]);
  });

  it('has nothing to answer from a trace without payloads', async () => {
    const level = { trace: { level: 'headers' as const } };
    const recorded = await start(inTurn(answered('one')), { start: level });
    recorded.accept('a');
    const calls = hopsOf(recorded).flatMap(({ commandCalls = [] }) => commandCalls);
    expect(calls).toEqual([
      { command: 'faulty-command', topic: 'rpc/faulty-command/request', result: 'one' },
    ]);
  });
});

describe('recorded answers', () => {
  const exchange = (request: string, answer: string): CommandExchange => ({
    request: Buffer.from(request),
    outcome: answered(answer),
  });
  const call = (payload: string): Pick<CommandCall, 'topic' | 'payload'> => ({
    topic: 't',
    payload: Buffer.from(payload),
  });
  const hop = (message: number, request: string, more: Partial<HopRecord> = {}): HopRecord => ({
    hop: message,
    message,
    cause: 1,
    node: 'm',
    connection: 0,
    verdict: 'passed',
    wallMs: 0,
    time: '',
    durationUs: 0,
    commandCalls: [
      { command: 'c', topic: 't', result: '', exchange: exchange(request, `to ${String(message)}`) },
    ],
    ...more,
  });
  /** `reads`: how many hops were read. */
  const open = (
    hops: Iterable<HopRecord>,
    from?: number,
  ): { answers: RecordedAnswers; reads: () => number } => {
    let count = 0;
    function* read(): Generator<HopRecord, void> {
      for (const each of hops) {
        count += 1;
        yield each;
      }
    }
    return { answers: new RecordedAnswers({ hops: read }, from), reads: () => count };
  };
  const textOf = (outcome: CommandOutcome | undefined): string =>
    outcome?.kind === 'answered' ? Buffer.from(outcome.payload).toString() : (outcome?.kind ?? 'none');

  it('are those of the same operation', () => {
    const { answers } = open([hop(1, 'x', { node: 'n' }), hop(2, 'x')]);
    expect(textOf(answers.take('m', call('x')))).toBe('to 2');
    expect(textOf(answers.take('m', call('x')))).toBe('none');
    expect(textOf(answers.take('n', call('x')))).toBe('to 1');
  });

  it('leave out messages that are not replayed, and windows of these alone', () => {
    const hops = [
      hop(1, 'x'),
      hop(2, 'x', { replayOf: { hop: 1, message: 1 } }),
      hop(2, 'x'),
      hop(5, 'x', { parents: [1, 2] }),
      hop(5, 'x'),
      hop(6, 'x', { parents: [1, 4] }),
      hop(7, 'x'),
    ];
    const { answers } = open(hops, 2);
    const found = [1, 2, 3].map(() => textOf(answers.take('m', call('x'))));
    expect(found).toEqual(['to 6', 'to 7', 'none']);
  });

  it('of init are none, and take none away', () => {
    const { answers } = open([hop(1, 'x')]);
    expect(textOf(answers.take('m', call('x'), true))).toBe('none');
    expect(textOf(answers.take('m', call('x')))).toBe('to 1');
    expect(answers.describeUnanswered()).toHaveLength(1);
  });

  it('are read as far as it takes, and never more than a thousand calls ahead', () => {
    const { answers, reads } = open(
      Array.from({ length: 5000 }, (_, index) => hop(index + 1, String(index))),
    );
    expect(textOf(answers.take('m', call('0')))).toBe('to 1');
    expect(reads()).toBe(1);
    expect(textOf(answers.take('m', call('2')))).toBe('to 3');
    expect(textOf(answers.take('m', call('1')))).toBe('to 2');
    expect(reads()).toBe(3);
    expect(textOf(answers.take('m', call('4000')))).toBe('none');
    expect(reads()).toBe(1003);
    expect(textOf(answers.take('m', call('4')))).toBe('to 5');
  });
});
