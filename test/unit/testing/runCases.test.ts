// Running test cases: verdicts, time and cancellation.
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/base/errors.ts';
import type { OutputRecord } from '../../../src/testing/outputRecord.ts';
import { runCases, type CaseResult, type RunCase } from '../../../src/testing/runCases.ts';
import type { TestCase, TestCaseReading } from '../../../src/testing/testCase.ts';
import { ManualClock, settle } from './manualClock.ts';

const nothing: readonly OutputRecord[] = [];
const something: readonly OutputRecord[] = [
  { topic: 't', payload: '1', properties: { 'user-properties': {} } },
];

/** A case that expects no output. */
function makeCase(name: string, timeoutMs = 1_000): TestCaseReading {
  const testCase: TestCase = {
    name,
    file: `/w/${name}.test.yaml`,
    inputFolder: '/input',
    expectedFile: '/expected.json',
    graph: '/w/graph.yaml',
    messages: [],
    expected: { kind: 'all', records: [] },
    timeoutMs,
    select: [],
    ignores: [],
    faults: [],
    settings: {},
  };
  return { name, file: testCase.file, testCase, problems: [] };
}

/** Waits for the clock, or for the signal. */
function waitOn(clock: ManualClock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.startTimer(resolve, ms);
    signal.addEventListener('abort', () => (timer.dispose(), resolve()));
  });
}

const statuses = (results: readonly CaseResult[]): string[] =>
  results.map(({ name, status, error }) => [name, status, error?.code].filter(Boolean).join(' '));

describe('a case', () => {
  it('passes or fails by its outputs', async () => {
    const cases = [makeCase('good'), makeCase('bad')];
    const run: RunCase = ({ name }) => Promise.resolve(name === 'good' ? nothing : something);
    const { results, totals } = await runCases(cases, run, { clock: new ManualClock() });
    expect(statuses(results)).toEqual(['good passed', 'bad failed']);
    expect(results.map(({ differences }) => differences.length)).toEqual([0, 1]);
    expect(totals).toEqual({ passed: 1, failed: 1, error: 0, skipped: 0 });
  });

  it('that could not be read is an error with its problems', async () => {
    const range = { start: { line: 2, character: 7 }, end: { line: 2, character: 9 } };
    const problem = {
      file: '/w/x',
      code: 'TEST_FILE_MISSING',
      range,
      message: 'No input.',
      related: [],
    } as const;
    const warning = { ...problem, severity: 'warning', message: 'Odd.' } as const;
    const reading = {
      name: 'x',
      file: '/w/x',
      problems: [warning, { ...problem, severity: 'error' }],
    } as const;
    const { results } = await runCases([reading], () => Promise.resolve(nothing), {
      clock: new ManualClock(),
    });
    expect(results).toMatchObject([
      { status: 'error', error: { code: 'CASE_INVALID', message: '/w/x:3:8: No input.' } },
    ]);
  });

  it('whose run fails is an error with the code of the failure', async () => {
    const run: RunCase = () => Promise.reject(new AppError('GRAPH_INVALID', 'The graph has errors.'));
    const { results } = await runCases([makeCase('x')], run, { clock: new ManualClock() });
    expect(results[0]?.error).toEqual({ code: 'GRAPH_INVALID', message: 'The graph has errors.' });
  });

  it('whose run crashes is an error with the place, and the others go on', async () => {
    const run: RunCase = ({ name }) => {
      if (name === 'crash') throw new TypeError('undefined is not a function');
      return Promise.resolve(nothing);
    };
    const { results } = await runCases([makeCase('crash'), makeCase('b')], run, { clock: new ManualClock() });
    expect(statuses(results)).toEqual(['crash error CASE_CRASHED', 'b passed']);
    expect(results[0]?.error?.message).toMatch(/undefined is not a function\n +at /);
  });

  it('that takes too long is stopped and an error', async () => {
    const clock = new ManualClock();
    const signals: AbortSignal[] = [];
    const run: RunCase = async (_case, signal, onReady) => {
      onReady();
      signals.push(signal);
      await waitOn(clock, 5_000, signal);
      return nothing;
    };
    const done = runCases([makeCase('slow', 1_000)], run, { clock });
    await clock.advance(999);
    expect(signals[0]?.aborted).toBe(false);
    await clock.advance(1);
    const { results } = await done;
    expect(statuses(results)).toEqual(['slow error CASE_TIMEOUT']);
    expect(results[0]).toMatchObject({ durationMs: 1_000 });
    expect(results[0]?.error?.message).toContain('within 1000 ms');
    expect(signals[0]?.aborted).toBe(true);
    expect(clock.pendingCount).toBe(0);
  });

  it('may take minutes to get ready, which is no part of its time', async () => {
    const clock = new ManualClock();
    const run: RunCase = async (_case, signal, onReady) => {
      await waitOn(clock, 60_000, signal);
      onReady();
      await waitOn(clock, 900, signal);
      return nothing;
    };
    const done = runCases([makeCase('prepared', 1_000)], run, { clock });
    await clock.advance(60_000);
    await clock.advance(900);
    expect(statuses((await done).results)).toEqual(['prepared passed']);
    expect(clock.pendingCount).toBe(0);
  });

  it('that never gets ready is stopped, too', async () => {
    const clock = new ManualClock();
    const done = runCases(
      [makeCase('stuck', 1_000)],
      (_case, signal) => waitOn(clock, 1e9, signal).then(() => nothing),
      {
        clock,
      },
    );
    await clock.advance(301_000);
    expect(statuses((await done).results)).toEqual(['stuck error CASE_TIMEOUT']);
  });

  it('that does not stop when told to is left behind after a grace', async () => {
    const clock = new ManualClock();
    const run: RunCase = ({ name }, _signal, onReady) => {
      onReady();
      return name === 'stuck' ? new Promise(() => undefined) : Promise.resolve(nothing);
    };
    const done = runCases([makeCase('stuck'), makeCase('next')], run, { clock, stopGraceMs: 500 });
    let isDone = false;
    void done.then(() => (isDone = true));
    await clock.advance(1_499);
    expect(isDone).toBe(false);
    await clock.advance(1);
    expect(statuses((await done).results)).toEqual(['stuck error CASE_TIMEOUT', 'next passed']);
  });

  it('that ends in time leaves no timer', async () => {
    const clock = new ManualClock();
    await runCases([makeCase('x')], () => Promise.resolve(nothing), { clock });
    expect(clock.pendingCount).toBe(0);
  });
});

describe('many cases', () => {
  const cases = ['a', 'b', 'c', 'd', 'e'].map((name) => makeCase(name));

  /** The most cases that ran at once. */
  async function measurePeak(
    parallel?: number,
  ): Promise<{ peak: number; names: string[]; durationMs: number }> {
    const clock = new ManualClock();
    let [running, peak] = [0, 0];
    const run: RunCase = async ({ name }, signal) => {
      running += 1;
      peak = Math.max(peak, running);
      // Later cases end earlier.
      await waitOn(clock, 100 - name.charCodeAt(0) + 97, signal);
      running -= 1;
      return nothing;
    };
    const done = runCases(cases, run, { clock, ...(parallel === undefined ? {} : { parallel }) });
    await clock.advance(1_000);
    const { results, durationMs } = await done;
    return { peak, names: results.map(({ name }) => name), durationMs };
  }

  it.each([
    [undefined, 1],
    [0, 1],
    [2, 2],
    [9, 5],
  ])('with parallel %s run %i at a time, and keep their order', async (parallel, peak) => {
    const run = await measurePeak(parallel);
    expect(run).toMatchObject({ peak, names: ['a', 'b', 'c', 'd', 'e'] });
  });

  it('tell when each begins and ends', async () => {
    const events: string[] = [];
    await runCases(cases.slice(0, 2), () => Promise.resolve(nothing), {
      clock: new ManualClock(),
      onStart: ({ name }) => events.push(`start ${name}`),
      onResult: ({ name, status }) => events.push(`${status} ${name}`),
    });
    expect(events).toEqual(['start a', 'passed a', 'start b', 'passed b']);
  });

  it('are skipped once the run is cancelled, the running one too', async () => {
    const clock = new ManualClock();
    const cancel = new AbortController();
    const started: string[] = [];
    const run: RunCase = async ({ name }, signal) => {
      await waitOn(clock, name === 'a' ? 10 : 500, signal);
      return nothing;
    };
    const onStart = ({ name }: TestCaseReading): number => started.push(name);
    const done = runCases(cases, run, { clock, signal: cancel.signal, onStart });
    await clock.advance(50);
    cancel.abort();
    await settle();
    const { results, totals } = await done;
    expect(statuses(results)).toEqual([
      'a passed',
      ...['b', 'c', 'd', 'e'].map((n) => `${n} skipped CASE_CANCELLED`),
    ]);
    expect(started).toEqual(['a', 'b']);
    expect(totals).toEqual({ passed: 1, failed: 0, error: 0, skipped: 4 });
    expect(clock.pendingCount).toBe(0);
  });

  it('are skipped when a case cancels the run as it starts', async () => {
    const cancel = new AbortController();
    const run: RunCase = () => {
      cancel.abort();
      return Promise.resolve(something);
    };
    const { results } = await runCases(cases.slice(0, 2), run, {
      clock: new ManualClock(),
      signal: cancel.signal,
    });
    expect(results.map(({ status }) => status)).toEqual(['skipped', 'skipped']);
  });

  it('are not even begun when the run was cancelled before', async () => {
    const begun: string[] = [];
    const run: RunCase = ({ name }) => {
      begun.push(name);
      return Promise.resolve(nothing);
    };
    const { totals } = await runCases(cases, run, { clock: new ManualClock(), signal: AbortSignal.abort() });
    expect([totals.skipped, begun]).toEqual([5, []]);
  });

  it('may be none', async () => {
    const { results } = await runCases([], () => Promise.resolve(nothing), { clock: new ManualClock() });
    expect(results).toEqual([]);
  });
});
