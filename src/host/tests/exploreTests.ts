// The Test Explorer at work: which tests there are, and what happens when somebody runs them. Loaded with the first look at tests.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { GraphCoverage } from '../../protocol/testRuns.ts';
import { type CaseItem, CaseItems } from './caseItems.ts';
import { CaseRuns } from './caseRuns.ts';
import { chosenLeaves } from './chosenItems.ts';
import { GraphFileCoverage } from './coverageDetails.ts';
import { addCoverage } from './coverageSums.ts';
import type { GraphCoverages } from './graphCoverages.ts';
import { debugCase } from './debugCase.ts';
import { OperatorItems, type OperatorTest } from './operators/operatorItems.ts';
import { runOperatorTests } from './operators/operatorRuns.ts';
import { Toolchains } from './operators/toolchains.ts';
import { CaseWatch } from './watchCases.ts';

export interface ExploreTestsOptions {
  readonly controller: vscode.TestController;
  /** The bundle of the command line. */
  readonly cliPath: string;
  /** Where canvases find what the last run with coverage has passed. */
  readonly coverages: Pick<GraphCoverages, 'show'>;
}

export interface TestExploration extends Disposable {
  /** Looks through the workspace. */
  find(): Promise<void>;
  /** Runs what `request` means until it is done, cancelled or, when continuous, no longer wanted. */
  run(
    kind: vscode.TestRunProfileKind,
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
  ): Promise<void>;
  detailsOf(coverage: vscode.FileCoverage): vscode.FileCoverageDetail[];
  /** Toolchains are looked for anew. */
  refresh(): Promise<void>;
}

/** What a request means. */
interface ChosenTests {
  readonly cases: readonly CaseItem[];
  readonly operators: readonly OperatorTest[];
}

/** Dispose it with the controller. */
export function exploreTests(options: ExploreTestsOptions): TestExploration {
  return new Exploration(options);
}

class Exploration implements TestExploration {
  readonly #options: ExploreTestsOptions;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #items: CaseItems;
  readonly #toolchains: Toolchains = new Toolchains();
  readonly #operators: OperatorItems;
  readonly #runs: CaseRuns;
  readonly #watch: CaseWatch = new CaseWatch();
  /** Coverage by the run that collects it. */
  readonly #coverage: Map<vscode.TestRun, GraphCoverage> = new Map<vscode.TestRun, GraphCoverage>();

  constructor(options: ExploreTestsOptions) {
    this.#options = options;
    this.#items = this.#store.add(new CaseItems(options.controller));
    this.#operators = this.#store.add(new OperatorItems(options.controller, this.#toolchains));
    this.#runs = new CaseRuns({
      cliPath: options.cliPath,
      items: this.#items,
      onEnded: (ended, run) => {
        this.#watch.note(ended);
        const before = this.#coverage.get(run);
        if (before && ended.coverage) this.#coverage.set(run, addCoverage(before, ended.coverage));
      },
    });
  }

  async find(): Promise<void> {
    await Promise.all([this.#items.find(), this.#operators.find()]);
  }

  refresh(): Promise<void> {
    this.#toolchains.reset();
    return this.find();
  }

  async run(
    kind: vscode.TestRunProfileKind,
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
  ): Promise<void> {
    if (request.continuous !== true) return this.#runOnce(kind, request, this.#choose(request), token);
    const follow = this.#watch.follow(
      () => this.#choose(request).cases,
      (cases, stop) => this.#runOnce(kind, request, { cases, operators: [] }, stop),
    );
    token.onCancellationRequested(() => follow.dispose());
  }

  detailsOf(coverage: vscode.FileCoverage): vscode.FileCoverageDetail[] {
    return coverage instanceof GraphFileCoverage ? [...coverage.details] : [];
  }

  dispose(): void {
    this.#store.dispose();
  }

  #choose(request: vscode.TestRunRequest): ChosenTests {
    const leaves = chosenLeaves(request, this.#options.controller.items);
    return {
      cases: leaves.flatMap((item) => this.#items.of(item) ?? []),
      operators: leaves.flatMap((item) => this.#operators.of(item) ?? []),
    };
  }

  async #runOnce(
    kind: vscode.TestRunProfileKind,
    request: vscode.TestRunRequest,
    { cases, operators }: ChosenTests,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const run = this.#options.controller.createTestRun(request);
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    const subscriptions = [token.onCancellationRequested(abort), run.token.onCancellationRequested(abort)];
    try {
      for (const { item } of [...cases, ...operators]) run.enqueued(item);
      if (kind === vscode.TestRunProfileKind.Debug) await debugEach(cases, run, stop.signal);
      else if (kind === vscode.TestRunProfileKind.Coverage)
        await this.#runWithCoverage(cases, run, stop.signal);
      else if (cases.length > 0) await this.#runs.run(cases, run, stop.signal);
      if (kind === vscode.TestRunProfileKind.Debug) skipAll(operators, run);
      else await runOperatorTests(operators, this.#operators, run, stop.signal);
    } finally {
      for (const subscription of subscriptions) subscription.dispose();
      run.end();
    }
  }

  async #runWithCoverage(
    cases: readonly CaseItem[],
    run: vscode.TestRun,
    signal: AbortSignal,
  ): Promise<void> {
    if (cases.length === 0) return;
    this.#coverage.set(run, { nodes: [], connections: [], arms: [] });
    await this.#runs.run(cases, run, signal);
    const coverage = this.#coverage.get(run);
    this.#coverage.delete(run);
    if (!coverage) return;
    for (const file of await GraphFileCoverage.from(coverage)) run.addCoverage(file);
    this.#options.coverages.show(coverage);
  }
}

function skipAll(operators: readonly OperatorTest[], run: vscode.TestRun): void {
  for (const { item } of operators) {
    run.skipped(item);
    run.appendOutput(
      'Unit tests of operators are debugged with the extension for their language.\r\n',
      undefined,
      item,
    );
  }
}

/** One after another: two at once would stop at the same breakpoints. */
async function debugEach(
  cases: readonly CaseItem[],
  run: vscode.TestRun,
  signal: AbortSignal,
): Promise<void> {
  for (const each of cases) {
    if (signal.aborted) run.skipped(each.item);
    else await debugCase(each, run, signal);
  }
}
