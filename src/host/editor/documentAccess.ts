// What a document must be to be edited as a graph: of our language, and writable.
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

/** Whether the file at `uri` may be changed, as far as anyone can tell before trying. */
export async function canWrite(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme === 'untitled') return true;
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) return false;
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) === 0;
  } catch {
    // Deleted, and still open: saving brings it back.
    return true;
  }
}
