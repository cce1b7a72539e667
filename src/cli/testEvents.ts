// Tells of test cases in JSON lines on standard output, for programs that run them. Knows nothing about how cases run.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { logLevels, type LogLevel } from '../base/logger.ts';
import type { EngineLog } from '../protocol/engine.ts';
import type { CaseEvent, CaseFault, GraphCoverage } from '../protocol/testRuns.ts';
import type { CaseResult, RunResults } from '../testing/runCases.ts';
import { tellVerdict } from '../testing/tellVerdict.ts';
import type { TestCase, TestCaseReading } from '../testing/testCase.ts';
import type { CaseListener } from './runTestCase.ts';
import type { Terminal } from './terminal.ts';

export class TestEvents implements CaseListener {
  readonly #terminal: Pick<Terminal, 'print'>;
  readonly #least: number;
  readonly #readings: Map<string, TestCaseReading> = new Map<string, TestCaseReading>();
  readonly #uses: Map<string, readonly string[]> = new Map<string, readonly string[]>();
  readonly #coverage: Map<string, GraphCoverage> = new Map<string, GraphCoverage>();
  /** Ends that are being told: expected files are read for them. */
  readonly #telling: Set<Promise<void>> = new Set<Promise<void>>();

  /** `leastLevel`: of the operators' lines that are told. */
  constructor(terminal: Pick<Terminal, 'print'>, leastLevel: LogLevel) {
    this.#terminal = terminal;
    this.#least = logLevels.indexOf(leastLevel);
  }

  onStart(reading: TestCaseReading): void {
    const { file, name } = reading;
    this.#readings.set(file, reading);
    this.#tell({ event: 'started', file: resolve(file), name });
  }

  onPreparing({ file }: TestCase, label: string): void {
    this.#tell({ event: 'preparing', file: resolve(file), label });
  }

  onLogs({ file }: TestCase, lines: readonly EngineLog[]): void {
    for (const line of lines)
      if (logLevels.indexOf(line.level) >= this.#least)
        this.#tell({ event: 'log', file: resolve(file), ...line });
  }

  onLoaded({ file }: TestCase, files: readonly string[]): void {
    this.#uses.set(file, files);
  }

  onCovered({ file }: TestCase, coverage: GraphCoverage): void {
    this.#coverage.set(file, coverage);
  }

  onResult(result: CaseResult): void {
    const telling = this.#tellEnd(result).finally(() => this.#telling.delete(telling));
    this.#telling.add(telling);
  }

  async onEnd({ totals, durationMs }: RunResults): Promise<void> {
    await Promise.all(this.#telling);
    const { passed, failed, error: errors, skipped } = totals;
    this.#tell({ event: 'finished', passed, failed, errors, skipped, durationMs });
  }

  async #tellEnd(result: CaseResult): Promise<void> {
    const { file, name, durationMs, error } = result;
    const reading = this.#readings.get(file);
    const testCase = reading?.testCase;
    const expected =
      testCase && result.differences.length > 0
        ? { file: testCase.expectedFile, bytes: await readFile(testCase.expectedFile).catch(() => undefined) }
        : undefined; // Without its text there is no place to tell; the differences are told all the same.
    const coverage = this.#coverage.get(file);
    this.#tell({
      event: 'ended',
      file: resolve(file),
      name,
      durationMs,
      ...tellVerdict(result, expected),
      ...(testCase && { expectedFile: resolve(testCase.expectedFile) }),
      ...(error && { error: { code: error.code, message: error.message } }),
      faults: reading && !testCase ? faultsOf(reading) : [],
      uses: testCase ? this.#usesOf(testCase) : [],
      ...(coverage && { coverage }),
    });
  }

  #usesOf(testCase: TestCase): string[] {
    const { graph, inputFolder, expectedFile, file, settings } = testCase;
    const { stateStore = [], responders = [], recording = [] } = settings;
    const found = [graph, inputFolder, expectedFile, ...(this.#uses.get(file) ?? [])].concat(
      stateStore,
      responders,
      recording,
    );
    return [...new Set(found.map((path) => resolve(path)))];
  }

  #tell(event: CaseEvent): void {
    this.#terminal.print(JSON.stringify(event));
  }
}

function faultsOf({ problems }: TestCaseReading): CaseFault[] {
  return problems
    .filter(({ severity }) => severity === 'error')
    .map(({ file, range, message }) => ({ file: resolve(file), range, message }));
}
