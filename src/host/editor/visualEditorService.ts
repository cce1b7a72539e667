// Offers visual editors to VS Code and opens them. What serves one is loaded with the first, so that activation stays fast.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { Emitter } from '../../base/emitter.ts';
import type { CanvasAction } from '../../protocol/canvas.ts';
import { visualEditorType } from '../ids.ts';
import { NodePositions } from './nodePositions.ts';
import type { CanvasSelection, VisualEditorOptions, VisualEditors } from './visualEditors.ts';

type Options = Pick<VisualEditorOptions, 'programFolder' | 'language' | 'sessions' | 'coverages' | 'log'> & {
  /** State of this workspace. */
  readonly memory: vscode.Memento;
};

export class VisualEditorService implements vscode.Disposable {
  readonly #options: VisualEditorOptions;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #selected: Emitter<CanvasSelection> = new Emitter<CanvasSelection>();
  #editors: Promise<VisualEditors> | undefined;

  constructor({ memory, ...options }: Options) {
    const positions = new NodePositions(memory);
    const onSelected = (selection: CanvasSelection): void => this.#selected.fire(selection);
    this.#options = { ...options, positions, positionsKey, onSelected };
    this.#store.add(
      vscode.window.registerCustomEditorProvider(
        visualEditorType,
        { resolveCustomTextEditor: async (document, panel) => (await this.#load()).open(document, panel) },
        // A page that is hidden ends: it keeps what it shows, and starts again from it (decision 9).
        { supportsMultipleEditorsPerDocument: true, webviewOptions: { retainContextWhenHidden: false } },
      ),
    );
    this.#store.add(
      vscode.workspace.onDidRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files)
          positions.moveFile(positionsKey(oldUri), positionsKey(newUri));
      }),
    );
  }

  /** Opens the visual editor of the file at `uri`, by default of the one in the active text editor. */
  async open(uri: vscode.Uri | undefined = vscode.window.activeTextEditor?.document.uri): Promise<void> {
    if (uri) await vscode.commands.executeCommand('vscode.openWith', uri, visualEditorType);
    else void vscode.window.showInformationMessage('Open a graph definition to edit it visually.');
  }

  /** Opens the text of the graph at `uri`, by default of the visual editor in front. */
  async openAsText(uri: vscode.Uri | undefined = activeVisualEditor()): Promise<void> {
    if (uri) await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
  }

  /** What is selected on canvases, as it changes. */
  onSelected(listener: (selection: CanvasSelection) => void): Disposable {
    return this.#selected.event(listener);
  }

  /** Selects an operation on canvases of `file` that are open. */
  async select(file: string, operation: string): Promise<void> {
    (await this.#editors)?.select(file, operation);
  }

  /** Opens the canvas of `file`, or brings it to the front, and selects an operation on it. */
  async show(file: string, operation: string): Promise<void> {
    await this.open(vscode.Uri.file(file));
    await this.select(file, operation);
  }

  /** Asks the visual editor in front to do something. */
  async act(action: CanvasAction): Promise<void> {
    (await this.#editors)?.act(action);
  }

  /** Asks for a recorded run and shows it in the visual editor in front. */
  async replayTrace(): Promise<void> {
    await (await this.#editors)?.replayTrace();
  }

  dispose(): void {
    this.#store.dispose();
    void this.#editors?.then((editors) => editors.dispose());
  }

  #load(): Promise<VisualEditors> {
    this.#editors ??= import('./visualEditors.ts').then(
      ({ VisualEditors }) => new VisualEditors(this.#options),
    );
    return this.#editors;
  }
}

/** Files of other workspaces, and those outside of any, are named in full. */
function positionsKey(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri, true);
}

function activeVisualEditor(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isOurs = input instanceof vscode.TabInputCustom && input.viewType === visualEditorType;
  return isOurs ? input.uri : undefined;
}
