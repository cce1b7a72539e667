// `dataflow-graph test`: runs test cases in virtual time and tells what came out differently. Knows nothing about how
// cases are judged.
import { readdir, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { AppError, describeError } from '../base/errors.ts';
import { realClock } from './realClock.ts';
import { formatDifferences } from '../testing/formatDifference.ts';
import { formatJunit } from '../testing/junit.ts';
import { type CaseResult, runCases, type RunResults } from '../testing/runCases.ts';
import { makeCaseProblem } from '../testing/caseProblem.ts';
import { readTestCase, type TestCaseReading } from '../testing/testCase.ts';
import { testCaseFileEnd } from '../base/testCaseFileEnd.ts';
import { writeFailure } from '../base/writeFailure.ts';
import { exitCodes } from './exitCodes.ts';
import { catchInterrupt } from './interrupt.ts';
import { nodeFiles } from '../testing/nodeFiles.ts';
import type { CommonFlags } from './runFlags.ts';
import { type CaseListener, runTestCase } from './runTestCase.ts';
import { commandLineWords } from './settingWords.ts';
import type { Terminal } from './terminal.ts';
import { TestEvents } from './testEvents.ts';

export interface TestFlags extends CommonFlags {
  readonly junit?: string;
  readonly output: 'table' | 'ndjson';
}

const PARALLEL_CASES = 2;

/** Takes files from standard input, one per line: there may be more than fit on a command line. */
const FROM_STANDARD_INPUT = '-';

/** Who is told of the cases as they run. */
interface Reporter extends CaseListener {
  onStart(reading: TestCaseReading): void;
  onResult(result: CaseResult): void | Promise<void>;
  onEnd(results: RunResults): void | Promise<void>;
}

/** Returns the exit code: failed unless every case passed. Errors: FILE_UNREADABLE, FILE_UNWRITABLE. */
export async function testPaths(
  paths: readonly string[],
  flags: TestFlags,
  terminal: Terminal,
): Promise<number> {
  const files = paths.includes(FROM_STANDARD_INPUT)
    ? await readLines(process.stdin)
    : (await Promise.all(paths.map(findCases))).flat();
  if (files.length === 0)
    throw new AppError('FILE_UNREADABLE', `There is no *${testCaseFileEnd} file in ${paths.join(', ')}.`);
  const reporter: Reporter =
    flags.output === 'ndjson' ? new TestEvents(terminal, flags.logLevel) : reportTo(terminal);
  // Who has programs read the outcome, such as the Test Explorer, has no options to be told of.
  const words = flags.output === 'ndjson' ? {} : { settingWords: commandLineWords };
  const cases = await Promise.all(files.map(readCase));
  const interrupt = catchInterrupt();
  const stop = new AbortController();
  void interrupt.interrupted.then(() => stop.abort());
  const results = await runCases(
    cases,
    (testCase, signal, onReady) =>
      runTestCase(testCase, { signal, onReady }, { flags, terminal, listener: reporter, ...words }),
    {
      clock: realClock,
      parallel: PARALLEL_CASES,
      signal: stop.signal,
      onStart: (reading) => reporter.onStart(reading),
      onResult: (result) => void reporter.onResult(result),
    },
  );
  interrupt.dispose();
  if (flags.junit !== undefined) await writeReport(flags.junit, results);
  await reporter.onEnd(results);
  return results.totals.passed === cases.length ? exitCodes.ok : exitCodes.failed;
}

function reportTo(terminal: Terminal): Reporter {
  return {
    onStart: ({ name }) => terminal.progress(`running ${name} …`),
    onPreparing: (_testCase, label) => terminal.progress(`preparing ${label} …`),
    onResult: (result) => tellResult(result, terminal),
    onEnd: ({ totals: { passed, failed, error, skipped } }) =>
      terminal.print(
        `${String(passed)} passed, ${String(failed + error)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}`,
      ),
  };
}

/** A file that is gone or no text is an error of that case alone. */
async function readCase(file: string): Promise<TestCaseReading> {
  try {
    return await readTestCase(file, nodeFiles);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const start = { line: 0, character: 0 };
    const problem = makeCaseProblem('TEST_FILE_UNREADABLE', file, { start, end: start }, error.message);
    return { file, name: basename(file, testCaseFileEnd), problems: [problem] };
  }
}

async function readLines(stream: AsyncIterable<Buffer | string>): Promise<string[]> {
  let text = '';
  for await (const part of stream) text += part.toString();
  return text.split(/\r?\n/).filter((line) => line !== '');
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
    throw writeFailure(path, cause);
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
