// Leads to a part of a run in the text of its graph. Knows nothing about who asks.
import * as vscode from 'vscode';
import type { SourcePlace } from '../../protocol/runProcess.ts';

/** Selects the first line of `place`, in an editor that is there already where there is one. */
export async function revealPlace({ file, firstLine }: SourcePlace): Promise<void> {
  const uri = vscode.Uri.file(file);
  const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.fsPath === file);
  const start = new vscode.Position(firstLine, 0);
  await vscode.window.showTextDocument(uri, {
    selection: new vscode.Range(start, start),
    ...(shown?.viewColumn !== undefined && { viewColumn: shown.viewColumn }),
  });
}
