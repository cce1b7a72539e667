// The Test Explorer's entry for test cases of graphs: what VS Code must know before anybody looks at tests. Everything else is loaded
// when somebody does.
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { testCaseFileEnd } from '../../base/testCaseFileEnd.ts';
import { mayRun } from '../debug/runnableGraph.ts';
import { testControllerId } from '../ids.ts';
import type { ExploreTestsOptions, TestExploration } from './exploreTests.ts';

export interface TestExplorerOptions extends Omit<ExploreTestsOptions, 'controller'> {
  readonly log: vscode.LogOutputChannel;
}

export class TestExplorer implements vscode.Disposable {
  readonly #store: DisposableStore = new DisposableStore();
  readonly #options: ExploreTestsOptions;
  readonly #log: vscode.LogOutputChannel;
  #exploration: Promise<TestExploration> | undefined;

  constructor({ log, ...options }: TestExplorerOptions) {
    this.#log = log;
    const controller = this.#store.add(
      vscode.tests.createTestController(testControllerId, 'Data Flow Graphs'),
    );
    this.#options = { ...options, controller };
    controller.resolveHandler = (item) => (item ? undefined : this.#find());
    controller.refreshHandler = async () => (await this.#load()).refresh();
    this.#addProfiles(controller);
    // An open test case has its marks beside the text, whether somebody has looked at the list of tests or not.
    const look = ({ uri }: vscode.TextDocument): void => {
      if (uri.scheme === 'file' && uri.path.endsWith(testCaseFileEnd) && !this.#exploration)
        void this.#find();
    };
    this.#store.add(vscode.workspace.onDidOpenTextDocument(look));
    vscode.workspace.textDocuments.forEach(look);
  }

  /** Waits until what the workspace holds has been looked through. */
  async ready(): Promise<TestExploration> {
    const exploration = await this.#load();
    await exploration.find();
    return exploration;
  }

  dispose(): void {
    this.#store.dispose();
    void this.#exploration?.then((exploration) => exploration.dispose());
  }

  #addProfiles(controller: vscode.TestController): void {
    const { TestRunProfileKind: Kind } = vscode;
    const kinds = [
      ['Run', Kind.Run, true],
      ['Debug', Kind.Debug, false],
      ['Run with Coverage', Kind.Coverage, true],
    ] as const;
    for (const [label, kind, isContinuous] of kinds) {
      const profile = this.#store.add(
        controller.createRunProfile(
          label,
          kind,
          (request, token) => this.#run(kind, request, token),
          true,
          undefined,
          isContinuous,
        ),
      );
      if (kind === Kind.Coverage)
        profile.loadDetailedCoverage = async (_run, coverage) => (await this.#load()).detailsOf(coverage);
    }
  }

  async #run(
    kind: vscode.TestRunProfileKind,
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
  ): Promise<void> {
    if (!mayRun()) return;
    const exploration = await this.ready();
    await exploration.run(kind, request, token);
  }

  async #find(): Promise<void> {
    try {
      await (await this.#load()).find();
    } catch (error) {
      this.#log.error(
        `Tests cannot be looked for: ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
      );
    }
  }

  #load(): Promise<TestExploration> {
    this.#exploration ??= import('./exploreTests.ts').then(({ exploreTests }) => exploreTests(this.#options));
    return this.#exploration;
  }
}
