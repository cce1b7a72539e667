// Holds the one language session of the extension and starts it on demand. Knows no feature. The client library is
// loaded with the first session, so that activation stays fast.
import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../base/disposable.ts';
import { describeError } from '../../base/errors.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import { canvasModelNotification, canvasWorkspaceNotification } from '../../protocol/canvas.ts';
import { outlineChangedNotification, type WorkspaceOutline } from '../../protocol/languageServer.ts';
import { languageId } from '../ids.ts';
import type { LanguageSession, LanguageSessionOptions } from './languageSession.ts';

type Options = Omit<LanguageSessionOptions, 'listeners' | 'onRunning'>;

/** Notifications of ours that the server sends. */
type Notification =
  typeof outlineChangedNotification | typeof canvasModelNotification | typeof canvasWorkspaceNotification;

export class LanguageService implements vscode.Disposable {
  readonly #options: Options;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #told: Readonly<Record<Notification, Emitter<unknown>>> = {
    [outlineChangedNotification]: new Emitter<unknown>(),
    [canvasModelNotification]: new Emitter<unknown>(),
    [canvasWorkspaceNotification]: new Emitter<unknown>(),
  };
  readonly #running: Emitter<void> = new Emitter<void>();
  #session: Promise<LanguageSession | undefined> | undefined;

  constructor(options: Options) {
    this.#options = options;
    this.#store.add(vscode.workspace.onDidOpenTextDocument((document) => this.#startFor(document)));
    for (const document of vscode.workspace.textDocuments) this.#startFor(document);
  }

  /** The server has begun to answer, for the first time or again; it remembers nothing of an earlier one. */
  get onRunning(): Event<void> {
    return this.#running.event;
  }

  /** Calls `listener` with the parameters of each such notification. */
  onTold(notification: Notification, listener: (params: unknown) => void): Disposable {
    return this.#told[notification].event(listener);
  }

  /** Starts the server when it is not running. Undefined when it cannot be started; the user has been told then. */
  async ask<R>(request: string, params: unknown): Promise<R | undefined> {
    return (await this.#ensureSession())?.ask<R>(request, params);
  }

  /** Starts the server when it is not running. */
  async tell(notification: string, params: unknown): Promise<void> {
    await (await this.#ensureSession())?.tell(notification, params);
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
    this.#running.dispose();
    for (const emitter of Object.values(this.#told)) emitter.dispose();
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
      const listeners = new Map(
        Object.entries(this.#told).map(([name, emitter]) => [
          name,
          (params: unknown) => emitter.fire(params),
        ]),
      );
      const onRunning = (): void => this.#running.fire();
      return await LanguageSession.start({ ...this.#options, listeners, onRunning });
    } catch (error) {
      const message = `The language server for data flow graphs could not be started: ${describeError(error)}`;
      this.#options.log.error(message);
      void vscode.window.showErrorMessage(message);
      return undefined;
    }
  }
}
