// Offers the trace view and the editor of recorded traces to VS Code, and remembers the runs of this window. What serves them is
// loaded with the first, so that activation stays fast.
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import type { RunSessions } from '../debug/runSessions.ts';
import { traceEditorType, viewIds } from '../ids.ts';
import { attempt } from '../tellFailure.ts';
import { RunHistory } from './runHistory.ts';
import type { CanvasLink } from './traceSession.ts';
import type { TraceViews } from './traceViews.ts';

export interface TraceServiceOptions {
  readonly programFolder: vscode.Uri;
  readonly workerPath: string;
  /** The bundle of the command line. */
  readonly cliPath: string;
  readonly sessions: RunSessions;
  readonly canvas: CanvasLink;
  readonly log: vscode.LogOutputChannel;
}

export class TraceService implements vscode.Disposable {
  readonly #options: TraceServiceOptions;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #history: RunHistory;
  #views: Promise<TraceViews> | undefined;

  constructor(options: TraceServiceOptions) {
    this.#options = options;
    this.#history = this.#store.add(new RunHistory(options.sessions));
    const { window } = vscode;
    this.#store.add(
      window.registerWebviewViewProvider(viewIds.trace, {
        resolveWebviewView: async (view) => (await this.#load()).open(view.webview, view),
      }),
    );
    this.#store.add(
      window.registerCustomEditorProvider(
        traceEditorType,
        {
          openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
          resolveCustomEditor: async (document, panel) =>
            (await this.#load()).open(panel.webview, panel, document.uri.fsPath),
        },
        { supportsMultipleEditorsPerDocument: true },
      ),
    );
  }

  /** Opens a recorded trace, by default one that is asked for. */
  async openRecorded(uri: vscode.Uri | undefined): Promise<void> {
    const { askForTrace } = await import('./askForTrace.ts');
    const file = uri ?? (await askForTrace());
    if (file) await vscode.commands.executeCommand('vscode.openWith', file, traceEditorType);
  }

  /** Makes a test case of a recorded trace, by default of the one in front, otherwise of one that is asked for. */
  async saveAsTest(uri: vscode.Uri | undefined): Promise<void> {
    const { chooseTrace } = await import('./askForTrace.ts');
    const trace = await chooseTrace(uri, 'Save Recording as Test Case');
    if (!trace) return;
    const { saveRecording } = await import('./saveRecordingCommand.ts');
    await attempt(this.#options.log, () => saveRecording(trace, this.#options));
  }

  dispose(): void {
    this.#store.dispose();
    void this.#views?.then((views) => views.dispose());
  }

  #load(): Promise<TraceViews> {
    this.#views ??= import('./traceViews.ts').then(
      ({ TraceViews }) => new TraceViews({ ...this.#options, history: this.#history }),
    );
    return this.#views;
  }
}
