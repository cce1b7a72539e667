// Tells menus whether a debug session compares modules. Knows nothing about what is compared.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { contextKeys } from '../ids.ts';
import { findComparing } from './comparedModules.ts';
import type { RunSessions } from './runSessions.ts';

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
