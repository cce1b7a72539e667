// What the editor shows of runs beside their own views: starts with the first run, so that activation stays fast. Loaded then.
import type { LogOutputChannel } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { LongCalls } from './longCalls.ts';
import { RunInText } from './runInText.ts';
import type { RunSessions } from './runSessions.ts';
import { StateView } from './stateView.ts';

export interface RunViewsOptions {
  readonly sessions: RunSessions;
  readonly log: LogOutputChannel;
}

export class RunViews implements Disposable {
  readonly #store: DisposableStore = new DisposableStore();
  readonly #state: StateView;

  constructor({ sessions }: RunViewsOptions) {
    this.#store.add(new RunInText(sessions));
    this.#store.add(new LongCalls(sessions));
    this.#state = this.#store.add(new StateView(sessions));
  }

  /** Carries out a command of the state store's tree. */
  async actOnState(command: string, item: unknown): Promise<void> {
    await this.#state.actions[command]?.(item);
  }

  dispose(): void {
    this.#store.dispose();
  }
}
