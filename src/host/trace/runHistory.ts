// The runs of this window that can be looked at: those that go on, and those that have ended and left a trace. Knows no view.
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import type { LoadedRun } from '../../protocol/runProcess.ts';
import type { RunSessions, SessionRun } from '../debug/runSessions.ts';
import { realClock } from '../realClock.ts';

/** As many traces are kept on disk. */
const MAX_RUNS = 20;

/** One run. */
export interface KnownRun {
  readonly id: string;
  readonly info: LoadedRun;
  /** Milliseconds since the Unix epoch. */
  readonly startedMs: number;
  /** Undefined when it has ended. */
  readonly session: SessionRun | undefined;
}

export class RunHistory implements Disposable {
  readonly #store: DisposableStore = new DisposableStore();
  readonly #changed: Emitter<undefined> = new Emitter<undefined>();
  #runs: readonly KnownRun[] = [];
  #lastId = 0;

  constructor(sessions: Pick<RunSessions, 'onLoaded' | 'onEnded'>) {
    this.#store.add(sessions.onLoaded((session) => this.#add(session)));
    this.#store.add(sessions.onEnded((session) => this.#end(session)));
  }

  /** Newest first. */
  get runs(): readonly KnownRun[] {
    return this.#runs;
  }

  get onChanged(): Event<undefined> {
    return this.#changed.event;
  }

  find(id: string): KnownRun | undefined {
    return this.#runs.find((run) => run.id === id);
  }

  dispose(): void {
    this.#store.dispose();
  }

  #add(session: SessionRun): void {
    this.#lastId += 1;
    const { info } = session;
    const run = { id: `run ${String(this.#lastId)}`, info, startedMs: realClock.nowMs(), session };
    this.#runs = [run, ...this.#runs].slice(0, MAX_RUNS);
    this.#changed.fire(undefined);
  }

  // Of one that kept no trace nothing is left.
  #end(session: SessionRun): void {
    this.#runs = this.#runs.flatMap((run) => {
      if (run.session !== session) return run;
      return run.info.tracePath === undefined ? [] : { ...run, session: undefined };
    });
    this.#changed.fire(undefined);
  }
}
