// Text editors beside a visual editor: shows places of the text in them, and tells which operation the cursor of one is in.
// Knows no webview.
import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { Range } from '../../base/position.ts';
import { encloses } from '../../language/navigation/rangeOrder.ts';
import type { CanvasGraph } from '../../protocol/canvas.ts';
import { toRange } from './convert.ts';

/** Long enough for a cursor that is moved key by key to come to rest. */
const DELAY_MS = 120;

/** Shows `range` of `document` in a text editor that is there already, else in a new one beside. */
export async function revealText(document: vscode.TextDocument, range: Range): Promise<void> {
  const viewColumn = columnOfText(document.uri) ?? vscode.ViewColumn.Beside;
  await vscode.window.showTextDocument(document, { viewColumn, selection: toRange(range) });
}

/** Selects the beginning of `range` in text editors of `document` that are in sight; opens none. */
export function showInText(document: vscode.TextDocument, { start }: Range): void {
  const place = toRange({ start, end: start });
  for (const editor of editorsOf(document)) {
    editor.selection = new vscode.Selection(place.start, place.end);
    editor.revealRange(place, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

export interface CursorPorts {
  readonly document: vscode.TextDocument;
  /** The graph in the version of the text that is shown; undefined when it cannot be read. */
  readonly graph: () => CanvasGraph | undefined;
  readonly select: (operations: readonly string[]) => void;
}

/** Calls `select` with the operation that the cursor of a text editor has moved into, once it rests there. */
export function followCursor({ document, graph, select }: CursorPorts): Disposable {
  let timer: NodeJS.Timeout | undefined;
  let last: string | undefined;
  const look = ({ selections }: vscode.TextEditorSelectionChangeEvent): void => {
    const [selection] = selections;
    const operation = selection && graph()?.operations.find(({ range }) => encloses(range, selection))?.name;
    if (operation !== undefined && operation !== last) select([operation]);
    last = operation;
  };
  const subscription = vscode.window.onDidChangeTextEditorSelection((event) => {
    if (event.textEditor.document !== document) return;
    clearTimeout(timer);
    timer = setTimeout(() => look(event), DELAY_MS);
  });
  return {
    dispose: () => {
      clearTimeout(timer);
      subscription.dispose();
    },
  };
}

function editorsOf(document: vscode.TextDocument): vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter((editor) => editor.document === document);
}

function columnOfText(uri: vscode.Uri): vscode.ViewColumn | undefined {
  const isText = ({ input }: vscode.Tab): boolean =>
    input instanceof vscode.TabInputText && input.uri.toString() === uri.toString();
  // One that is hidden behind the canvas would take its place.
  const groups = vscode.window.tabGroups.all.filter(({ tabs }) => tabs.some(isText));
  const other =
    groups.find(({ activeTab }) => activeTab && isText(activeTab)) ?? groups.find((g) => !g.isActive);
  return other?.viewColumn;
}
