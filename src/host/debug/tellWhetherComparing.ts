// Tells menus whether a debug session compares modules, and finds the one that does. Knows nothing about what is compared.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { contextKeys } from '../ids.ts';
import type { RunSessions, SessionRun } from './runSessions.ts';

/** The run in front, otherwise the first that compares; undefined when none does. */
export function findComparing({ active, all }: Pick<RunSessions, 'active' | 'all'>): SessionRun | undefined {
  return [active, ...all].find((run) => (run?.report?.compared ?? 0) > 0);
}

/** Dispose to tell no more. */
export function tellWhetherComparing(sessions: RunSessions): Disposable {
  const store = new DisposableStore();
  let told = false;
  // Reports come often.
  const tell = (): void => {
    const isComparing = findComparing(sessions) !== undefined;
    if (isComparing === told) return;
    told = isComparing;
    void vscode.commands.executeCommand('setContext', contextKeys.isComparing, isComparing);
  };
  store.add(sessions.onReported(tell));
  store.add(sessions.onEnded(tell));
  return store;
}
