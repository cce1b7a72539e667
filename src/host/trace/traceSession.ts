// One trace view that is open: ties its page to the runs of this window, or to one recorded trace. What the page says is checked
// before it gets here (traceMessages.ts). Reads no trace itself.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { AppError, describeError } from '../../base/errors.ts';
import type { RpcHandlers, RpcPeer } from '../../protocol/rpc.ts';
import {
  TRACE_VIEW_PROTOCOL_VERSION,
  type TraceHostEvents,
  type TraceHostMethods,
  type TraceStart,
  type TraceState,
  type TraceViewEvents,
  type TraceViewMethods,
} from '../../protocol/traceView.ts';
import type { RunSessions, SessionRun } from '../debug/runSessions.ts';
import { commandIds } from '../ids.ts';
import { connectWebview } from '../webview/openWebview.ts';
import { saveTestCase } from './caseCommand.ts';
import { exportTrace } from './exportCommand.ts';
import { readPath } from './messagePath.ts';
import { copyPayload, sendAgain } from './payloadCommands.ts';
import type { KnownRun, RunHistory } from './runHistory.ts';
import { ShownTrace } from './shownTrace.ts';
import { traceShapes } from './traceMessages.ts';
import type { TraceSource } from './traceSource.ts';

/** The canvas, as far as a trace view has to do with it. */
export interface CanvasLink {
  /** Operations were selected on the canvas of the graph definition in `file`. */
  onSelected(
    listener: (selection: { readonly file: string; readonly operations: readonly string[] }) => void,
  ): Disposable;
  /** Selects an operation on canvases of `file` that are open. */
  select(file: string, operation: string): Promise<void>;
  /** Opens the canvas of `file` with the operation selected. */
  show(file: string, operation: string): Promise<void>;
}

export interface TraceSessionOptions {
  readonly webview: vscode.Webview;
  readonly history: RunHistory;
  readonly sessions: RunSessions;
  readonly canvas: CanvasLink;
  /** The bundle `traceFileWorker.mjs`. */
  readonly workerPath: string;
  /** Of an editor of one recorded trace; the view shows the runs of this window. */
  readonly file?: string;
  readonly log: vscode.LogOutputChannel;
}

type Handlers = RpcHandlers<TraceHostMethods, TraceHostEvents>;

/** Serves the page from now on; whoever opened it disposes of it with the webview. */
export class TraceSession implements Disposable {
  readonly #options: TraceSessionOptions;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #peer: RpcPeer<TraceViewMethods, TraceViewEvents>;
  #shown: ShownTrace | undefined;
  /** The person has chosen a run: later ones do not take its place. */
  #isChosen = false;
  #wasLive = false;
  #hasStarted = false;

  constructor(options: TraceSessionOptions) {
    this.#options = options;
    this.#peer = this.#store.add(
      connectWebview<TraceHostMethods, TraceHostEvents, TraceViewMethods, TraceViewEvents>(options.webview, {
        version: TRACE_VIEW_PROTOCOL_VERSION,
        handlers: { methods: this.#methods(), events: this.#events() },
        shapes: traceShapes,
        log: options.log,
        viewName: 'The trace view',
      }),
    );
    if (options.file !== undefined) this.#show('file', options.file);
    this.#listen();
  }

  dispose(): void {
    this.#shown?.dispose();
    this.#store.dispose();
  }

  #listen(): void {
    const { history, sessions, canvas } = this.#options;
    this.#store.add(history.onChanged(() => this.#followRuns()));
    this.#store.add(
      sessions.onReported((run) => {
        if (this.#shown?.run?.session === run) this.#tell('grown', { run: this.#shown.id });
      }),
    );
    this.#store.add(canvas.onSelected(({ file, operations }) => this.#showSelection(file, operations)));
    if (this.#options.file === undefined) this.#chooseNewest();
  }

  #methods(): Handlers['methods'] {
    const ofMessage =
      (act: (message: number, shown: ShownTrace) => Promise<void>) =>
      async ({ run, message }: { run: string; message: number }): Promise<null> => {
        await act(message, this.#must(run));
        return null;
      };
    return {
      start: () => this.#start(),
      listMessages: async ({ run, ...request }) => (await this.#source(run)).ask('listMessages', request),
      readPath: async ({ run, message }) => readPath(await this.#source(run), message),
      readPayload: async ({ run, ...request }) => {
        const part = await (await this.#source(run)).ask('readPayload', request);
        return part && { base64: Buffer.from(part.bytes).toString('base64'), size: part.size };
      },
      copyPayload: async ({ run, ...request }) => {
        await copyPayload(await this.#source(run), request);
        return null;
      },
      exportTrace: async ({ run, query }) => {
        const shown = this.#must(run);
        const name = shown.run?.info.name ?? 'recorded';
        await exportTrace({ source: await shown.source(), name, query });
        return null;
      },
      saveTestCase: ofMessage(async (message, shown) => {
        const { program } = shown;
        if (program === undefined) throw new AppError('USAGE', 'The graph of this trace is not known.');
        await saveTestCase(message, { source: await shown.source(), program });
      }),
      sendAgain: ofMessage(async (message, shown) => {
        const target = this.#receiver(shown);
        if (!target) throw new AppError('RUN_ENDED', 'No run of this graph goes on. Debug it first.');
        await sendAgain(message, await shown.source(), target);
      }),
      replayHop: async ({ run, hop }) => {
        const { session } = this.#must(run).run ?? {};
        if (!session)
          throw new AppError(
            'RUN_ENDED',
            'Only a run that goes on can replay a hop, and this one has ended.',
          );
        const started = await session.request('replayHop', { hop });
        const { window } = vscode;
        if (started.waits) window.setStatusBarMessage('The replay begins when the run goes on.', 4000);
        return started;
      },
    };
  }

  #events(): Handlers['events'] {
    const { canvas } = this.#options;
    return {
      chooseRun: ({ id }) => {
        this.#isChosen = true;
        const run = this.#options.history.find(id);
        if (run) this.#showRun(run);
      },
      nodeChosen: ({ node }) => {
        const found = node === undefined ? undefined : this.#shown?.node(node);
        if (found?.place) void canvas.select(found.place.file, found.operation ?? found.name);
      },
      showInText: ({ node }) => this.#try(() => this.#showInText(node)),
      showOnCanvas: ({ node }) =>
        this.#try(async () => {
          const found = this.#shown?.node(node);
          if (found?.place) await canvas.show(found.place.file, found.operation ?? found.name);
        }),
      debugGraph: () => this.#try(() => vscode.commands.executeCommand(commandIds.debug)),
      openRecorded: () => this.#try(() => vscode.commands.executeCommand(commandIds.openTrace)),
      openAsText: () =>
        this.#try(async () => {
          const { file } = this.#options;
          if (file !== undefined)
            await vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(file), 'default');
        }),
      failed: ({ message }) => this.#options.log.error('The trace view failed:', message),
    };
  }

  async #start(): Promise<TraceStart> {
    this.#hasStarted = true;
    return { ...(await this.#state()), kind: this.#options.file === undefined ? 'view' : 'editor' };
  }

  async #state(): Promise<TraceState> {
    const { history, file } = this.#options;
    const runs = file === undefined ? history.runs : [];
    const shown = await this.#shown?.describe(this.#receiver(this.#shown) !== undefined);
    return {
      runs: runs.map(({ id, info, startedMs, session }) => ({
        id,
        name: info.name,
        startedMs,
        state: session ? 'live' : 'ended',
      })),
      ...(shown && { shown }),
    };
  }

  #followRuns(): void {
    const isLive = this.#shown?.run?.session !== undefined;
    if (this.#options.file === undefined && (!this.#isChosen || !this.#shown?.run)) this.#chooseNewest();
    else if (this.#wasLive && !isLive) this.#shown?.reopen();
    this.#wasLive = this.#shown?.run?.session !== undefined;
    this.#tellState();
  }

  // A run that goes on comes before one that has ended.
  #chooseNewest(): void {
    const { runs } = this.#options.history;
    const run = runs.find(({ session }) => session !== undefined) ?? runs[0];
    if (run) this.#showRun(run);
    else this.#drop();
  }

  #showRun(run: KnownRun): void {
    if (run.id === this.#shown?.id) return;
    this.#show(run.id, run.info.tracePath);
    this.#wasLive = run.session !== undefined;
    this.#tellState();
  }

  #show(id: string, path: string | undefined): void {
    const { history, workerPath, file } = this.#options;
    this.#drop();
    const run = (): KnownRun | undefined =>
      file === undefined ? history.find(id) : endedRunAt(history, file);
    this.#shown = new ShownTrace({ id, workerPath, path, run });
  }

  #drop(): void {
    this.#shown?.dispose();
    this.#shown = undefined;
  }

  #tellState(): void {
    this.#try(async () => this.#tell('runsChanged', await this.#state()));
  }

  /** The run that a message of `shown` can be sent to: itself, or another one of the same file. */
  #receiver(shown: ShownTrace): SessionRun | undefined {
    const { sessions, history } = this.#options;
    if (shown.run?.session) return shown.run.session;
    const ofSame = history.runs.filter(({ info }) => info.program === shown.program);
    return (
      ofSame.find(({ session }) => session !== undefined)?.session ??
      (shown.program === undefined ? sessions.active : undefined)
    );
  }

  #must(run: string): ShownTrace {
    if (this.#shown?.id === run) return this.#shown;
    throw new AppError('RUN_ENDED', 'Another run is shown by now.');
  }

  #source(run: string): Promise<TraceSource> {
    return this.#must(run).source();
  }

  #showSelection(file: string, operations: readonly string[]): void {
    const [operation, ...others] = operations;
    const nodes = this.#shown?.run?.info.nodes.filter(({ place }) => place?.file === file) ?? [];
    if (nodes.length === 0) return;
    const isOne = operation !== undefined && others.length === 0;
    const node = isOne ? nodes.find((one) => (one.operation ?? one.name) === operation) : undefined;
    this.#tell('nodeSelected', node ? { node: node.name } : {});
  }

  async #showInText(node: string): Promise<void> {
    const place = this.#shown?.node(node)?.place;
    if (!place) return;
    const { file, firstLine } = place;
    await vscode.window.showTextDocument(vscode.Uri.file(file), {
      selection: new vscode.Range(firstLine, 0, firstLine, 0),
      preview: true,
      viewColumn: vscode.ViewColumn.One,
    });
  }

  #tell<K extends keyof TraceViewEvents>(event: K, value: TraceViewEvents[K]): void {
    if (this.#hasStarted) this.#peer.notify(event, value);
  }

  #try(act: () => PromiseLike<unknown>): void {
    Promise.resolve(act()).catch((error: unknown) => {
      this.#options.log.error('The trace view could not do this:', describeError(error));
    });
  }
}

function endedRunAt(history: RunHistory, file: string): KnownRun | undefined {
  const run = history.runs.find(({ info }) => info.tracePath === file);
  return run && { ...run, session: undefined };
}
