// Tells visual editors how far the runs of their graphs are. Knows no canvas.
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { RunDelta } from '../../protocol/canvas.ts';
import type { RunSessions, SessionRun } from '../debug/runSessions.ts';
import { LiveRun } from './liveRun.ts';

interface Follower {
  /** Path of the graph definition. */
  readonly file: string;
  readonly send: (delta: RunDelta) => void;
}

export class LiveRuns implements Disposable {
  readonly #store: DisposableStore = new DisposableStore();
  /** By the file that shows them. */
  readonly #runs: Map<SessionRun, Map<string, LiveRun>> = new Map<SessionRun, Map<string, LiveRun>>();
  /** The last one of each file that is over. */
  readonly #past: Map<string, LiveRun> = new Map<string, LiveRun>();
  readonly #followers = new Set<Follower>();

  constructor(sessions: RunSessions) {
    for (const run of sessions.all) this.#update(run);
    this.#store.add(sessions.onReported((run) => this.#update(run)));
    this.#store.add(sessions.onEnded((run) => this.#end(run)));
  }

  /** Tells `send` of runs of the graph in `file`, at first everything about those that go on, or of the last one that did. */
  follow(follower: Follower): Disposable {
    this.#followers.add(follower);
    const live = [...this.#runs.values()].flatMap((runs) => runs.get(follower.file) ?? []);
    const past = this.#past.get(follower.file);
    const shown = live.length > 0 || !past ? live : [past];
    for (const run of shown) for (const delta of run.whole()) follower.send(delta);
    return { dispose: () => void this.#followers.delete(follower) };
  }

  /** Nobody wants to see the last run of `file` any more. */
  forgetPast(file: string): void {
    this.#past.delete(file);
  }

  dispose(): void {
    this.#store.dispose();
    this.#followers.clear();
  }

  #update(session: SessionRun): void {
    const { info, report } = session;
    if (!report) return;
    const nowMs = performance.now();
    const runs = this.#runs.get(session) ?? new Map<string, LiveRun>();
    this.#runs.set(session, runs);
    for (const file of info.files) {
      let run = runs.get(file);
      if (!run) {
        run = new LiveRun(info, file, nowMs);
        runs.set(file, run);
        this.#past.delete(file);
        for (const delta of run.whole()) this.#tell(file, delta);
      }
      this.#tell(file, run.update(report, nowMs));
    }
  }

  #end(session: SessionRun): void {
    for (const [file, run] of this.#runs.get(session) ?? []) {
      this.#tell(file, run.end());
      this.#past.set(file, run);
    }
    this.#runs.delete(session);
  }

  #tell(file: string, delta: RunDelta): void {
    for (const follower of this.#followers) if (follower.file === file) follower.send(delta);
  }
}
