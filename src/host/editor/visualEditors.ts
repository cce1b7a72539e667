// The visual editors that are open: gives each webview its page and its session. Loaded with the first of them.
import type * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { CanvasAction } from '../../protocol/canvas.ts';
import type { GraphCoverages } from '../tests/graphCoverages.ts';
import type { RunSessions } from '../debug/runSessions.ts';
import type { LanguageService } from '../language/languageService.ts';
import { showProgram } from '../webview/openWebview.ts';
import { CanvasServer } from './canvasServer.ts';
import { CanvasSession } from './canvasSession.ts';
import { CopiedShape } from './copiedShape.ts';
import { fileName } from './fileName.ts';
import { LiveRuns } from './liveRuns.ts';
import type { NodePositions } from './nodePositions.ts';

/** The operations that are selected on a canvas of the file at this path. */
export interface CanvasSelection {
  readonly file: string;
  readonly operations: readonly string[];
}

export interface VisualEditorOptions {
  /** Where the program of the page lies. */
  readonly programFolder: vscode.Uri;
  readonly language: LanguageService;
  readonly positions: NodePositions;
  /** Name of a document in `positions`. */
  readonly positionsKey: (uri: vscode.Uri) => string;
  readonly sessions: RunSessions;
  readonly coverages: GraphCoverages;
  readonly onSelected: (selection: CanvasSelection) => void;
  readonly log: vscode.LogOutputChannel;
}

export class VisualEditors implements Disposable {
  readonly #options: VisualEditorOptions;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #server: CanvasServer;
  readonly #live: LiveRuns;
  readonly #copied: CopiedShape = new CopiedShape();
  readonly #sessions: Set<CanvasSession> = new Set<CanvasSession>();

  constructor(options: VisualEditorOptions) {
    this.#options = options;
    this.#live = this.#store.add(new LiveRuns(options.sessions));
    this.#server = this.#store.add(new CanvasServer(options.language));
  }

  /** Fills `panel` with a visual editor of `document`; it ends with the panel. */
  async open(document: vscode.TextDocument, panel: vscode.WebviewPanel): Promise<void> {
    const { coverages, programFolder, positions, positionsKey, onSelected, log } = this.#options;
    const session = new CanvasSession({
      document,
      panel,
      programFolder,
      positions,
      positionsKey: positionsKey(document.uri),
      server: this.#server,
      copied: this.#copied,
      live: this.#live,
      coverages,
      onSelected,
      log,
    });
    this.#sessions.add(session);
    panel.onDidDispose(() => {
      this.#sessions.delete(session);
      session.dispose();
    });
    await showProgram(panel.webview, {
      folder: programFolder,
      name: 'graph',
      title: `Visual editor of ${fileName(document.uri.path)}`,
    });
  }

  /** Asks the visual editor in front to do something. */
  act(action: CanvasAction): void {
    for (const session of this.#sessions) if (session.isActive) session.act(action);
  }

  /** Selects an operation on every canvas of `file`. */
  select(file: string, operation: string): void {
    for (const session of this.#sessions) if (session.file === file) session.select(operation);
  }

  /** Shows a recorded run in the visual editor in front. */
  async replayTrace(): Promise<void> {
    await [...this.#sessions].find(({ isActive }) => isActive)?.replayTrace();
  }

  dispose(): void {
    for (const session of this.#sessions) session.dispose();
    this.#store.dispose();
  }
}
