// Offers to end an operator's call that goes on and on. Loaded with the first run.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { CustomEvents } from '../../protocol/debugViews.ts';
import type { LongCall } from '../../protocol/engine.ts';
import type { RunSessions } from './runSessions.ts';

export class LongCalls implements Disposable {
  readonly #sessions: RunSessions;
  readonly #store: DisposableStore = new DisposableStore();
  /** Sessions and operations with a question on the screen. */
  readonly #asked: Set<string> = new Set<string>();

  constructor(sessions: RunSessions) {
    this.#sessions = sessions;
    this.#store.add(
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session, event, body }) => {
        if (event === ('dataflowGraph/longCall' satisfies keyof CustomEvents))
          void this.#ask(session, body as LongCall);
      }),
    );
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #ask(session: vscode.DebugSession, { node, forMs }: LongCall): Promise<void> {
    const key = `${session.id} ${node}`;
    const run = this.#sessions.of(session);
    if (!run || this.#asked.has(key)) return;
    this.#asked.add(key);
    const end = 'End This Call';
    const chosen = await vscode.window.showWarningMessage(
      `Operation "${node}" has been working on one message for ${(forMs / 1000).toFixed(1)} s. Nothing else moves meanwhile. Ending the call loses that message there; the run goes on.`,
      end,
      'Wait',
    );
    this.#asked.delete(key);
    if (chosen !== end) return;
    // It may have ended by itself, or with the run.
    await run.request('endCall', null).catch(() => undefined);
  }
}
