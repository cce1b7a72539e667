// Follows the runs of debug sessions and tells the visual editors of their graphs how far they are. Knows no canvas.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { RunDelta } from '../../protocol/canvas.ts';
import { customEventPrefix } from '../../protocol/debugViews.ts';
import type { LoadedRun, RunReport } from '../../protocol/runProcess.ts';
import { debugType } from '../ids.ts';
import { LiveRun } from './liveRun.ts';

interface Follower {
  /** Path of the graph definition. */
  readonly file: string;
  readonly send: (delta: RunDelta) => void;
}

interface FollowedSession {
  readonly info: LoadedRun;
  /** By file. */
  readonly runs: Map<string, LiveRun>;
}

export class LiveRuns implements Disposable {
  readonly #store: DisposableStore = new DisposableStore();
  readonly #sessions = new Map<string, Promise<FollowedSession | undefined>>();
  readonly #followers = new Set<Follower>();
  readonly #log: vscode.LogOutputChannel;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
    this.#store.add(
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
        if (session.type !== debugType || event !== `${customEventPrefix}counted`) return;
        void this.#update(session, body as RunReport);
      }),
    );
    this.#store.add(vscode.debug.onDidTerminateDebugSession((session) => void this.#end(session)));
  }

  /** Tells `send` of runs of the graph in `file`, at first everything about one that goes on. */
  async follow(follower: Follower): Promise<Disposable> {
    this.#followers.add(follower);
    for (const followed of [...this.#sessions.values()]) {
      const run = (await followed)?.runs.get(follower.file);
      if (this.#followers.has(follower)) for (const delta of run?.whole() ?? []) follower.send(delta);
    }
    return { dispose: () => void this.#followers.delete(follower) };
  }

  dispose(): void {
    this.#store.dispose();
    this.#followers.clear();
  }

  async #update(session: vscode.DebugSession, report: RunReport): Promise<void> {
    const followed = await this.#follow(session);
    if (!followed) return;
    const nowMs = performance.now();
    for (const file of followed.info.files) {
      let run = followed.runs.get(file);
      if (!run) {
        run = new LiveRun(followed.info, file, nowMs);
        followed.runs.set(file, run);
        for (const delta of run.whole()) this.#tell(file, delta);
      }
      this.#tell(file, run.update(report, nowMs));
    }
  }

  #follow(session: vscode.DebugSession): Promise<FollowedSession | undefined> {
    const known = this.#sessions.get(session.id);
    if (known) return known;
    const followed = this.#read(session);
    this.#sessions.set(session.id, followed);
    return followed;
  }

  async #read(session: vscode.DebugSession): Promise<FollowedSession | undefined> {
    try {
      const info = (await session.customRequest(`${customEventPrefix}runInfo`)) as LoadedRun;
      return { info, runs: new Map() };
    } catch (error) {
      this.#log.debug('A run could not be followed:', String(error));
      return undefined; // It has ended meanwhile.
    }
  }

  async #end(session: vscode.DebugSession): Promise<void> {
    const followed = await this.#sessions.get(session.id);
    this.#sessions.delete(session.id);
    for (const [file, run] of followed?.runs ?? []) this.#tell(file, run.end());
  }

  #tell(file: string, delta: RunDelta): void {
    for (const follower of this.#followers) if (follower.file === file) follower.send(delta);
  }
}
