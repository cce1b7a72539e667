// Runs unit tests of operators with their own toolchain and tells the Test Explorer what came out.
import { join, isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { realClock } from '../../realClock.ts';
import { type ProcessEnd, runLines } from '../../../build/lineProcess.ts';
import type { OperatorItems, OperatorTest } from './operatorItems.ts';
import { PytestOutput } from './pythonTests.ts';
import { CargoOutput } from './rustTests.ts';
import { programFor } from './toolchains.ts';
import type { UnitTestFailure, UnitTestResult } from './unitTest.ts';

/** Tests that one call of the toolchain runs. */
interface Batch {
  readonly folder: vscode.Uri;
  readonly target: readonly string[];
  readonly tests: readonly OperatorTest[];
}

const MAX_LAST_WORDS = 60;

/** One call after another: builds take all of the machine. */
export async function runOperatorTests(
  tests: readonly OperatorTest[],
  items: OperatorItems,
  run: vscode.TestRun,
  signal: AbortSignal,
): Promise<void> {
  const batches = new Map<string, OperatorTest[]>();
  for (const test of tests) {
    const key = JSON.stringify([test.toolchain, test.folder.toString(), test.target]);
    batches.set(key, [...(batches.get(key) ?? []), test]);
  }
  for (const batch of batches.values()) {
    const [first] = batch;
    if (first)
      await runBatch({ folder: first.folder, target: first.target, tests: batch }, items, run, signal);
  }
}

async function runBatch(
  batch: Batch,
  items: OperatorItems,
  run: vscode.TestRun,
  signal: AbortSignal,
): Promise<void> {
  const { folder, target, tests } = batch;
  const [first] = tests;
  if (!first || signal.aborted) {
    for (const { item } of tests) run.skipped(item);
    return;
  }
  const open = new Map(tests.map((test) => [test.id, test]));
  for (const { item } of tests) run.started(item);
  const take = (result: UnitTestResult): void => {
    const test = open.get(result.id) ?? items.named(folder, target, result.id);
    open.delete(result.id);
    if (test) tell(result, test, run);
  };
  const output = first.toolchain === 'cargo' ? new CargoOutput(take) : new PytestOutput(take);
  const lastWords: string[] = [];
  const note = (line: string): void => {
    run.appendOutput(`${line}\r\n`);
    lastWords.push(line);
    if (lastWords.length > MAX_LAST_WORDS) lastWords.shift();
  };
  const { command, args } = programFor(first.toolchain, folder.fsPath);
  const end = await runLines({
    command,
    args: [...args, ...argumentsFor(batch)],
    cwd: folder.fsPath,
    env: { CARGO_TERM_COLOR: 'never', NO_COLOR: '1', PY_COLORS: '0', COLUMNS: '200', RUST_BACKTRACE: '0' },
    onLine: (line) => {
      output.add(line);
      note(line);
    },
    onErrorLine: note,
    signal,
    clock: realClock,
  });
  output.end();
  const collection = output instanceof PytestOutput ? output.collectionFailures() : [];
  for (const test of open.values())
    tellLeft(test, { end, lastWords, collection, isCancelled: signal.aborted }, run);
}

function argumentsFor({ target, tests }: Batch): string[] {
  const ids = tests.map(({ id }) => id);
  return tests[0]?.toolchain === 'cargo'
    ? [...target, '--no-fail-fast', '--', '--exact', ...ids]
    : ['-v', '--rootdir=.', '--tb=short', '--color=no', '-p', 'no:cacheprovider', ...ids];
}

function tell({ status, failure }: UnitTestResult, test: OperatorTest, run: vscode.TestRun): void {
  if (status === 'passed') run.passed(test.item);
  else if (status === 'skipped') run.skipped(test.item);
  else run.failed(test.item, messageOf(failure ?? { message: 'The test failed.' }, test));
}

function messageOf(failure: UnitTestFailure, test: OperatorTest): vscode.TestMessage {
  const { message, place, expected, actual } = failure;
  const told =
    expected !== undefined && actual !== undefined
      ? vscode.TestMessage.diff(message, expected, actual)
      : new vscode.TestMessage(message);
  told.location = place
    ? new vscode.Location(
        vscode.Uri.file(isAbsolute(place.file) ? place.file : join(test.folder.fsPath, place.file)),
        new vscode.Position(place.line, 0),
      )
    : new vscode.Location(test.item.uri ?? test.folder, new vscode.Position(test.line, 0));
  return told;
}

interface Left {
  readonly end: ProcessEnd;
  readonly lastWords: readonly string[];
  readonly collection: ReturnType<PytestOutput['collectionFailures']>;
  readonly isCancelled: boolean;
}

/** Of tests that nothing was told of: sources that cannot be compiled, most of all. */
function tellLeft(
  test: OperatorTest,
  { end, lastWords, collection, isCancelled }: Left,
  run: vscode.TestRun,
): void {
  if (isCancelled) return run.skipped(test.item);
  const own = collection.find(({ file }) => test.id.startsWith(`${file}::`));
  if (own) return run.errored(test.item, messageOf(own.failure, test));
  const words = lastWords.join('\n');
  if (end.error)
    return run.errored(test.item, new vscode.TestMessage(`It could not start: ${end.error.message}`));
  const place = /^error[^\n]*\n\s*--> (?<file>[^\n]+?):(?<line>\d+):\d+/m.exec(words)?.groups;
  const message = `${end.code === 0 ? 'The test did not run.' : `It ended with exit code ${String(end.code)} before this test ran.`}\n${words}`;
  run.errored(
    test.item,
    messageOf(
      { message, ...(place && { place: { file: place['file'] ?? '', line: Number(place['line']) - 1 } }) },
      test,
    ),
  );
}
