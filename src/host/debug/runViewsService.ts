// Loads what shows runs in the editor with the first of them, and tells menus whether there is one. Shows nothing itself.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { contextKeys, viewIds } from '../ids.ts';
import { findComparing } from './comparedModules.ts';
import type { OperationPlace } from './disturbRun.ts';
import type { RunViews, RunViewsOptions } from './runViews.ts';
import { tellWhetherComparing } from './tellWhetherComparing.ts';

export class RunViewsService implements Disposable {
  readonly #options: RunViewsOptions;
  readonly #store: DisposableStore = new DisposableStore();
  #views: Promise<RunViews> | undefined;

  constructor(options: RunViewsOptions) {
    const { sessions } = options;
    this.#options = options;
    this.#store.add(sessions.onLoaded(() => void this.#load()));
    this.#store.add(
      vscode.window.registerWebviewViewProvider(viewIds.metrics, {
        resolveWebviewView: async (view) => (await this.#load()).openMetrics(view),
      }),
    );
    this.#store.add(sessions.onActiveChanged(() => tellWhetherRunning(sessions.all.length > 0)));
    this.#store.add(tellWhetherComparing(sessions));
  }

  /** Carries out a command of the state store's tree. */
  async actOnState(command: string, item: unknown): Promise<void> {
    await (await this.#load()).actOnState(command, item);
  }

  /** Asks for a fault of the run in front, or of the one that has the operation, and puts it in force. */
  async disturb(at?: OperationPlace): Promise<void> {
    const { sessions } = this.#options;
    const run = at ? sessions.all.find((each) => each.info.files.includes(at.file)) : sessions.active;
    if (!run) {
      const message = 'No debug session of a graph goes on. Start one (F5), then disturb it.';
      return void vscode.window.showInformationMessage(message);
    }
    const { disturbRun } = await import('./disturbRun.ts');
    await disturbRun(run, at);
  }

  /** Lets a module that is compared take over, in the run in front or otherwise the first that compares. */
  async takeOver(): Promise<void> {
    const run = findComparing(this.#options.sessions);
    if (!run) {
      const message =
        'No debug session compares modules. Start one with "compare" or "hotReload": "compare" in its launch configuration.';
      return void vscode.window.showInformationMessage(message);
    }
    const { takeOver } = await import('./takeOver.ts');
    await takeOver(run);
  }

  dispose(): void {
    this.#store.dispose();
    void this.#views?.then((views) => views.dispose());
  }

  #load(): Promise<RunViews> {
    this.#views ??= import('./runViews.ts').then(({ RunViews }) => new RunViews(this.#options));
    return this.#views;
  }
}

function tellWhetherRunning(hasRun: boolean): void {
  void vscode.commands.executeCommand('setContext', contextKeys.hasRun, hasRun);
}
