// Runs cases again when something changes that they depend on: the case, its messages, its expectations, its graph or a module.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { CaseEnded } from '../../protocol/testRuns.ts';
import { isAffected } from './affectedCases.ts';
import type { CaseItem } from './caseItems.ts';

/** Builds and saves write several files at once, in milliseconds. */
const QUIET_MS = 400;

export class CaseWatch {
  /** By the case's file: what its last run has used. */
  readonly #uses: Map<string, readonly string[]> = new Map<string, readonly string[]>();

  /** A case has run: now it is known what it uses. */
  note({ file, uses }: Pick<CaseEnded, 'file' | 'uses'>): void {
    if (uses.length > 0) this.#uses.set(file, uses);
  }

  /**
   * Calls `run` with the cases of `wanted` that a change may have made others, one call after another. Dispose to stop, which cancels
   * the call that goes on.
   */
  follow(
    wanted: () => readonly CaseItem[],
    run: (cases: readonly CaseItem[], token: vscode.CancellationToken) => Promise<void>,
  ): Disposable {
    const store = new DisposableStore();
    const stop = store.add(new vscode.CancellationTokenSource());
    const changed = new Set<string>();
    let timer: NodeJS.Timeout | undefined;
    let isRunning = false;
    const work = async (): Promise<void> => {
      if (isRunning) return;
      isRunning = true;
      while (changed.size > 0 && !stop.token.isCancellationRequested) {
        const paths = [...changed];
        changed.clear();
        const cases = wanted().filter((each) => this.#isAffected(each, paths));
        if (cases.length > 0) await run(cases, stop.token);
      }
      isRunning = false;
    };
    const note = ({ fsPath }: vscode.Uri): void => {
      changed.add(fsPath);
      clearTimeout(timer);
      timer = setTimeout(() => void work(), QUIET_MS);
    };
    const watcher = store.add(vscode.workspace.createFileSystemWatcher('**/*'));
    store.add(watcher.onDidCreate(note));
    store.add(watcher.onDidChange(note));
    store.add(watcher.onDidDelete(note));
    return {
      dispose: () => {
        clearTimeout(timer);
        stop.cancel();
        store.dispose();
      },
    };
  }

  #isAffected({ uri, uses }: CaseItem, changed: readonly string[]): boolean {
    const known = this.#uses.get(uri.fsPath);
    return isAffected({ file: uri.fsPath, named: uses, used: known }, changed);
  }
}
