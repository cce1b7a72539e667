// A language server and an editor's side of the conversation with it, over streams in memory, as far as visual editors need it.
import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { noFacts, type WorkspaceFacts } from '../../../../src/language/workspaceFacts.ts';
import {
  canvasModelNotification,
  type CanvasModelParams,
  canvasWorkspaceNotification,
  type CanvasWorkspace,
  watchCanvasNotification,
} from '../../../../src/protocol/canvas.ts';
import { LanguageServer } from '../../../../src/server/languageServer.ts';
import { ManualTime } from '../../../helpers/manualTime.ts';

export const uri = 'file:///graphs/line.dataflow.yaml';

/** Begins to answer with its first message, so ask something first. */
export class CanvasSide {
  readonly connection: ProtocolConnection;
  readonly models: CanvasModelParams[] = [];
  readonly workspaces: CanvasWorkspace[] = [];
  readonly time: ManualTime = new ManualTime(0);
  readonly #server: LanguageServer;
  #facts: WorkspaceFacts = noFacts;
  #onFactsChanged: () => void = () => undefined;

  private constructor() {
    const up = new PassThrough();
    const down = new PassThrough();
    const connection = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
    this.#server = new LanguageServer(connection, {
      startTimer: (callback, delayMs) => this.time.startTimer(callback, delayMs),
      openWorkspace: ({ onChanged }) => {
        this.#onFactsChanged = onChanged;
        return {
          facts: () => this.#facts,
          refresh: () => Promise.resolve(),
          filesChanged: () => undefined,
          textChanged: () => undefined,
          dispose: () => undefined,
        };
      },
    });
    connection.listen();
    this.connection = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
    this.connection.onNotification(canvasModelNotification, (each: CanvasModelParams) => {
      this.models.push(each);
    });
    this.connection.onNotification(canvasWorkspaceNotification, (each: CanvasWorkspace) => {
      this.workspaces.push(each);
    });
    this.connection.onRequest('workspace/configuration', () => [null]);
    for (const asked of ['client/registerCapability', 'workspace/codeLens/refresh'])
      this.connection.onRequest(asked, () => null);
    this.connection.onRequest('workspace/semanticTokens/refresh', () => null);
    this.connection.listen();
  }

  static async start(): Promise<CanvasSide> {
    const side = new CanvasSide();
    await side.connection.sendRequest('initialize', {
      processId: null,
      rootUri: null,
      capabilities: { workspace: { configuration: true } },
    });
    await side.connection.sendNotification('initialized', {});
    await side.settle();
    return side;
  }

  /** Resolves when the server has worked off all that was sent, and that has arrived here. */
  async settle(): Promise<void> {
    // Some is only asked by the server in the course of it.
    for (let round = 0; round < 4; round += 1)
      await this.connection.sendRequest('textDocument/foldingRange', {
        textDocument: { uri: 'file:///none' },
      });
  }

  async open(text: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'dataflow-graph', version: 1, text },
    });
    await this.settle();
  }

  async change(version: number, text: string): Promise<void> {
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
    await this.settle();
  }

  async watch(isWatched = true): Promise<void> {
    await this.connection.sendNotification(watchCanvasNotification, { uri, isWatched });
    await this.settle();
  }

  /** Lets the moment pass after which problems are told. */
  async pause(): Promise<void> {
    this.time.advance(10);
    await this.settle();
  }

  async setFacts(facts: WorkspaceFacts): Promise<void> {
    this.#facts = facts;
    this.#onFactsChanged();
    await this.settle();
  }

  ask<R>(request: string, params: object): Promise<R> {
    return this.connection.sendRequest<R>(request, { uri, ...params });
  }

  dispose(): void {
    this.#server.dispose();
    this.connection.dispose();
  }
}
