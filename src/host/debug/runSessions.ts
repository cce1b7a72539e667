// The runs of debug sessions, for everything in the editor that shows one: which there are, how far they are, how to ask them.
// Knows no view.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import {
  type CustomEvents,
  customEventPrefix,
  type CustomRequestName,
  type CustomRequests,
} from '../../protocol/debugViews.ts';
import type { LoadedRun, RunReport } from '../../protocol/runProcess.ts';
import { debugType } from '../ids.ts';

/** One run, from when it was loaded to its end; a session that is restarted has another one then. */
export interface SessionRun {
  readonly session: vscode.DebugSession;
  readonly info: LoadedRun;
  /** The last that was told; undefined until something has happened. */
  readonly report: RunReport | undefined;
  /** Asks the run. Errors: what the adapter answered, as text. */
  request<K extends CustomRequestName>(
    name: K,
    params: CustomRequests[K]['params'],
  ): Promise<CustomRequests[K]['result']>;
}

class Run implements SessionRun {
  readonly session: vscode.DebugSession;
  readonly info: LoadedRun;
  report: RunReport | undefined;

  constructor(session: vscode.DebugSession, info: LoadedRun) {
    this.session = session;
    this.info = info;
  }

  async request<K extends CustomRequestName>(
    name: K,
    params: CustomRequests[K]['params'],
  ): Promise<CustomRequests[K]['result']> {
    return (await this.session.customRequest(
      `${customEventPrefix}${name}`,
      params,
    )) as CustomRequests[K]['result'];
  }
}

export class RunSessions implements Disposable {
  readonly #store: DisposableStore = new DisposableStore();
  /** By the id of the session, in the order of their starts. */
  readonly #runs: Map<string, Run> = new Map<string, Run>();
  readonly #loaded: Emitter<SessionRun> = new Emitter<SessionRun>();
  readonly #reported: Emitter<SessionRun> = new Emitter<SessionRun>();
  readonly #ended: Emitter<SessionRun> = new Emitter<SessionRun>();
  readonly #activeChanged: Emitter<SessionRun | undefined> = new Emitter<SessionRun | undefined>();
  #active: Run | undefined;

  constructor() {
    const { debug } = vscode;
    this.#store.add(debug.onDidReceiveDebugSessionCustomEvent((event) => this.#hear(event)));
    this.#store.add(debug.onDidTerminateDebugSession(({ id }) => this.#end(id)));
    this.#store.add(debug.onDidChangeActiveDebugSession(() => this.#findActive()));
  }

  /** Runs that go on, in the order of their starts. */
  get all(): readonly SessionRun[] {
    return [...this.#runs.values()];
  }

  /** The run of the session that VS Code shows; otherwise the one started last. */
  get active(): SessionRun | undefined {
    return this.#active;
  }

  /** The run of `session`; undefined when that is over, or none of ours. */
  of(session: vscode.DebugSession): SessionRun | undefined {
    return this.#runs.get(session.id);
  }

  get onLoaded(): Event<SessionRun> {
    return this.#loaded.event;
  }

  /** At most four times a second for each run, while something changes in it. */
  get onReported(): Event<SessionRun> {
    return this.#reported.event;
  }

  get onEnded(): Event<SessionRun> {
    return this.#ended.event;
  }

  get onActiveChanged(): Event<SessionRun | undefined> {
    return this.#activeChanged.event;
  }

  dispose(): void {
    this.#store.dispose();
    this.#runs.clear();
  }

  #hear({ session, event, body }: vscode.DebugSessionCustomEvent): void {
    if (session.type !== debugType) return;
    if (event === ('dataflowGraph/loaded' satisfies keyof CustomEvents)) {
      this.#end(session.id);
      const run = new Run(session, body as LoadedRun);
      this.#runs.set(session.id, run);
      this.#loaded.fire(run);
      this.#findActive();
    } else if (event === ('dataflowGraph/counted' satisfies keyof CustomEvents)) {
      const run = this.#runs.get(session.id);
      if (!run) return;
      run.report = body as RunReport;
      this.#reported.fire(run);
    }
  }

  #end(id: string): void {
    const run = this.#runs.get(id);
    if (!run) return;
    this.#runs.delete(id);
    this.#ended.fire(run);
    this.#findActive();
  }

  #findActive(): void {
    const shown = vscode.debug.activeDebugSession;
    const active = (shown && this.#runs.get(shown.id)) ?? [...this.#runs.values()].at(-1);
    if (active === this.#active) return;
    this.#active = active;
    this.#activeChanged.fire(active);
  }
}
