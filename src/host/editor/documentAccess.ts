// What a document must be to be edited as a graph: of our language, and writable.
import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import { languageId } from '../ids.ts';
import { isGraphText } from './graphDocument.ts';

/** Gives a graph, or what may become one, our language, so that the language server sees it. Others are left alone. */
export async function adoptDocument(document: vscode.TextDocument): Promise<void> {
  if (document.languageId === languageId || !isGraphText(document.getText())) return;
  try {
    await vscode.languages.setTextDocumentLanguage(document, languageId);
  } catch {
    // Closed meanwhile.
  }
}

/** Whether the file of `document` may be changed, as far as anyone can tell before trying. */
export async function canWrite(document: vscode.TextDocument): Promise<boolean> {
  const { uri } = document;
  if (uri.scheme === 'untitled') return true;
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false || isLockedBySettings(document))
    return false;
  try {
    if (await isLockedByPermissions(uri)) return false;
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) === 0;
  } catch {
    // Deleted, and still open: saving brings it back.
    return true;
  }
}

/**
 * Calls `look` whenever the answer of `canWrite` may be another one: settings were changed, or somebody comes back to the window
 * or to `panel`, and may have changed permissions elsewhere. To be disposed.
 */
export function onWritableMayChange(
  document: vscode.TextDocument,
  panel: vscode.WebviewPanel,
  look: () => void,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (lockSettings.some((name) => event.affectsConfiguration(name, document.uri))) look();
    }),
    vscode.window.onDidChangeWindowState(({ focused }) => {
      if (focused) look();
    }),
    panel.onDidChangeViewState(() => {
      if (panel.active) look();
    }),
  );
}

const lockSettings = ['files.readonlyInclude', 'files.readonlyExclude', 'files.readonlyFromPermissions'];

/** VS Code tells extensions of its settings only, not that an editor is read-only by them. */
function isLockedBySettings(document: vscode.TextDocument): boolean {
  const settings = vscode.workspace.getConfiguration('files', document.uri);
  const folder = vscode.workspace.getWorkspaceFolder(document.uri);
  const isListed = (name: string): boolean =>
    Object.entries(settings.get<Record<string, boolean>>(name, {})).some(([glob, isOn]) => {
      const pattern = folder ? new vscode.RelativePattern(folder, glob) : glob;
      return isOn && vscode.languages.match({ pattern }, document) > 0;
    });
  return isListed('readonlyInclude') && !isListed('readonlyExclude');
}

/** VS Code takes the permissions of files for its own only if it is told to, and tells extensions neither. */
async function isLockedByPermissions(uri: vscode.Uri): Promise<boolean> {
  const settings = vscode.workspace.getConfiguration('files');
  if (uri.scheme !== 'file' || !settings.get<boolean>('readonlyFromPermissions', false)) return false;
  return ((await stat(uri.fsPath)).mode & 0o200) === 0;
}
