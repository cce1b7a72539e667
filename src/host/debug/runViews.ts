// What the editor shows of runs beside their own views: starts with the first run, so that activation stays fast. Loaded then.
import type { WebviewView } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { MetricsView, type MetricsViewOptions } from '../metrics/metricsView.ts';
import { FaultStatus } from './faultStatus.ts';
import { LongCalls } from './longCalls.ts';
import { RunInText } from './runInText.ts';
import { StateView } from './stateView.ts';

export type RunViewsOptions = MetricsViewOptions;

export class RunViews implements Disposable {
  readonly #store: DisposableStore = new DisposableStore();
  readonly #state: StateView;
  readonly #metrics: MetricsView;

  constructor(options: RunViewsOptions) {
    const { sessions } = options;
    this.#store.add(new RunInText(sessions));
    this.#store.add(new LongCalls(sessions));
    this.#store.add(new FaultStatus(sessions));
    this.#state = this.#store.add(new StateView(sessions));
    this.#metrics = this.#store.add(new MetricsView(options));
  }

  /** Carries out a command of the state store's tree. */
  async actOnState(command: string, item: unknown): Promise<void> {
    await this.#state.actions[command]?.(item);
  }

  openMetrics(view: WebviewView): Promise<void> {
    return this.#metrics.open(view);
  }

  dispose(): void {
    this.#store.dispose();
  }
}
