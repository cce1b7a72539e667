// Runs test cases through a port, some at a time, with timeouts and cancellation, and judges what comes out. Knows nothing
// about how a graph runs or who shows the results.
import type { Clock } from '../base/clock.ts';
import { AppError, describeError, type ErrorCode } from '../base/errors.ts';
import { formatCaseProblem } from './caseProblem.ts';
import { compareOutputs, type Difference, showOutputs, type ShownOutputs } from './compareOutputs.ts';
import type { OutputRecord } from './outputRecord.ts';
import type { TestCase, TestCaseReading } from './testCase.ts';

export const caseStatuses = ['passed', 'failed', 'error', 'skipped'] as const;

/** `failed`: other outputs than expected; `error`: there are no outputs to judge; `skipped`: cancelled. */
export type CaseStatus = (typeof caseStatuses)[number];

/** Why a case could not be judged: an operational failure of the run, or one of ours. */
export interface CaseError {
  readonly code: ErrorCode | 'CASE_INVALID' | 'CASE_TIMEOUT' | 'CASE_CANCELLED' | 'CASE_CRASHED';
  readonly message: string;
}

/** What became of one case. */
export interface CaseResult {
  readonly name: string;
  /** The test case's file. */
  readonly file: string;
  readonly status: CaseStatus;
  readonly durationMs: number;
  /** Not empty exactly when `failed`. */
  readonly differences: readonly Difference[];
  /** The whole outputs behind each difference, in the same order. */
  readonly shownOutputs: readonly ShownOutputs[];
  /** With `error` and `skipped`. */
  readonly error?: CaseError;
}

/** All results, in the order of the cases. */
export interface RunResults {
  readonly results: readonly CaseResult[];
  /** How many cases have each status. */
  readonly totals: Readonly<Record<CaseStatus, number>>;
  /** Milliseconds since the Unix epoch. */
  readonly startedAtMs: number;
  readonly durationMs: number;
}

/**
 * Runs one case to its end. Must stop when `signal` aborts; what it then gives is not looked at. Calls `onReady` when the graph is
 * ready for its first message: the time of the case counts from there.
 */
export type RunCase = (
  testCase: TestCase,
  signal: AbortSignal,
  onReady: () => void,
) => Promise<readonly OutputRecord[]>;

/** How long it may take to get ready, beside the time of the case: large modules are compiled once, on slow machines for minutes. */
const MAX_PREPARING_MS = 300_000;

/** How cases are run. */
export interface RunOptions {
  readonly clock: Clock;
  /** Cases at the same time; default 1. */
  readonly parallel?: number;
  /** Ends the run: running cases are stopped, and they and all later ones are `skipped`. */
  readonly signal?: AbortSignal;
  /** How long a stopped case may take to clean up before the next one starts; default 2,000 ms. */
  readonly stopGraceMs?: number;
  readonly onStart?: (reading: TestCaseReading) => void;
  readonly onResult?: (result: CaseResult) => void;
}

/** Runs `cases`. A case that could not be read is an `error` with its problems. Never rejects for what a case does. */
export async function runCases(
  cases: readonly TestCaseReading[],
  runCase: RunCase,
  options: RunOptions,
): Promise<RunResults> {
  const { clock, parallel = 1, onStart, onResult } = options;
  const [startedAtMs, start] = [clock.nowMs(), clock.monotonicMs()];
  const results: CaseResult[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < cases.length; index = next++) {
      const reading = cases[index];
      if (!reading) return;
      if (!options.signal?.aborted) onStart?.(reading);
      const result = await runOne(reading, runCase, options);
      results[index] = result;
      onResult?.(result);
    }
  };
  const workers = Math.max(1, Math.min(Math.floor(parallel), cases.length));
  await Promise.all(Array.from({ length: workers }, work));
  return { results, totals: countResults(results), startedAtMs, durationMs: clock.monotonicMs() - start };
}

/** How many of `results` have each status. */
export function countResults(results: readonly CaseResult[]): Record<CaseStatus, number> {
  const totals: Record<CaseStatus, number> = { passed: 0, failed: 0, error: 0, skipped: 0 };
  for (const { status } of results) totals[status] += 1;
  return totals;
}

async function runOne(reading: TestCaseReading, runCase: RunCase, options: RunOptions): Promise<CaseResult> {
  const { name, file } = reading;
  const start = options.clock.monotonicMs();
  const outcome = await findOutcome(reading, runCase, options);
  return { name, file, durationMs: options.clock.monotonicMs() - start, ...outcome };
}

type Outcome = Pick<CaseResult, 'status' | 'differences' | 'shownOutputs' | 'error'>;

async function findOutcome(
  reading: TestCaseReading,
  runCase: RunCase,
  options: RunOptions,
): Promise<Outcome> {
  const { testCase } = reading;
  if (options.signal?.aborted) return withoutOutputs(cancelled);
  if (!testCase) return withoutOutputs(describeInvalid(reading));
  const ending = await runUntilEnd(testCase, runCase, options);
  if (!('outputs' in ending)) return withoutOutputs(ending);
  return judgeOutputs(testCase, ending.outputs);
}

/** What `outputs` of a run of the case mean for it. */
export function judgeOutputs(
  testCase: TestCase,
  outputs: readonly OutputRecord[],
): Pick<CaseResult, 'status' | 'differences' | 'shownOutputs'> {
  const { expected } = testCase;
  const differences = compareOutputs(expected, outputs, testCase);
  const shownOutputs = showOutputs(expected, outputs, testCase, differences);
  return { status: differences.length === 0 ? 'passed' : 'failed', differences, shownOutputs };
}

type Ending = { readonly outputs: readonly OutputRecord[] } | CaseError;

const cancelled: CaseError = { code: 'CASE_CANCELLED', message: 'The run was cancelled.' };

function withoutOutputs(error: CaseError): Outcome {
  const status = error.code === 'CASE_CANCELLED' ? 'skipped' : 'error';
  return { status, differences: [], shownOutputs: [], error };
}

function describeInvalid({ problems }: TestCaseReading): CaseError {
  const errors = problems.filter(({ severity }) => severity === 'error');
  return { code: 'CASE_INVALID', message: errors.map(formatCaseProblem).join('\n') };
}

/** Runs the case until it ends, its time is over or the run is cancelled, whatever comes first. */
async function runUntilEnd(
  testCase: TestCase,
  runCase: RunCase,
  { clock, signal, stopGraceMs = 2_000 }: RunOptions,
): Promise<Ending> {
  const stop = new AbortController();
  const timeOut = (): void => stop.abort(describeTimeout(testCase));
  let timer = clock.startTimer(timeOut, MAX_PREPARING_MS + testCase.timeoutMs);
  const run = start(testCase, runCase, stop.signal, () => {
    timer.dispose();
    if (!stop.signal.aborted) timer = clock.startTimer(timeOut, testCase.timeoutMs);
  });
  const stopped = new Promise<Ending>((resolve) => {
    stop.signal.addEventListener('abort', () => resolve(stop.signal.reason as CaseError), { once: true });
  });
  const cancel = (): void => stop.abort(cancelled);
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) cancel();
  const ending = await Promise.race([run, stopped]);
  timer.dispose();
  signal?.removeEventListener('abort', cancel);
  if (stop.signal.aborted) await waitFor(run, clock, stopGraceMs);
  return ending;
}

/** Never rejects. */
async function start(
  testCase: TestCase,
  runCase: RunCase,
  signal: AbortSignal,
  onReady: () => void,
): Promise<Ending> {
  try {
    return { outputs: await runCase(testCase, signal, onReady) };
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, message: error.message };
    // A bug in whatever runs graphs must not take the results of all other cases with it.
    const message = error instanceof Error ? (error.stack ?? error.message) : describeError(error);
    return { code: 'CASE_CRASHED', message };
  }
}

function describeTimeout({ timeoutMs }: TestCase): CaseError {
  const message = `The test did not end within ${String(timeoutMs)} ms. Give it more time with "timeout", or look at what the graph waits for.`;
  return { code: 'CASE_TIMEOUT', message };
}

function waitFor(work: Promise<unknown>, clock: Clock, limitMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = clock.startTimer(resolve, limitMs);
    void work.then(() => {
      timer.dispose();
      resolve();
    });
  });
}
