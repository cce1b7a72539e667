// The trace views that are open: gives each webview its page and its session. Loaded with the first of them.
import type * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { showProgram } from '../webview/openWebview.ts';
import { TraceSession, type TraceSessionOptions } from './traceSession.ts';

export type TraceViewsOptions = Omit<TraceSessionOptions, 'webview' | 'file'> & {
  /** Where the program of the page lies. */
  readonly programFolder: vscode.Uri;
};

export class TraceViews implements Disposable {
  readonly #options: TraceViewsOptions;
  readonly #sessions: Set<TraceSession> = new Set<TraceSession>();

  constructor(options: TraceViewsOptions) {
    this.#options = options;
  }

  /** Fills the webview; `file` is the recorded trace of an editor. It ends with `owner`. */
  async open(
    webview: vscode.Webview,
    owner: { readonly onDidDispose: vscode.Event<void> },
    file?: string,
  ): Promise<void> {
    const { programFolder, ...options } = this.#options;
    const session = new TraceSession({ ...options, webview, ...(file !== undefined && { file }) });
    this.#sessions.add(session);
    owner.onDidDispose(() => {
      this.#sessions.delete(session);
      session.dispose();
    });
    const title = file === undefined ? 'Trace of data flow runs' : 'Recorded trace';
    await showProgram(webview, { folder: programFolder, name: 'trace', title });
  }

  dispose(): void {
    for (const session of this.#sessions) session.dispose();
  }
}
