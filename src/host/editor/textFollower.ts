// Tells a YAML pane how its document's text changes while the pane is open. Knows no webview.
import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { CanvasViewEvents } from '../../protocol/canvas.ts';
import { editsOfChanges } from './textChanges.ts';

export class TextFollower implements Disposable {
  readonly #document: vscode.TextDocument;
  readonly #tell: (change: CanvasViewEvents['textChanged']) => void;
  #subscription: Disposable | undefined;
  #version = 0;

  constructor(document: vscode.TextDocument, tell: (change: CanvasViewEvents['textChanged']) => void) {
    this.#document = document;
    this.#tell = tell;
  }

  /** The text now; its changes follow until `close`. */
  open(): { readonly version: number; readonly text: string } {
    this.#version = this.#document.version;
    this.#subscription ??= vscode.workspace.onDidChangeTextDocument((event) => this.#follow(event));
    return { version: this.#version, text: this.#document.getText() };
  }

  close(): void {
    this.#subscription?.dispose();
    this.#subscription = undefined;
  }

  dispose(): void {
    this.close();
  }

  // Also tells versions in which only line ends changed; an event without a new version is about saving.
  #follow({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    if (document !== this.#document || document.version === this.#version) return;
    const since = this.#version;
    this.#version = document.version;
    const edits = editsOfChanges(contentChanges, document.getText());
    this.#tell({ since, version: this.#version, edits });
  }
}
