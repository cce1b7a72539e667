// Says in the status bar that faults disturb the run in front, for as long as they do. Loaded with the first run.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { describeFaultCount } from '../../base/describeRun.ts';
import { commandIds } from '../ids.ts';
import type { RunSessions } from './runSessions.ts';

export class FaultStatus implements Disposable {
  readonly #sessions: RunSessions;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #item: vscode.StatusBarItem;

  constructor(sessions: RunSessions) {
    this.#sessions = sessions;
    this.#item = this.#store.add(vscode.window.createStatusBarItem('faults', vscode.StatusBarAlignment.Left));
    this.#item.name = 'Faults of the Run';
    this.#item.command = commandIds.disturbNode;
    this.#item.backgroundColor = new vscode.ThemeColor('statusBarItem.warningBackground');
    this.#store.add(sessions.onActiveChanged(() => this.#show()));
    this.#store.add(sessions.onReported(() => this.#show()));
    this.#show();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #show(): void {
    const run = this.#sessions.active;
    const count = run?.report?.faults ?? 0;
    if (!run || count === 0) return this.#item.hide();
    this.#item.text = `$(flame) ${describeFaultCount(count)}`;
    this.#item.tooltip = `The run of "${run.info.name}" is disturbed on purpose. Choose to change that.`;
    this.#item.show();
  }
}
