// `dataflow-graph test`: runs test cases in virtual time and tells what came out differently. Knows nothing about how
// cases are judged.
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { AppError, describeError } from '../base/errors.ts';
import { startEmbeddedBroker } from '../runtime/broker/embeddedBroker.ts';
import { systemTime } from '../runtime/engine/systemTime.ts';
import { defaultTopics } from '../runtime/run/composeRun.ts';
import { formatDifferences } from '../testing/formatDifference.ts';
import { formatJunit } from '../testing/junit.ts';
import { makeOutputRecord, type OutputRecord } from '../testing/outputRecord.ts';
import { type CaseResult, runCases, type RunResults } from '../testing/runCases.ts';
import { readTestCase, type TestCase, testCaseFileEnd } from '../testing/testCase.ts';
import { defaultCacheFolder } from '../runtime/run/cacheFolder.ts';
import { workerUrl } from './locations.ts';
import { exitCodes } from './exitCodes.ts';
import { catchInterrupt } from './interrupt.ts';
import { nodeFiles } from '../testing/nodeFiles.ts';
import { publishInput } from './publishInput.ts';
import { VIRTUAL_START_MS } from '../runtime/run/runSpec.ts';
import type { CommonFlags } from './runFlags.ts';
import { openSession } from '../runtime/run/openSession.ts';
import type { Terminal } from './terminal.ts';

export interface TestFlags extends CommonFlags {
  readonly junit?: string;
}

const PARALLEL_CASES = 2;

/** Returns the exit code: failed unless every case passed. Errors: FILE_UNREADABLE, FILE_INVALID. */
export async function testPaths(
  paths: readonly string[],
  flags: TestFlags,
  terminal: Terminal,
): Promise<number> {
  const files = (await Promise.all(paths.map(findCases))).flat();
  if (files.length === 0)
    throw new AppError('FILE_UNREADABLE', `There is no *${testCaseFileEnd} file in ${paths.join(', ')}.`);
  const cases = await Promise.all(files.map((file) => readTestCase(file, nodeFiles)));
  const interrupt = catchInterrupt();
  const stop = new AbortController();
  void interrupt.interrupted.then(() => stop.abort());
  const results = await runCases(cases, (testCase, signal) => runCase(testCase, signal, flags, terminal), {
    clock: {
      nowMs: () => Date.now(),
      monotonicMs: systemTime.monotonicMs,
      startTimer: systemTime.startTimer,
    },
    parallel: PARALLEL_CASES,
    signal: stop.signal,
    onStart: ({ name }) => terminal.progress(`running ${name} …`),
    onResult: (result) => tellResult(result, terminal),
  });
  interrupt.dispose();
  if (flags.junit !== undefined) await writeReport(flags.junit, results);
  const { passed, failed, error, skipped } = results.totals;
  terminal.print(
    `${String(passed)} passed, ${String(failed + error)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}`,
  );
  return passed === cases.length ? exitCodes.ok : exitCodes.failed;
}

// In virtual time and without a port: the same every time, and nothing is waited for.
async function runCase(
  testCase: TestCase,
  signal: AbortSignal,
  flags: TestFlags,
  terminal: Terminal,
): Promise<OutputRecord[]> {
  const outputs: OutputRecord[] = [];
  let fail: (error: AppError) => void = () => undefined;
  const failure = new Promise<never>((_resolve, reject) => (fail = reject));
  failure.catch(() => undefined); // Raced against below.
  const session = await openSession(
    {
      file: testCase.graph,
      topics: defaultTopics,
      overrides: flags.param,
      modules: flags.module,
      cacheFolder: flags.cache ?? defaultCacheFolder(process.env),
      workerUrl,
      workspaceFiles: {},
      onPrepare: (label) => terminal.progress(`preparing ${label} …`),
      logger: terminal,
      openBus: () => startEmbeddedBroker({ logger: terminal }),
      settings: {
        clock: { kind: 'virtual', startMs: VIRTUAL_START_MS },
        lateItems: 'accept',
        operatorTimeoutMs: flags.timeout,
        seed: testCase.name,
        trace: { level: 'headers' },
      },
    },
    (run) => {
      run.failure.event(fail);
      // Expected files name topics as the graph sends them, without the prefix of local runs.
      run.output.event(({ message }) =>
        outputs.push(makeOutputRecord({ ...message, topic: message.topic.replace(/^output\//, '') })),
      );
    },
  );
  const stop = (): void => session.run.dispose();
  signal.addEventListener('abort', stop);
  try {
    await publishInput(session.bus, testCase.messages);
    await Promise.race([failure, session.run.finish('flush')]);
    return outputs;
  } finally {
    signal.removeEventListener('abort', stop);
    await session.close();
  }
}

function tellResult(
  { name, file, status, durationMs, differences, error }: CaseResult,
  terminal: Terminal,
): void {
  const mark = status === 'passed' ? terminal.paint('good', 'passed') : terminal.paint('bad', status);
  terminal.print(
    `${mark}  ${name}  ${terminal.paint('faint', `${relative('.', file)}, ${durationMs.toFixed(0)} ms`)}`,
  );
  if (error) terminal.print(indent(`${error.code}: ${error.message}`));
  if (differences.length > 0) {
    const paints = { heading: 'strong', path: 'strong', expected: 'good', actual: 'bad' } as const;
    terminal.print(
      indent(formatDifferences(differences, { paint: (role, text) => terminal.paint(paints[role], text) })),
    );
  }
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '    ').trimEnd();
}

async function writeReport(path: string, results: RunResults): Promise<void> {
  try {
    await writeFile(path, formatJunit(results, { nameFolder: (folder) => relative('.', folder) || '.' }));
  } catch (cause) {
    throw new AppError('FILE_UNREADABLE', `Cannot write ${path}: ${describeError(cause)}.`, { cause });
  }
}

async function findCases(path: string): Promise<string[]> {
  try {
    if ((await stat(path)).isFile()) return [path];
    const names = await readdir(path, { recursive: true });
    const isOurs = (name: string): boolean =>
      name.endsWith(testCaseFileEnd) && !/(?:^|[\\/])node_modules[\\/]/.test(name);
    return names
      .filter(isOurs)
      .sort()
      .map((name) => join(path, name));
  } catch (cause) {
    throw new AppError('FILE_UNREADABLE', `Cannot read ${path}: ${describeError(cause)}. Check the path.`, {
      cause,
    });
  }
}
