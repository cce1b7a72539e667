// Puts what a visual editor has drawn or written into files and onto the clipboard. Draws nothing.
import * as vscode from 'vscode';
import { baseName, fileName } from './fileName.ts';

/** Asks where to save, beside the graph by default, and saves; false when the person thought better of it. */
export async function savePicture(
  graph: vscode.Uri,
  { format, content }: { readonly format: 'svg' | 'png'; readonly content: string },
): Promise<boolean> {
  const name = `${baseName(graph.path)}.${format}`;
  const folder = graph.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0]?.uri : parentOf(graph);
  const target = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: format === 'svg' ? { 'SVG picture': ['svg'] } : { 'PNG picture': ['png'] },
    title: 'Save a picture of the graph',
  });
  if (!target) return false;
  await vscode.workspace.fs.writeFile(target, Buffer.from(content, format === 'svg' ? 'utf8' : 'base64'));
  void offerToOpen(target);
  return true;
}

/** `what` names it to the person. */
export async function copyText(text: string, what: string): Promise<void> {
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`Copied ${what} to the clipboard`, 4000);
}

async function offerToOpen(picture: vscode.Uri): Promise<void> {
  const answer = await vscode.window.showInformationMessage(`Saved ${fileName(picture.path)}.`, 'Open');
  if (answer === 'Open') await vscode.commands.executeCommand('vscode.open', picture);
}

function parentOf(uri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..');
}
