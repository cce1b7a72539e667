// The language server: ties a connection to open texts, settings and what is known of the workspace. Features are answered
// in answerRequests.ts. Knows no editor.
import {
  type Connection,
  DidChangeConfigurationNotification,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import type { Diagnostic } from 'vscode-languageserver-types';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import {
  outlineChangedNotification,
  outlineRequest,
  refreshNotification,
  type ServerOptions,
  type ServerSettings,
} from '../protocol/languageServer.ts';
import { toDiagnostic, type DiagnosticOptions } from '../language/diagnostics/diagnose.ts';
import { tellProblems } from '../language/diagnostics/tellProblems.ts';
import { noFacts, type WorkspaceFacts } from '../language/workspaceFacts.ts';
import { answerRequests } from './answerRequests.ts';
import { CanvasRequests } from './canvas/canvasRequests.ts';
import { DiagnosticsPublisher, type PublisherPorts } from './diagnosticsPublisher.ts';
import { type OpenText, OpenTexts } from './openTexts.ts';
import { outlineOf } from './outline.ts';
import { problemOptions } from './problemOptions.ts';
import { serverCapabilities } from './serverCapabilities.ts';
import { defaultSettings, type LanguageSettings, readSettings } from './serverSettings.ts';

/** What the server knows of the files around those that are open. */
export interface WorkspaceKnowledge extends Disposable {
  facts(): WorkspaceFacts;
  /** Reads everything again. */
  refresh(): Promise<void>;
  /** Files that were created, changed or deleted, as URIs. */
  filesChanged(uris: readonly string[]): void;
  /** The text in the editor counts instead of the one on disk, until it is closed. */
  textChanged(uri: string, texts: OpenTexts): void;
}

/** Opens the workspace at `folders` (URIs); `onChanged` is called whenever its facts are others. */
export type OpenWorkspace = (options: {
  readonly folders: readonly string[];
  readonly cacheFolder: string;
  readonly onChanged: () => void;
}) => WorkspaceKnowledge;

/** What the server needs from outside. */
export interface ServerPorts extends Pick<PublisherPorts, 'startTimer'> {
  readonly openWorkspace: OpenWorkspace;
}

export class LanguageServer implements Disposable {
  readonly #connection: Connection;
  readonly #openWorkspace: OpenWorkspace;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #texts: OpenTexts = new OpenTexts();
  readonly #publisher: DiagnosticsPublisher;
  readonly #canvas: CanvasRequests;
  #workspace: WorkspaceKnowledge | undefined;
  #folders: string[] = [];
  #options: ServerOptions = { cacheFolder: '', commands: [], explainCommand: '' };
  #settings: LanguageSettings = defaultSettings;

  /** Answers on `connection` once that listens. */
  constructor(connection: Connection, { openWorkspace, startTimer }: ServerPorts) {
    this.#connection = connection;
    this.#openWorkspace = openWorkspace;
    this.#publisher = this.#store.add(
      new DiagnosticsPublisher({
        diagnose: (uri) => this.#diagnose(uri),
        send: (uri, version, diagnostics) => this.#send(uri, version, diagnostics),
        startTimer,
      }),
    );
    this.#canvas = new CanvasRequests(connection, {
      texts: this.#texts,
      facts: () => this.#facts,
      problemOptions: (text) => this.#problemOptions(text),
    });
    this.#store.add(this.#texts.listen(connection));
    this.#store.add(this.#texts.onChanged((uri) => this.#onTextChanged(uri)));
    this.#store.add(this.#texts.onClosed((uri) => this.#onTextClosed(uri)));
    connection.onInitialize((params) => this.#initialize(params));
    connection.onInitialized(() => this.#start());
    this.#answer();
  }

  dispose(): void {
    this.#workspace?.dispose();
    this.#store.dispose();
  }

  #initialize({ initializationOptions, workspaceFolders }: InitializeParams): InitializeResult {
    this.#options = { ...this.#options, ...(initializationOptions as Partial<ServerOptions> | undefined) };
    this.#folders = workspaceFolders?.map(({ uri }) => uri) ?? [];
    return { capabilities: serverCapabilities, serverInfo: { name: 'dataflow-graph' } };
  }

  async #start(): Promise<void> {
    const connection = this.#connection;
    this.#reopenWorkspace();
    connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => uri));
      this.#folders = [...this.#folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
      this.#reopenWorkspace();
    });
    connection.onDidChangeConfiguration(() => void this.#readSettings());
    await connection.client.register(DidChangeConfigurationNotification.type, { section: 'dataflowGraph' });
    await this.#readSettings();
  }

  #reopenWorkspace(): void {
    this.#workspace?.dispose();
    this.#workspace = this.#openWorkspace({
      folders: this.#folders,
      cacheFolder: this.#options.cacheFolder,
      onChanged: () => this.#onFactsChanged(),
    });
    for (const uri of this.#texts.list()) this.#workspace.textChanged(uri, this.#texts);
    void this.#workspace.refresh();
  }

  get #facts(): WorkspaceFacts {
    return this.#workspace?.facts() ?? noFacts;
  }

  #problemOptions(text: OpenText): DiagnosticOptions {
    const { explainCommand } = this.#options;
    return problemOptions(text, { facts: this.#facts, settings: this.#settings, explainCommand });
  }

  #answer(): void {
    const connection = this.#connection;
    answerRequests(connection, {
      texts: this.#texts,
      facts: () => this.#facts,
      lensCommands: () => (this.#settings.hasCodeLens ? this.#options.commands : []),
      problemOptions: (text) => this.#problemOptions(text),
    });
    connection.onDidChangeWatchedFiles(({ changes }) =>
      this.#workspace?.filesChanged(changes.map(({ uri }) => uri)),
    );
    connection.onRequest(outlineRequest, () => outlineOf(this.#facts));
    connection.onNotification(refreshNotification, () => this.#workspace?.refresh());
  }

  #onTextChanged(uri: string): void {
    this.#publisher.schedule(uri);
  }

  #onTextClosed(uri: string): void {
    this.#publisher.clear(uri);
    this.#workspace?.textChanged(uri, this.#texts);
  }

  // Another module or graph can make problems come and go in every text.
  #onFactsChanged(): void {
    for (const uri of this.#texts.list()) this.#publisher.schedule(uri);
    this.#canvas.tellWorkspace();
    void this.#connection.sendNotification(outlineChangedNotification);
  }

  #diagnose(uri: string): { version: number; diagnostics: Diagnostic[] } | undefined {
    const text = this.#texts.get(uri);
    if (!text) return undefined;
    this.#workspace?.textChanged(uri, this.#texts);
    const options = this.#problemOptions(text);
    const problems = tellProblems(text.file, options);
    this.#canvas.tellText(text, problems);
    return { version: text.version, diagnostics: problems.map((problem) => toDiagnostic(problem, options)) };
  }

  #send(uri: string, version: number | undefined, diagnostics: Diagnostic[]): void {
    void this.#connection.sendDiagnostics({ uri, diagnostics, ...(version !== undefined && { version }) });
  }

  async #readSettings(): Promise<void> {
    const section = (await this.#connection.workspace.getConfiguration(
      'dataflowGraph',
    )) as ServerSettings | null;
    this.#settings = readSettings(section);
    this.#onFactsChanged();
    void this.#connection.languages.semanticTokens.refresh();
    void this.#connection.sendRequest('workspace/codeLens/refresh');
  }
}
