// Texts as documents that cannot be edited: as they were when they were opened. Knows nothing about what they say.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';

const MAX_KEPT = 100;

export class ReadOnlyDocuments implements vscode.TextDocumentContentProvider, Disposable {
  readonly #store: DisposableStore = new DisposableStore();
  readonly #scheme: string;
  readonly #goneText: string;
  /** Texts by their addresses; those of closed documents go. */
  readonly #texts: Map<string, string> = new Map<string, string>();
  readonly #changes: vscode.EventEmitter<vscode.Uri>;
  readonly onDidChange: vscode.Event<vscode.Uri>;

  /** `goneText` stands in a tab whose text is not kept any more. */
  constructor(scheme: string, goneText: string) {
    this.#scheme = scheme;
    this.#goneText = goneText;
    this.#changes = this.#store.add(new vscode.EventEmitter<vscode.Uri>());
    this.onDidChange = this.#changes.event;
    this.#store.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.#store.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#texts.delete(uri.toString())),
    );
  }

  /** `title` stands on the tab and says the language by its ending; another text of the same title takes the place of the first. */
  add(title: string, text: string): vscode.Uri {
    const name = title.replaceAll('/', '∕'); // A slash would end the name on the tab.
    const uri = vscode.Uri.from({ scheme: this.#scheme, path: `/${name}` });
    this.#texts.set(uri.toString(), text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MAX_KEPT && oldest !== undefined) this.#texts.delete(oldest);
    this.#changes.fire(uri);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? this.#goneText;
  }

  dispose(): void {
    this.#store.dispose();
  }
}
