// The metrics view: numbers and small charts of the run in front, and of the last one when none goes on. Loaded when it is shown.
import type * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { NodeMetricsRecord } from '../../protocol/debugging.ts';
import {
  METRICS_PROTOCOL_VERSION,
  type MetricsHostEvents,
  type MetricsHostMethods,
  type MetricsState,
  type MetricsViewEvents,
} from '../../protocol/metricsView.ts';
import type { RpcPeer } from '../../protocol/rpc.ts';
import { revealPlace } from '../debug/revealPlace.ts';
import type { RunSessions, SessionRun } from '../debug/runSessions.ts';
import { connectWebview, showProgram } from '../webview/openWebview.ts';
import { isNothing, isText, record } from '../webview/shapes.ts';
import { MetricsHistory } from './metricsHistory.ts';

const EVERY_MS = 1000;

export interface MetricsViewOptions {
  readonly sessions: RunSessions;
  /** Where the programs of pages lie. */
  readonly programFolder: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
}

interface ShownRun {
  readonly run: SessionRun;
  readonly history: MetricsHistory;
  reported: readonly NodeMetricsRecord[];
  isPast: boolean;
}

/** Keeps numbers from its creation on, whether a page is open or not. */
export class MetricsView implements Disposable {
  readonly #options: MetricsViewOptions;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #pages = new Set<RpcPeer<Record<never, never>, MetricsViewEvents>>();
  readonly #timer: NodeJS.Timeout;
  #shown: ShownRun | undefined;

  constructor(options: MetricsViewOptions) {
    this.#options = options;
    const { sessions } = options;
    this.#store.add(sessions.onActiveChanged((run) => this.#show(run)));
    this.#store.add(sessions.onEnded((run) => this.#end(run)));
    this.#show(sessions.active);
    this.#timer = setInterval(() => void this.#sample(), EVERY_MS);
  }

  /** Fills `view` with a page; it ends with the view. */
  async open(view: vscode.WebviewView): Promise<void> {
    const { programFolder: folder, log } = this.#options;
    const page = connectWebview<
      MetricsHostMethods,
      MetricsHostEvents,
      Record<never, never>,
      MetricsViewEvents
    >(view.webview, {
      version: METRICS_PROTOCOL_VERSION,
      handlers: {
        methods: { start: () => this.#state() },
        events: {
          revealNode: ({ node }) => void this.#reveal(node),
          failed: ({ message }) => log.error('The metrics view failed:', message),
        },
      },
      shapes: {
        methods: { start: isNothing },
        events: { revealNode: record({ node: isText }), failed: record({ message: isText }) },
      },
      log,
      viewName: 'The metrics view',
    });
    this.#pages.add(page);
    view.onDidDispose(() => {
      this.#pages.delete(page);
      page.dispose();
    });
    await showProgram(view.webview, { folder, name: 'metrics', title: 'Metrics' });
  }

  dispose(): void {
    clearInterval(this.#timer);
    for (const page of this.#pages) page.dispose();
    this.#store.dispose();
  }

  #show(run: SessionRun | undefined): void {
    // What the last run left stays until another begins.
    if (!run || run === this.#shown?.run) return;
    this.#shown = { run, history: new MetricsHistory(), reported: [], isPast: false };
    this.#tell('began', this.#state());
  }

  #end(run: SessionRun): void {
    if (this.#shown?.run !== run) return;
    if (run.report) this.#add(this.#shown, this.#shown.reported);
    this.#shown.isPast = true;
    this.#tell('ended', null);
  }

  async #sample(): Promise<void> {
    const shown = this.#shown;
    if (!shown?.run.report || !this.#goesOn(shown)) return;
    let reported = shown.reported;
    try {
      if (this.#pages.size > 0) reported = await shown.run.request('readMetrics', null);
    } catch {
      return; // It has ended meanwhile.
    }
    if (this.#goesOn(shown)) this.#add(shown, reported);
  }

  #goesOn(shown: ShownRun): boolean {
    return shown === this.#shown && !shown.isPast;
  }

  #add(shown: ShownRun, reported: readonly NodeMetricsRecord[]): void {
    const { report } = shown.run;
    if (!report) return;
    shown.reported = reported;
    this.#tell('sampled', { sample: shown.history.add(report, performance.now()), reported });
  }

  #state(): MetricsState {
    const shown = this.#shown;
    if (!shown) return { isPast: false, nodes: [], samples: [], reported: [] };
    const { info } = shown.run;
    return {
      run: info.name,
      isPast: shown.isPast,
      nodes: info.nodes.map(({ name, type }) => ({ name, type })),
      samples: shown.history.samples,
      reported: shown.reported,
    };
  }

  async #reveal(name: string): Promise<void> {
    const place = this.#shown?.run.info.nodes.find((node) => node.name === name)?.place;
    if (place) await revealPlace(place);
  }

  #tell<K extends keyof MetricsViewEvents>(event: K, value: MetricsViewEvents[K]): void {
    for (const page of this.#pages) page.notify(event, value);
  }
}
