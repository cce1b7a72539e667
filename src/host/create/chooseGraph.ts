// Which graph a new operator goes into, and the folder that has its operators. Creates nothing.
import * as vscode from 'vscode';
import { graphInFront } from '../debug/runnableGraph.ts';
import { fileExists } from '../fileExists.ts';

/** Graphs of test cases are none to extend. */
const passedOver = '**/{node_modules,target,tests}/**';
/** More are not told apart in a list. */
const MAX_GRAPHS = 100;

export interface ChosenGraph {
  /** The workspace folder. */
  readonly folder: vscode.Uri;
  /** Absent when the operator goes into none. */
  readonly graph?: vscode.Uri;
}

/** `target`, the graph in front, the only one there is, or one that is asked for. Undefined when the person gives up. */
export async function chooseGraph(target: vscode.Uri | undefined): Promise<ChosenGraph | undefined> {
  const given = target ?? graphInFront();
  const folder =
    (given && vscode.workspace.getWorkspaceFolder(given)) ?? vscode.workspace.workspaceFolders?.[0];
  if (folder?.uri.scheme !== 'file') {
    void vscode.window.showErrorMessage('Open a folder on your disk first: an operator is a folder in it.');
    return undefined;
  }
  if (given?.scheme === 'file') return { folder: folder.uri, graph: given };
  const pattern = new vscode.RelativePattern(folder, '**/*.dataflow.{yaml,yml}');
  const graphs = await vscode.workspace.findFiles(pattern, passedOver, MAX_GRAPHS);
  const [only, ...others] = graphs;
  if (others.length === 0) return { folder: folder.uri, ...(only && { graph: only }) };
  return askGraph(folder.uri, graphs);
}

async function askGraph(folder: vscode.Uri, graphs: readonly vscode.Uri[]): Promise<ChosenGraph | undefined> {
  const items = graphs
    .map((graph) => ({ label: vscode.workspace.asRelativePath(graph, false), graph }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
  const none = { label: 'No graph', description: 'connect it later, on the canvas', graph: undefined };
  const chosen = await vscode.window.showQuickPick([...items, none], {
    title: 'New Operator',
    placeHolder: 'The graph that gets the operator',
    ignoreFocusOut: true,
  });
  return chosen && { folder, ...(chosen.graph && { graph: chosen.graph }) };
}

/** The nearest folder above the graph that has operators, as runs find them; without one, the graph's own. */
export async function findRoot(folder: vscode.Uri, graph: vscode.Uri | undefined): Promise<vscode.Uri> {
  if (!graph) return folder;
  const start = vscode.Uri.joinPath(graph, '..');
  for (let at = start; at.path.startsWith(folder.path); at = vscode.Uri.joinPath(at, '..')) {
    if (await fileExists(vscode.Uri.joinPath(at, 'operators'))) return at;
    if (at.path === folder.path) break;
  }
  return start;
}
