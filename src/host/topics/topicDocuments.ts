// Values of topics as documents that cannot be edited: as they were when they were opened. Knows no run.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { ReadableValue } from './topicText.ts';

const scheme = 'dataflow-topic';
const MAX_KEPT = 100;

export class TopicDocuments implements vscode.TextDocumentContentProvider, Disposable {
  readonly #store: DisposableStore = new DisposableStore();
  /** Texts by their addresses; those of closed documents go. */
  readonly #texts: Map<string, string> = new Map<string, string>();

  constructor() {
    this.#store.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.#store.add(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.#texts.delete(uri.toString())),
    );
  }

  /** `moment` distinguishes values of one topic: it stands in the address, and so on the tab. */
  add(topic: string, moment: string, { text, extension }: ReadableValue): vscode.Uri {
    const name = topic.replaceAll('/', '∕'); // A slash would end the name on the tab.
    const uri = vscode.Uri.from({ scheme, path: `/${name} ${moment}${extension}` });
    this.#texts.set(uri.toString(), text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > MAX_KEPT && oldest !== undefined) this.#texts.delete(oldest);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.#texts.get(uri.toString()) ?? 'This value is not kept any more. Open it from the topics again.'
    );
  }

  dispose(): void {
    this.#store.dispose();
  }
}
