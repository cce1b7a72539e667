// The built language server as a process, and an editor's side of the conversation with it.
import { fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  type Diagnostic,
  IPCMessageReader,
  IPCMessageWriter,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import { LineIndex } from '../../../src/graph/lineIndex.ts';
import type { ServerSettings } from '../../../src/protocol/languageServer.ts';

/** An open text: its URI and where things stand in it. */
export class OpenedText {
  readonly uri: string;
  readonly #connection: ProtocolConnection;
  #text: string;
  #version = 1;

  constructor(connection: ProtocolConnection, uri: string, text: string) {
    this.#connection = connection;
    this.uri = uri;
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  get version(): number {
    return this.#version;
  }

  /** The position `shift` characters after the beginning of the first `words`. */
  at(words: string, shift = 0): { textDocument: { uri: string }; position: Position } {
    const offset = this.#text.indexOf(words);
    if (offset < 0) throw new Error(`"${words}" is not in ${this.uri}`);
    const position = new LineIndex(this.#text).positionAt(offset + shift);
    return { textDocument: { uri: this.uri }, position };
  }

  /** Replaces the first `words`, as an editor tells it. */
  async replace(words: string, replacement: string): Promise<void> {
    const { position: start } = this.at(words);
    const { position: end } = this.at(words, words.length);
    this.#text = this.#text.replace(words, () => replacement);
    this.#version += 1;
    await this.#connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri, version: this.#version },
      contentChanges: [{ range: { start, end }, text: replacement }],
    });
  }
}

export class ServerProcess {
  readonly connection: ProtocolConnection;
  readonly #child: ReturnType<typeof fork>;
  readonly #published: PublishDiagnosticsParams[] = [];
  #settings: ServerSettings = {};
  #wake: () => void = () => undefined;

  private constructor(environment: NodeJS.ProcessEnv) {
    this.#child = fork('dist/languageServer.mjs', ['--node-ipc'], { env: environment });
    this.connection = createProtocolConnection(
      new IPCMessageReader(this.#child),
      new IPCMessageWriter(this.#child),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.#published.push(params);
      this.#wake();
    });
    this.connection.onRequest('workspace/configuration', () => [this.#settings]);
    for (const ignored of ['client/registerCapability', 'workspace/codeLens/refresh'])
      this.connection.onRequest(ignored, () => null);
    this.connection.onRequest('workspace/semanticTokens/refresh', () => null);
    this.connection.listen();
  }

  /** Starts the server on `folder`. */
  static async start(folder: string, environment: NodeJS.ProcessEnv = process.env): Promise<ServerProcess> {
    const server = new ServerProcess(environment);
    const uri = pathToFileURL(folder).href;
    await server.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: basename(folder) }],
      capabilities: { workspace: { configuration: true, workspaceFolders: true } },
      initializationOptions: {
        commands: ['dataflowGraph.run'],
        explainCommand: 'dataflowGraph.explainProblem',
      },
    });
    await server.connection.sendNotification('initialized', {});
    return server;
  }

  /** Opens the file at `path` with its text, or with another. */
  async open(path: string, text?: string): Promise<OpenedText> {
    const uri = pathToFileURL(path).href;
    const content = text ?? (await readFile(path, 'utf8'));
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'dataflow-graph', version: 1, text: content },
    });
    return new OpenedText(this.connection, uri, content);
  }

  async change(settings: ServerSettings): Promise<void> {
    this.#settings = settings;
    await this.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  }

  /** The problems last told of `text` as it is now, once `isWanted` accepts them. */
  async problemsOf(
    text: OpenedText,
    isWanted: (problems: readonly Diagnostic[]) => boolean = () => true,
  ): Promise<readonly Diagnostic[]> {
    for (;;) {
      const last = this.#published.findLast(({ uri }) => uri === text.uri);
      if (last?.version === text.version && isWanted(last.diagnostics)) return last.diagnostics;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    this.connection.dispose();
    if (this.#child.exitCode === null) await new Promise((resolve) => this.#child.once('exit', resolve));
  }
}
