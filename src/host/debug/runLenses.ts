// The line above a graph that runs: how far it is, and what can be done now. At most once a second.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { RunReport } from '../../protocol/runProcess.ts';
import { commandIds, settingNames, settingsSection, viewIds } from '../ids.ts';
import type { RunSessions, SessionRun } from './runSessions.ts';

const EVERY_MS = 1000;
const exact = new Intl.NumberFormat('en');

export class RunLenses implements vscode.CodeLensProvider, Disposable {
  readonly #sessions: RunSessions;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #changed: vscode.EventEmitter<void> = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses: vscode.Event<void> = this.#changed.event;
  #timer: NodeJS.Timeout | undefined;

  constructor(sessions: RunSessions) {
    this.#sessions = sessions;
    this.#store.add(this.#changed);
    this.#store.add(sessions.onLoaded(() => this.#changed.fire()));
    this.#store.add(sessions.onEnded(() => this.#changed.fire()));
    this.#store.add(sessions.onReported(() => this.#changeSoon()));
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const isWanted = vscode.workspace
      .getConfiguration(settingsSection, document.uri)
      .get<boolean>(settingNames.codeLens, true);
    if (!isWanted) return [];
    const file = document.uri.fsPath;
    return this.#sessions.all
      .filter(({ info }) => info.files.includes(file))
      .flatMap((run) => lensesOf(run, file));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  #changeSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#changed.fire();
    }, EVERY_MS);
  }
}

function lensesOf(run: SessionRun, file: string): vscode.CodeLens[] {
  const first = Math.min(
    ...run.info.nodes.flatMap(({ place }) => (place?.file === file ? [place.firstLine] : [])),
  );
  if (!Number.isFinite(first)) return [];
  const range = new vscode.Range(Math.max(0, first - 1), 0, Math.max(0, first - 1), 0);
  const lens = (title: string, command: string, ...args: unknown[]): vscode.CodeLens =>
    new vscode.CodeLens(range, { title, command, arguments: args });
  return [
    lens(describe(run.report), `${viewIds.trace}.focus`),
    lens('$(send) Publish', commandIds.publish),
    lens('$(debug-stop) Stop', 'workbench.action.debug.stop', undefined, { sessionId: run.session.id }),
  ];
}

/** "$(sync~spin) 23 in, 4 out, 0 errors". */
function describe(report: RunReport | undefined): string {
  if (!report) return '$(pulse) waits for messages';
  const { messagesIn, messagesOut, errors, waiting, isStopped } = report;
  const parts = [`${exact.format(messagesIn)} in`, `${exact.format(messagesOut)} out`];
  if (errors > 0) parts.push(`${exact.format(errors)} ${errors === 1 ? 'error' : 'errors'}`);
  if (waiting > 0) parts.push(`${exact.format(waiting)} waiting`);
  return `${isStopped ? '$(debug-pause) stopped' : '$(pulse) running'}: ${parts.join(', ')}`;
}
