// Which graph a person means, and whether something may be done with it: shared by everything that runs, pushes and deploys. Starts
// nothing.
import * as vscode from 'vscode';
import { languageId, visualEditorType } from '../ids.ts';

/** Says why nothing runs when the workspace is not trusted. */
export function mayRun(): boolean {
  if (vscode.workspace.isTrusted) return true;
  void vscode.window.showErrorMessage(
    'Graphs run code of the workspace. Trust it first, by "Workspaces: Manage Workspace Trust".',
  );
  return false;
}

/**
 * The file to run, saved: `uri`, or by default that of the graph in front. Undefined when there is none that can be run, which the
 * person is told.
 */
export async function findRunnableGraph(uri: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  if (!mayRun()) return undefined;
  const target = uri ?? graphInFront();
  if (!target) {
    void vscode.window.showInformationMessage(
      'Open a graph definition or a DataflowGraph resource to run it.',
    );
    return undefined;
  }
  if (target.scheme !== 'file') {
    void vscode.window.showErrorMessage(
      'Only graphs that are files on disk can be run. Save this one first.',
    );
    return undefined;
  }
  await vscode.workspace.save(target);
  return target;
}

/**
 * The file to push or deploy, saved: `given`, or that of the graph in front. Undefined where the workspace is not trusted or there is no
 * such file, which the person is told in the words given.
 */
export async function findSavedGraph(
  given: vscode.Uri | undefined,
  words: { readonly untrusted: string; readonly none: string },
): Promise<vscode.Uri | undefined> {
  const uri = given ?? graphInFront();
  if (vscode.workspace.isTrusted && uri?.scheme === 'file') {
    await vscode.workspace.save(uri);
    return uri;
  }
  void vscode.window.showErrorMessage(
    vscode.workspace.isTrusted
      ? words.none
      : `${words.untrusted} Trust this one first, by "Workspaces: Manage Workspace Trust".`,
  );
  return undefined;
}

/** The graph of the active text editor or visual editor. */
export function graphInFront(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document?.languageId === languageId) return document.uri;
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === visualEditorType
    ? input.uri
    : undefined;
}
