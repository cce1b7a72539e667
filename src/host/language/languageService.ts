// Holds the one language session of the extension and starts it on demand. Knows no feature. The client library is
// loaded with the first session, so that activation stays fast.
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { describeError } from '../../base/errors.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import type { WorkspaceOutline } from '../../protocol/languageServer.ts';
import { languageId } from '../ids.ts';
import type { LanguageSession, LanguageSessionOptions } from './languageSession.ts';

type Options = Omit<LanguageSessionOptions, 'onOutlineChanged'>;

export class LanguageService implements vscode.Disposable {
  readonly #options: Options;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #outlineChanged: Emitter<void> = new Emitter<void>();
  #session: Promise<LanguageSession | undefined> | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#store.add(vscode.workspace.onDidOpenTextDocument((document) => this.#startFor(document)));
    for (const document of vscode.workspace.textDocuments) this.#startFor(document);
  }

  get onOutlineChanged(): Event<void> {
    return this.#outlineChanged.event;
  }

  /** Undefined when the server cannot be started; the user has been told then. */
  async outline(): Promise<WorkspaceOutline | undefined> {
    return (await this.#ensureSession())?.outline();
  }

  async refresh(): Promise<void> {
    await (await this.#ensureSession())?.refresh();
  }

  async restart(): Promise<void> {
    const session = await this.#session;
    if (session) return session.restart();
    this.#session = undefined;
    await this.#ensureSession();
  }

  dispose(): void {
    this.#store.dispose();
    this.#outlineChanged.dispose();
    void this.#session?.then((session) => session?.dispose());
  }

  #startFor(document: vscode.TextDocument): void {
    if (document.languageId === languageId) void this.#ensureSession();
  }

  #ensureSession(): Promise<LanguageSession | undefined> {
    this.#session ??= this.#start();
    return this.#session;
  }

  async #start(): Promise<LanguageSession | undefined> {
    try {
      const { LanguageSession } = await import('./languageSession.ts');
      const onOutlineChanged = (): void => this.#outlineChanged.fire();
      return await LanguageSession.start({ ...this.#options, onOutlineChanged });
    } catch (error) {
      const message = `The language server for data flow graphs could not be started: ${describeError(error)}`;
      this.#options.log.error(message);
      void vscode.window.showErrorMessage(message);
      return undefined;
    }
  }
}
