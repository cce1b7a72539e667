// A text in the editor for tests inside the extension host: opened, edited, waited for. Must not know what is tested.
import * as vscode from 'vscode';

/** A document with the places that tests speak of. */
export class OpenText {
  readonly document: vscode.TextDocument;
  readonly #editor: vscode.TextEditor;

  private constructor(editor: vscode.TextEditor) {
    this.#editor = editor;
    this.document = editor.document;
  }

  /** Opens a file of the workspace. */
  static async open(name: string): Promise<OpenText> {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (!folder) throw new Error('There is no workspace folder.');
    return new OpenText(await vscode.window.showTextDocument(vscode.Uri.joinPath(folder.uri, name)));
  }

  /** Opens a text that is on no disk. */
  static async untitled(content: string, language = 'dataflow-graph'): Promise<OpenText> {
    const document = await vscode.workspace.openTextDocument({ content, language });
    return new OpenText(await vscode.window.showTextDocument(document));
  }

  get uri(): vscode.Uri {
    return this.document.uri;
  }

  get text(): string {
    return this.document.getText();
  }

  /** The position `shift` characters after the beginning of the first `words`. */
  at(words: string, shift = 0): vscode.Position {
    const offset = this.text.indexOf(words);
    if (offset < 0) throw new Error(`"${words}" is not in ${this.uri.toString()}`);
    return this.document.positionAt(offset + shift);
  }

  async replace(words: string, replacement: string): Promise<void> {
    const range = new vscode.Range(this.at(words), this.at(words, words.length));
    await this.#editor.edit((builder) => builder.replace(range, replacement));
  }

  /** Takes back everything since it was opened, and closes it. */
  async close(): Promise<void> {
    await vscode.window.showTextDocument(this.document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }

  /** Its problems, once `isWanted` accepts them. */
  problems(isWanted: (problems: readonly vscode.Diagnostic[]) => boolean): Promise<vscode.Diagnostic[]> {
    const ask = (): vscode.Diagnostic[] => vscode.languages.getDiagnostics(this.uri);
    return until(ask, isWanted, (listener) => vscode.languages.onDidChangeDiagnostics(listener));
  }

  /** The answer of VS Code's command `id` about this text, once `isWanted` accepts it. */
  ask<T>(id: string, isWanted: (answer: T) => boolean, ...args: readonly unknown[]): Promise<T> {
    return poll(() => vscode.commands.executeCommand<T>(id, this.uri, ...args), isWanted);
  }
}

/** Code of a problem. */
export function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}

async function until<T>(
  ask: () => T,
  isWanted: (answer: T) => boolean,
  subscribe: (listener: () => void) => vscode.Disposable,
): Promise<T> {
  let subscription: vscode.Disposable | undefined;
  try {
    return await new Promise<T>((resolve) => {
      const look = (): void => {
        const answer = ask();
        if (isWanted(answer)) resolve(answer);
      };
      subscription = subscribe(look);
      look();
    });
  } finally {
    subscription?.dispose();
  }
}

/** For what tells nobody that it has changed, such as the background reading of modules. */
export async function poll<T>(ask: () => PromiseLike<T>, isWanted: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
