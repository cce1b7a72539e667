// Gives YAML files that are ours by content our language, so that nobody has to rename files. A user who chooses another
// language is left alone. Knows nothing about what the language offers.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { detectDocumentKind, type DocumentKind, documentKinds } from '../../graph/documentKind.ts';
import { languageId, settingNames, settingsSection } from '../ids.ts';

/** Longer texts are not looked at; a graph of a thousand operations has 0.2 million characters. */
const MAX_CHARACTERS = 5_000_000;

const ourKinds: readonly DocumentKind[] = documentKinds.filter(
  (kind) => kind !== 'other' && kind !== 'other-resource',
);

/** Looks at every document that is open, opened or saved, until disposed. */
export function recognizeDocuments(log: vscode.LogOutputChannel): Disposable {
  const recognizer = new Recognizer(log);
  const store = new DisposableStore();
  store.add(vscode.workspace.onDidOpenTextDocument((document) => recognizer.examine(document)));
  store.add(vscode.workspace.onDidSaveTextDocument((document) => recognizer.examine(document)));
  store.add(vscode.workspace.onDidCloseTextDocument((document) => recognizer.forgetIfClosed(document)));
  for (const document of vscode.workspace.textDocuments) recognizer.examine(document);
  return store;
}

class Recognizer {
  readonly #log: vscode.LogOutputChannel;
  /** URIs that were given our language since they were opened. */
  readonly #claimed: Set<string> = new Set<string>();

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
  }

  examine(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    if (document.languageId !== 'yaml' || this.#claimed.has(uri) || !isWanted(document)) return;
    const text = document.getText();
    if (text.length > MAX_CHARACTERS || !ourKinds.includes(detectDocumentKind(text))) return;
    this.#claimed.add(uri);
    vscode.languages.setTextDocumentLanguage(document, languageId).then(undefined, (error: unknown) => {
      // Closed meanwhile.
      this.#log.debug(`${uri} was not given the language ${languageId}: ${String(error)}`);
    });
  }

  // A change of language closes and opens a document too; only afterwards one can tell.
  forgetIfClosed(document: vscode.TextDocument): void {
    const uri = document.uri.toString();
    setTimeout(() => {
      const isOpen = vscode.workspace.textDocuments.some((other) => other.uri.toString() === uri);
      if (!isOpen) this.#claimed.delete(uri);
    }, 0);
  }
}

function isWanted({ uri }: vscode.TextDocument): boolean {
  // Both sides of a diff belong to the same kind of file; output channels and settings do not.
  if (!['file', 'untitled', 'vscode-remote', 'vscode-vfs', 'git'].includes(uri.scheme)) return false;
  return vscode.workspace.getConfiguration(settingsSection, uri).get(settingNames.recognizeByContent, true);
}
