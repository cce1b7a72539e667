// One visual editor that is open: ties its webview to the document, the language server and the rest of VS Code. What the
// webview says is checked before it gets here (canvasMessages.ts). Draws, parses and works out nothing.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { Range } from '../../base/position.ts';
import {
  CANVAS_PROTOCOL_VERSION,
  type CanvasAction,
  type CanvasBreakpoint,
  type CanvasGraph,
  type CanvasHostEvents,
  type CanvasHostMethods,
  type CanvasModel,
  type CanvasStart,
  type CanvasViewEvents,
  type CanvasViewMethods,
} from '../../protocol/canvas.ts';
import type { RpcHandlers, RpcPeer } from '../../protocol/rpc.ts';
import { languageId } from '../ids.ts';
import { connectWebview } from '../webview/openWebview.ts';
import { breakpointsOf, toggleBreakpoint } from './breakpoints.ts';
import { availableCommands, runCanvasCommand } from './canvasCommands.ts';
import { CanvasEdits } from './canvasEdits.ts';
import { canvasShapes } from './canvasMessages.ts';
import { CanvasRuns } from './canvasRuns.ts';
import type { CanvasServer } from './canvasServer.ts';
import type { GraphCoverages } from '../tests/graphCoverages.ts';
import type { CopiedShape } from './copiedShape.ts';
import { adoptDocument, canWrite, onWritableMayChange } from './documentAccess.ts';
import { fileName } from './fileName.ts';
import { disturbNode, explainProblem, openModuleSource } from './leadElsewhere.ts';
import type { LiveRuns } from './liveRuns.ts';
import type { NodePositions } from './nodePositions.ts';
import { copyText, savePicture } from './pictures.ts';
import { followCursor, revealText, showInText } from './textBeside.ts';
import { TextFollower } from './textFollower.ts';

export interface CanvasSessionOptions {
  readonly document: vscode.TextDocument;
  readonly panel: vscode.WebviewPanel;
  readonly server: CanvasServer;
  readonly positions: NodePositions;
  /** Names the document in `positions`. */
  readonly positionsKey: string;
  readonly copied: CopiedShape;
  readonly live: LiveRuns;
  readonly coverages: GraphCoverages;
  readonly onSelected: (selection: { readonly file: string; readonly operations: readonly string[] }) => void;
  /** Where the program of the page lies. */
  readonly programFolder: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
}

type Handlers = RpcHandlers<CanvasHostMethods, CanvasHostEvents>;

/** Serves the page of `panel` from now on; whoever opened it disposes of it with the panel. */
export class CanvasSession implements Disposable {
  readonly #options: CanvasSessionOptions;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #edits: CanvasEdits;
  readonly #follower: TextFollower;
  readonly #runs: CanvasRuns;
  readonly #peer: RpcPeer<CanvasViewMethods, CanvasViewEvents>;
  #hasStarted = false;
  #canEdit = false;
  #breakpoints: readonly CanvasBreakpoint[] = [];
  /** Selected in the page while it was not in front yet: the press that selects brings it there, and VS Code tells so later. */
  #unshown: readonly string[] | undefined;
  /** To be selected as soon as the page has started. */
  #wanted: string | undefined;

  constructor(options: CanvasSessionOptions) {
    this.#options = options;
    this.#edits = new CanvasEdits({ ...options, canEdit: () => this.#canEdit });
    this.#follower = this.#store.add(
      new TextFollower(options.document, (change) => this.#tell('textChanged', change)),
    );
    this.#runs = this.#store.add(
      new CanvasRuns({
        file: options.document.uri,
        operations: () => this.#graph()?.operations.map(({ name }) => name) ?? [],
        live: options.live,
        send: (delta) => this.#tell('runChanged', delta),
      }),
    );
    this.#peer = this.#store.add(this.#connect());
    this.#listen();
    void adoptDocument(options.document);
  }

  get isActive(): boolean {
    return this.#options.panel.active;
  }

  get file(): string {
    return this.#options.document.uri.fsPath;
  }

  /** Selects an operation, as soon as the page has started. */
  select(operation: string): void {
    const isThere = this.#graph()?.operations.some(({ name }) => name === operation) ?? false;
    this.#wanted = this.#hasStarted ? undefined : operation;
    if (isThere) this.#tell('select', { operations: [operation] });
  }

  act(action: CanvasAction): void {
    this.#tell('act', action);
  }

  /** Asks for a recorded run and shows it, in place of an earlier one. */
  replayTrace(): Promise<void> {
    return this.#runs.replay();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #connect(): RpcPeer<CanvasViewMethods, CanvasViewEvents> {
    const { panel, log, document } = this.#options;
    return connectWebview(panel.webview, {
      version: CANVAS_PROTOCOL_VERSION,
      handlers: { methods: this.#methods(), events: this.#events() },
      shapes: canvasShapes,
      log,
      viewName: `The visual editor of ${document.uri.toString()}`,
    });
  }

  #methods(): Handlers['methods'] {
    const edits = this.#edits;
    const { uri } = this.#options.document;
    return {
      start: () => this.#start(),
      edit: (params) => edits.edit(params),
      editText: (params) => edits.editText(params),
      fixes: (params) => edits.fixes(params),
      applyFix: (params) => edits.applyFix(params),
      copy: (params) => edits.copy(params),
      paste: (params) => edits.paste(params),
      copyText: async ({ text, what }) => {
        await copyText(text, what);
        return undefined;
      },
      savePicture: (picture) => savePicture(uri, picture),
      openYamlPane: () => this.#follower.open(),
    };
  }

  #events(): Handlers['events'] {
    const { document, positions, positionsKey, server, log } = this.#options;
    return {
      positionsChanged: (value) => positions.put(positionsKey, value.positions, this),
      positionsForgotten: ({ operations }) => positions.forget(positionsKey, operations, this),
      closeYamlPane: () => this.#follower.close(),
      revealText: ({ range }) => this.#try(() => revealText(document, range)),
      explainProblem: ({ code }) => this.#try(() => explainProblem(code)),
      openModuleSource: (place) => this.#try(() => openModuleSource(server, document.uri, place)),
      runCommand: ({ command }) => this.#try(() => runCanvasCommand(command, document.uri)),
      clearCoverage: () => this.#options.coverages.clear(),
      stopReplay: () => this.#runs.stopReplay(),
      clearRun: () => this.#runs.clear(),
      disturbNode: ({ operation }) => this.#try(() => disturbNode(document.uri, operation)),
      toggleBreakpoint: ({ range }) => toggleBreakpoint(document, range),
      selectionChanged: ({ operations }) => {
        this.#options.onSelected({ file: this.file, operations });
        this.#showSelection(operations);
      },
      failed: ({ message }) => log.error(`The visual editor of ${document.uri.toString()} failed:`, message),
    };
  }

  #listen(): void {
    const { document, panel, server, positions, positionsKey } = this.#options;
    const store = this.#store;
    store.add(server.watch(document.uri.toString(), (model) => this.#tellModel(model)));
    store.add(server.onWorkspaceChanged((workspace) => this.#tell('workspaceChanged', workspace)));
    store.add(
      positions.onChanged(({ file, by }) => {
        if (file === positionsKey && by !== this) this.#tell('positionsChanged', positions.of(file));
      }),
    );
    store.add(
      vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document === document && document.languageId !== languageId) this.#onForeignText();
      }),
    );
    store.add(this.#options.coverages.onChanged(() => this.#tellCoverage()));
    store.add(vscode.debug.onDidChangeBreakpoints(() => this.#tellBreakpoints()));
    store.add(
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#tell('commandsChanged', availableCommands())),
    );
    store.add(onWritableMayChange(document, panel, () => this.#try(() => this.#lookWhetherWritable())));
    const select = (operations: readonly string[]): void => {
      if (!this.isActive) this.#tell('select', { operations });
    };
    store.add(
      panel.onDidChangeViewState(() => {
        if (this.isActive && this.#unshown) this.#showSelection(this.#unshown);
      }),
    );
    store.add(followCursor({ document, graph: () => this.#graph(), select }));
  }

  async #start(): Promise<CanvasStart> {
    const { document, panel, positions, positionsKey, programFolder, server } = this.#options;
    this.#canEdit = await canWrite(document);
    this.#hasStarted = true;
    // The page is a new one, in which nothing is open yet.
    this.#follower.close();
    this.#breakpoints = this.#findBreakpoints();
    // The answer comes first.
    setImmediate(() => {
      this.#runs.tellAll();
      this.#tellCoverage();
      if (this.#wanted !== undefined) this.select(this.#wanted);
    });
    return {
      model: this.#model(),
      workspace: server.workspace,
      positions: positions.of(positionsKey),
      fileName: fileName(document.uri.path),
      canEdit: this.#canEdit,
      commands: availableCommands(),
      baseUri: `${panel.webview.asWebviewUri(programFolder).toString()}/`,
      breakpoints: this.#breakpoints,
    };
  }

  async #lookWhetherWritable(): Promise<void> {
    const canEdit = await canWrite(this.#options.document);
    if (canEdit === this.#canEdit) return;
    this.#canEdit = canEdit;
    this.#tell('canEditChanged', canEdit);
  }

  #model(): CanvasModel | undefined {
    const { document, server } = this.#options;
    if (document.languageId === languageId) return server.modelOf(document.uri.toString());
    const range: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const breakage = { message: 'This file is not a graph definition.', range };
    return { version: document.version, state: 'broken', breakage };
  }

  /** Undefined while the text is of a later version than what is known of it. */
  #graph(): CanvasGraph | undefined {
    const model = this.#model();
    return model?.version === this.#options.document.version ? model.graph : undefined;
  }

  #onForeignText(): void {
    const model = this.#model();
    if (model) this.#tellModel(model);
    void adoptDocument(this.#options.document);
  }

  #tellModel(model: CanvasModel): void {
    this.#tell('modelChanged', model);
    this.#tellBreakpoints();
  }

  #tellCoverage(): void {
    this.#tell('coverageChanged', this.#options.coverages.of(this.file));
  }

  #findBreakpoints(): readonly CanvasBreakpoint[] {
    const graph = this.#graph();
    return graph ? breakpointsOf(this.#options.document, graph) : this.#breakpoints;
  }

  #tellBreakpoints(): void {
    const breakpoints = this.#findBreakpoints();
    if (JSON.stringify(breakpoints) === JSON.stringify(this.#breakpoints)) return;
    this.#breakpoints = breakpoints;
    this.#tell('breakpointsChanged', breakpoints);
  }

  #showSelection(names: readonly string[]): void {
    this.#unshown = this.isActive ? undefined : names;
    const [name, ...others] = names;
    const operation = this.#graph()?.operations.find((each) => each.name === name);
    if (operation && others.length === 0 && this.isActive)
      showInText(this.#options.document, operation.range);
  }

  // The answer to `start` comes first.
  #tell<K extends keyof CanvasViewEvents>(event: K, value: CanvasViewEvents[K]): void {
    if (this.#hasStarted) this.#peer.notify(event, value);
  }

  #try(act: () => Promise<unknown>): void {
    act().catch((error: unknown) =>
      this.#options.log.error('The visual editor could not do this:', String(error)),
    );
  }
}
