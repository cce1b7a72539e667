// Composition root of the extension: creates its parts and ties their lives to the extension's. Does nothing itself.
import * as vscode from 'vscode';
import { contextKeys, commandIds } from './host/ids.ts';
import { LanguageService } from './host/language/languageService.ts';
import { recognizeDocuments } from './host/language/recognizeDocuments.ts';
import { registerCommands } from './host/registerCommands.ts';
import { GraphRuns } from './host/tasks/graphRuns.ts';
import { WorkspaceView } from './host/views/workspaceView.ts';

export function activate({ extension, extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const bundle = (name: string): string => vscode.Uri.joinPath(extensionUri, 'dist', name).fsPath;
  const log = vscode.window.createOutputChannel('Data Flow Graphs', { log: true });
  const language = new LanguageService({
    serverPath: bundle('languageServer.mjs'),
    log,
    lensCommands: [commandIds.run],
  });
  const runs = new GraphRuns(bundle('cli.mjs'));
  subscriptions.push(
    log,
    language,
    runs,
    new WorkspaceView(language),
    registerCommands({ extension, log, language, runs }),
    recognizeDocuments(log),
    vscode.workspace.onDidGrantWorkspaceTrust(tellWhatCanRun),
  );
  tellWhatCanRun();
}

function tellWhatCanRun(): void {
  void vscode.commands.executeCommand('setContext', contextKeys.canRun, vscode.workspace.isTrusted);
}
