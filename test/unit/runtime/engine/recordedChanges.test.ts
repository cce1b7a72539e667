// What clients and people changed while a run was recorded, changed again in its replay, with real operators: keys of the state store and
// faults, each before the same step; what has no such step any more is told.
import { afterEach, describe, expect, it } from 'vitest';
import type { HopRecord, RunChange, StepChanges } from '../../../../src/protocol/trace.ts';
import { type ChangeChoice, readRecordedChanges } from '../../../../src/runtime/run/recordedChanges.ts';
import { writeBlobStrings } from '../../../../src/runtime/services/resp3.ts';
import { compareTraces } from '../../../../src/runtime/trace/compareTraces.ts';
import { hopLine } from '../../../../src/runtime/trace/ndjson.ts';
import { parseTraceLine } from '../../../../src/runtime/trace/ndjsonParse.ts';
import { TestEngine, type TestEngineOptions } from '../../../helpers/testEngine.ts';
import { START_MS } from '../../../helpers/testOperator.ts';
import { makeHeader } from '../trace/traceSamples.ts';

const engines: TestEngine[] = [];

afterEach(() => {
  for (const { engine } of engines.splice(0)) engine.close();
});

const graph = 'in:source a:map b:map out:sink in>a a>b b>out';

/** A started engine whose operators do what their messages say. */
async function start(
  changes?: readonly StepChanges[],
  more: Partial<TestEngineOptions> = {},
): Promise<TestEngine> {
  const test = await TestEngine.create({
    graph,
    component: 'faulty',
    ...more,
    start: { ...(changes && { changes }), ...more.start },
  });
  engines.push(test);
  test.engine.startOperators();
  return test;
}

/** Runs these messages one by one; what stands at a message's index is done before it comes. */
async function record(
  test: TestEngine,
  messages: readonly string[],
  before: Readonly<Record<number, () => void>> = {},
): Promise<readonly HopRecord[]> {
  for (const [index, message] of messages.entries()) {
    before[index]?.();
    test.accept(message);
    test.settle();
  }
  await test.finish('flush');
  return hopsOf(test);
}

const hopsOf = ({ engine }: TestEngine): readonly HopRecord[] => engine.readHops({ limit: 1000 }).hops;
const resultsOf = (hops: readonly HopRecord[]): string[] =>
  hops.flatMap(({ stateCalls = [] }) => stateCalls.map(({ result }) => result));
const toldOf = ({ logs }: TestEngine): string[] =>
  logs.filter(({ context }) => context === 'replay').map(({ message }) => message);

function changesOf(hops: readonly HopRecord[], choice: ChangeChoice = {}): StepChanges[] {
  return readRecordedChanges({ hops: () => hops, header: header('virtual') }, choice);
}

function header(clock: 'virtual' | 'wall'): ReturnType<typeof makeHeader> {
  const run = { clock } as NonNullable<ReturnType<typeof makeHeader>['run']>;
  return { ...makeHeader(), run };
}

/** What an outside client asks of the state store. */
function ask(test: TestEngine, words: readonly string[], timestampMs = START_MS): void {
  const bytes = new Uint8Array(writeBlobStrings(words.map((word) => Buffer.from(word, 'latin1'))));
  const head = { client: 'c', timestamp: `${String(timestampMs)}:0:c`, dialect: 'documented' } as const;
  test.engine.acceptStateRequests({ items: [{ kind: 'request', head, length: bytes.length }], bytes });
  test.settle();
}

describe('a recording', () => {
  it('has what was changed at the hop that came next: the last of each key, and nothing that was refused or only read', async () => {
    const test = await start();
    const hops = await record(test, ['x', 'y'], {
      0: () => {
        ask(test, ['GET', 'k']);
        ask(test, ['SET', 'k']);
        ask(test, ['SET', 'k', 'before']);
        ask(test, ['SET', 'k', '\xff', 'PX', '5000']);
        ask(test, ['SET', 'gone', 'v']);
        ask(test, ['DEL', 'gone']);
        ask(test, ['DEL', 'never']);
        test.engine.inspection.editState({ key: 'seen', value: 'by a view' });
      },
    });
    const version = expect.stringMatching(/^\d+:\d+:StateStore$/) as string;
    const value = 'hex:ff';
    expect(hops[0]?.changes).toEqual([
      { kind: 'state', key: 'k', entry: { value, version, expiresAtMs: START_MS + 5000 } },
      { kind: 'state', key: 'gone' },
      { kind: 'state', key: 'seen', entry: { value: 'by a view', version } },
    ]);
    expect(hops.slice(1).filter(({ changes }) => changes)).toEqual([]);
  });

  it('has nothing of keys that expire', async () => {
    const test = await start(undefined, { start: { clock: { kind: 'wall' } } });
    const hops = await record(test, ['x', 'y'], {
      0: () => ask(test, ['SET', 'k', 'v', 'PX', '5']),
      1: () => {
        test.time.advance(10);
        ask(test, ['GET', 'k']);
      },
    });
    expect(test.engine.inspection.readState({}).size).toBe(0);
    expect(hops.map(({ changes = [] }) => changes.length)).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('without payloads has no changes either', async () => {
    const test = await start(undefined, { start: { trace: { level: 'headers' } } });
    const hops = await record(test, ['x'], { 0: () => ask(test, ['SET', 'k', 'v']) });
    expect(hops).toHaveLength(4);
    expect(hops[0]).not.toHaveProperty('changes');
  });

  it('says so once when more was changed than it keeps', async () => {
    const test = await start();
    const large = 'v'.repeat(6 * 1024 * 1024);
    const hops = await record(test, ['x'], {
      0: () => {
        // The same key again takes no more.
        for (const key of ['a', 'b', 'b', 'b', 'c', 'd', 'b']) ask(test, ['SET', key, large]);
        ask(test, ['SET', 'small', 'v']);
      },
    });
    expect(hops[0]?.changes?.map((change) => (change.kind === 'state' ? change.key : ''))).toEqual([
      'a',
      'b',
      'small',
    ]);
    expect(test.logs.filter(({ message }) => message.includes('more than 16 MiB'))).toHaveLength(1);
  });
});

describe('a replay', () => {
  const reads = ['state:get:k', 'state:get:k', 'state:get:k', 'state:get:k'];

  it('changes the state store before the same messages, exactly, and can be replayed itself', async () => {
    const recorded = await start();
    const hops = await record(recorded, reads, {
      1: () => ask(recorded, ['SET', 'k', 'one'], START_MS + 30_000),
      2: () => ask(recorded, ['SET', 'k', 'two']),
      3: () => ask(recorded, ['DEL', 'k']),
    });
    expect(new Set(resultsOf(hops)).size).toBe(3);
    const changes = changesOf(hops);
    const replay = await start(changes);
    const replayed = await record(replay, reads);
    expect(compareTraces(hops, replayed)).toEqual({ comparedHops: hops.length, differing: 0 });
    expect(changesOf(replayed)).toEqual(changes);
    expect(toldOf(replay)).toEqual([]);
    const without = await record(await start([]), reads);
    expect(compareTraces(hops, without).differing).toBeGreaterThan(0);
  });

  it('issues later versions of keys than those that were changed', async () => {
    const recorded = await start();
    const messages = ['state:set:own', 'x'];
    const hops = await record(recorded, messages, {
      0: () => ask(recorded, ['SET', 'k', 'v'], START_MS + 30_000),
    });
    const replay = await start(changesOf(hops));
    await record(replay, messages);
    const versions = ({ engine }: TestEngine): string[] =>
      engine.inspection.readState({}).entries.map(({ version }) => version);
    expect(versions(recorded)).toHaveLength(2);
    expect(versions(replay)).toEqual(versions(recorded));
  });

  it('has its changes from an NDJSON export as well', async () => {
    const test = await start();
    const hops = await record(test, ['x', 'y'], {
      0: () => ask(test, ['SET', '\xff\xfe', 'v']),
      1: () => void test.engine.faults.replace({ faults: [{ node: 'b', kind: 'error' }] }),
    });
    const lines = hops.map((hop) => parseTraceLine(hopLine(hop)));
    const read = lines.flatMap((line) => (line.type === 'hop' ? [line.hop] : []));
    expect(changesOf(read)).toEqual(changesOf(hops));
    expect(changesOf(read)).toHaveLength(2);
  });

  it('puts faults in force, and takes them away, at the same messages', async () => {
    const messages = ['a', 'b', 'c', 'd'];
    const recorded = await start();
    const put = (...faults: { node: string; kind: 'drop' | 'error' }[]): void =>
      void recorded.engine.faults.replace({ faults });
    const hops = await record(recorded, messages, {
      1: () => put({ node: 'in', kind: 'drop' }),
      2: () => put({ node: 'b', kind: 'error' }),
      3: () => put(),
    });
    expect(recorded.texts).toEqual(['a', 'd']);
    const replay = await start(changesOf(hops));
    expect(compareTraces(hops, await record(replay, messages)).differing).toBe(0);
    expect(replay.texts).toEqual(['a', 'd']);
    const own = await start(changesOf(hops, { hasOwnFaults: true }));
    await record(own, messages);
    expect(own.texts).toEqual(messages);
  });

  it('changes things before the same window closes', async () => {
    const window = 'in:source w:accumulate out:sink in>w w>out';
    const recorded = await start(undefined, { graph: window });
    recorded.accept('state:get:k');
    recorded.settle();
    ask(recorded, ['SET', 'k', 'v']);
    await recorded.finish('flush');
    const hops = hopsOf(recorded);
    const at = hops.findIndex(({ changes }) => changes);
    expect(hops[at]?.parents).toEqual([1]);
    const replay = await start(changesOf(hops), { graph: window });
    const replayed = await record(replay, ['state:get:k']);
    expect(replayed[at]?.changes).toEqual(hops[at]?.changes);
    expect(compareTraces(hops, replayed).differing).toBe(0);
  });

  it('that begins in the middle has at once what was changed until then', async () => {
    const recorded = await start();
    const hops = await record(recorded, reads, { 1: () => ask(recorded, ['SET', 'k', 'one']) });
    const replayed = await record(await start(changesOf(hops, { from: 3 })), reads.slice(2));
    expect(new Set(resultsOf(replayed))).toEqual(
      new Set(resultsOf(hops.filter(({ message }) => message > 2))),
    );
    expect(changesOf(replayed)).toHaveLength(1);
  });

  it('says what it could not change: steps that did not come, operations that are gone, bad versions', async () => {
    const recorded = await start();
    const hops = await record(recorded, ['a', 'b'], {
      0: () => void recorded.engine.faults.replace({ faults: [{ node: 'b', kind: 'error' }] }),
      1: () => ask(recorded, ['SET', 'k', 'v']),
    });
    const changes = changesOf(hops);
    const short = await start(changes);
    await record(short, ['a']);
    expect(toldOf(short)).toEqual([expect.stringMatching(/steps did not come: 1$/)]);
    const other = await start(changes, { graph: 'in:source a:map out:sink in>a a>out' });
    await record(other, ['a', 'b']);
    expect(toldOf(other)).toEqual([expect.stringContaining('"b"')]);
    const bad: RunChange = { kind: 'state', key: 'k', entry: { value: 'v', version: 'new' } };
    const edited = await start([{ step: changes[0]?.step ?? '', changes: [bad] }]);
    await record(edited, ['a']);
    expect(toldOf(edited)).toEqual([expect.stringContaining('version "new"')]);
  });

  it('does without the end of the broker where the recorded run went by the clock', () => {
    const hop = { message: 1, node: 'in', connection: -1, time: '1:0:x' } as HopRecord;
    const changes: RunChange[] = [{ kind: 'faults', faults: [{ kind: 'brokerGone', durationMs: 5 }] }];
    const read = (clock: 'virtual' | 'wall'): StepChanges[] =>
      readRecordedChanges({ hops: () => [{ ...hop, changes }], header: header(clock) });
    expect(read('virtual')[0]?.changes).toEqual(changes);
    expect(read('wall')[0]?.changes).toEqual([{ kind: 'faults', faults: [] }]);
  });
});
