// The texts that are open in the editor, each version examined once and shared by every feature. Knows no feature.
import { type Connection, TextDocuments } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Disposable } from '../base/disposable.ts';
import { type GraphFile, parseGraphFile } from '../graph/parseGraph.ts';

/** One version of an open text. */
export interface OpenText {
  readonly uri: string;
  readonly version: number;
  readonly file: GraphFile;
}

export class OpenTexts {
  readonly #documents = new TextDocuments<TextDocument>(TextDocument);
  readonly #examined: Map<string, OpenText> = new Map<string, OpenText>();

  constructor() {
    this.#documents.onDidClose(({ document }) => void this.#examined.delete(document.uri));
  }

  /** Examined at the first call for its version; undefined when it is not open. */
  get(uri: string): OpenText | undefined {
    const document = this.#documents.get(uri);
    if (!document) return undefined;
    const known = this.#examined.get(uri);
    if (known?.version === document.version) return known;
    const text = { uri, version: document.version, file: parseGraphFile(document.getText()) };
    this.#examined.set(uri, text);
    return text;
  }

  /** URIs of all open texts. */
  list(): string[] {
    return this.#documents.keys();
  }

  /** Called with the URI of a text that was opened or has changed. */
  onChanged(listener: (uri: string) => void): Disposable {
    return this.#documents.onDidChangeContent(({ document }) => listener(document.uri));
  }

  onClosed(listener: (uri: string) => void): Disposable {
    return this.#documents.onDidClose(({ document }) => listener(document.uri));
  }

  /** Follows what the editor tells from now on. */
  listen(connection: Connection): Disposable {
    return this.#documents.listen(connection);
  }
}
