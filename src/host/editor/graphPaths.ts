// Tells menus which files are graph definitions: those that are open, and those that the language server has found. Starts
// nothing by itself.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { outlineChangedNotification } from '../../protocol/languageServer.ts';
import { contextKeys, languageId } from '../ids.ts';
import type { LanguageService } from '../language/languageService.ts';
import { isGraphText } from './graphDocument.ts';

/** Keeps the menus informed until disposed. */
export function tellGraphPaths(language: LanguageService): Disposable {
  const paths = new GraphPaths(language);
  const store = new DisposableStore();
  const tell = (): void => paths.tell();
  store.add(vscode.workspace.onDidOpenTextDocument(tell));
  store.add(vscode.workspace.onDidCloseTextDocument(tell));
  store.add(vscode.workspace.onDidSaveTextDocument(tell));
  store.add(vscode.window.onDidChangeActiveTextEditor(tell));
  store.add(language.onTold(outlineChangedNotification, () => void paths.readOutline()));
  paths.tell();
  return store;
}

class GraphPaths {
  readonly #language: LanguageService;
  #found: readonly string[] = [];
  #told = '';

  constructor(language: LanguageService) {
    this.#language = language;
  }

  async readOutline(): Promise<void> {
    const outline = await this.#language.outline();
    this.#found = (outline?.graphs ?? []).flatMap(({ uri }) => pathsOf(vscode.Uri.parse(uri)));
    this.tell();
  }

  tell(): void {
    const graphs = vscode.workspace.textDocuments.filter(
      (document) => document.languageId === languageId && isGraphText(document.getText()),
    );
    const paths = [...new Set([...this.#found, ...graphs.flatMap(({ uri }) => pathsOf(uri))])].sort();
    const told = JSON.stringify(paths);
    if (told === this.#told) return;
    this.#told = told;
    void vscode.commands.executeCommand('setContext', contextKeys.graphPaths, paths);
  }
}

// As menus name a file by `resourcePath`: one of the two, depending on where the window runs.
function pathsOf(uri: vscode.Uri): string[] {
  return [uri.fsPath, uri.path];
}
