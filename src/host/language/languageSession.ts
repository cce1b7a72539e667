// The extension's side of the language server: starts it when the first of our files or views needs it, ends and
// restarts it. Knows no feature; VS Code's client library ties those to the editor.
import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions as ServerCommand,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import {
  outlineRequest,
  refreshNotification,
  type ServerOptions,
  type WorkspaceOutline,
} from '../../protocol/languageServer.ts';
import { readCacheFolder } from '../cacheFolder.ts';
import { commandIds, languageId, settingsSection } from '../ids.ts';

/** Restarts after crashes before giving up. */
const MAX_CRASHES = 4;

/** Not offered where the workspace is not trusted. */
const startsRuns: readonly string[] = [commandIds.run, commandIds.debug];

/** What files tell the server about modules, operators and graphs. */
const watchedFiles = '**/*.{yaml,yml,json,wasm,rs,py,js,ts,toml}';

export interface LanguageSessionOptions {
  /** Path of the server's bundle. */
  readonly serverPath: string;
  readonly log: vscode.LogOutputChannel;
  /** Commands offered above graphs. */
  readonly lensCommands: readonly string[];
  /** What is done with each of the server's own notifications, by its name. */
  readonly listeners: ReadonlyMap<string, (params: unknown) => void>;
  /** Called whenever a server has begun to answer, also after a restart. */
  readonly onRunning: () => void;
}

/** A running client with its server process. */
export class LanguageSession implements vscode.Disposable {
  readonly #client: LanguageClient;
  readonly #watcher: vscode.FileSystemWatcher;
  readonly #trust: vscode.Disposable;
  #crashes = 0;

  private constructor(options: LanguageSessionOptions) {
    this.#watcher = vscode.workspace.createFileSystemWatcher(watchedFiles);
    this.#client = new LanguageClient(
      settingsSection,
      'Data Flow Graphs',
      serverCommand(options.serverPath),
      this.#clientOptions(options),
    );
    for (const [notification, listener] of options.listeners)
      this.#client.onNotification(notification, listener);
    // The server has lenses asked for again then.
    this.#trust = vscode.workspace.onDidGrantWorkspaceTrust(
      () => void this.tell('workspace/didChangeConfiguration', { settings: null }),
    );
    this.#client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) options.onRunning();
    });
  }

  /** Resolves when the server answers. Rejects when it cannot be started. */
  static async start(options: LanguageSessionOptions): Promise<LanguageSession> {
    const session = new LanguageSession(options);
    try {
      await session.#client.start();
    } catch (error) {
      session.dispose();
      throw error;
    }
    return session;
  }

  outline(): Promise<WorkspaceOutline> {
    return this.#client.sendRequest<WorkspaceOutline>(outlineRequest);
  }

  refresh(): Promise<void> {
    return this.#client.sendNotification(refreshNotification);
  }

  /** Sends a request of ours. */
  ask<R>(request: string, params: unknown): Promise<R> {
    return this.#client.sendRequest<R>(request, params);
  }

  /** Sends a notification of ours. */
  tell(notification: string, params: unknown): Promise<void> {
    return this.#client.sendNotification(notification, params);
  }

  restart(): Promise<void> {
    this.#crashes = 0;
    return this.#client.restart();
  }

  dispose(): void {
    this.#watcher.dispose();
    this.#trust.dispose();
    // Nobody can do anything about a server that is gone already.
    this.#client.dispose().catch(() => undefined);
  }

  #clientOptions({ log, lensCommands }: LanguageSessionOptions): LanguageClientOptions {
    const cacheFolder = readCacheFolder() ?? '';
    const initializationOptions: ServerOptions = {
      cacheFolder,
      commands: lensCommands,
      explainCommand: commandIds.explainProblem,
    };
    return {
      documentSelector: [{ language: languageId }],
      outputChannel: log,
      initializationOptions,
      synchronize: { fileEvents: this.#watcher },
      // Links of problems explain them with a command of ours; nothing else is trusted.
      markdown: { isTrusted: false, supportHtml: false },
      middleware: {
        provideCodeLenses: async (document, token, next) => {
          const lenses = await next(document, token);
          return lenses?.filter(
            ({ command }) => vscode.workspace.isTrusted || !startsRuns.includes(command?.command ?? ''),
          );
        },
      },
      errorHandler: {
        error: (_error, _message, count) => ({
          action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
        }),
        closed: () => this.#onClosed(log),
      },
    };
  }

  #onClosed(log: vscode.LogOutputChannel): { action: CloseAction; message?: string } {
    this.#crashes += 1;
    log.error(`The language server ended unexpectedly (${String(this.#crashes)} of ${String(MAX_CRASHES)}).`);
    if (this.#crashes < MAX_CRASHES) return { action: CloseAction.Restart };
    return {
      action: CloseAction.DoNotRestart,
      message:
        'The language server for data flow graphs ended several times and is not started again. Its log tells more; "Restart Language Server" tries again.',
    };
  }
}

function serverCommand(module: string): ServerCommand {
  const transport = TransportKind.ipc;
  return {
    run: { module, transport },
    debug: { module, transport, options: { execArgv: ['--nolazy', '--inspect=6009'] } },
  };
}
