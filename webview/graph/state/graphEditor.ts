// The state of the visual editor and everything that changes it. Components read snapshots and call methods; they never talk
// to the host themselves. Knows no component and no pixel of the screen.
import type { GraphGesture } from '../../../src/graph/gesture.ts';
import type {
  CanvasAction,
  CanvasBreakpoint,
  CanvasCommand,
  CanvasGraph,
  CanvasModel,
  CanvasPoint,
  CanvasPositions,
  CanvasShape,
  CanvasViewEvents,
  CanvasWorkspace,
  EditOutcome,
  RunDelta,
} from '../../../src/protocol/canvas.ts';
import { packGesture } from '../../../src/protocol/gestureMessage.ts';
import type { HostPort } from '../../hostPort.ts';
import { connectHost, type CanvasHost } from '../connectHost.ts';
import { showCoverage, type ShownCoverage } from '../run/shownCoverage.ts';
import { carryGesture } from './carryGesture.ts';
import { carrySelection, noSelection, sameSelection, type Selection } from './carrySelection.ts';
import { idsOf } from './graphIds.ts';
import { Store } from './store.ts';

export type { Selection } from './carrySelection.ts';

/** One state; parts that did not change are the same objects as before. */
export interface EditorSnapshot {
  readonly hasStarted: boolean;
  readonly fileName: string;
  readonly baseUri: string;
  readonly canEdit: boolean;
  readonly commands: readonly CanvasCommand[];
  /** The newest; its graph is `graph` unless it is broken. */
  readonly model: CanvasModel | undefined;
  /** The last one that was readable. */
  readonly graph: CanvasGraph | undefined;
  readonly workspace: CanvasWorkspace;
  readonly positions: CanvasPositions;
  readonly breakpoints: readonly CanvasBreakpoint[];
  /** Of the last test run with coverage, while it is shown. */
  readonly coverage: ShownCoverage | undefined;
  readonly selection: Selection;
  /** A sentence to show for a moment, such as why something cannot be done. */
  readonly notice: string | undefined;
  /** What somebody asked the properties to show of the selection; another object each time. */
  readonly inspectorAsk: { readonly section: 'problems' | 'name' } | undefined;
}

const initial: EditorSnapshot = {
  hasStarted: false,
  fileName: '',
  baseUri: '',
  canEdit: false,
  commands: [],
  model: undefined,
  graph: undefined,
  workspace: { modules: [] },
  positions: {},
  breakpoints: [],
  coverage: undefined,
  selection: noSelection,
  notice: undefined,
  inspectorAsk: undefined,
};

/** How long the model of an edit is waited for; an edit that changed nothing has none. */
const MODEL_PATIENCE_MS = 700;

const brokenNotice = 'The text cannot be read now. Mend it first: nothing is written until then.';
const readonlyNotice = 'This file cannot be written.';
const gone: EditOutcome = { kind: 'refused', message: 'What this was about is no longer there.' };
const staleNotice = 'The text has just changed. Try again.';

export class GraphEditor {
  readonly host: CanvasHost;
  readonly port: HostPort;
  readonly #store = new Store<EditorSnapshot>(initial);
  readonly #runListeners = new Set<(delta: RunDelta) => void>();
  readonly #textListeners = new Set<(change: CanvasViewEvents['textChanged']) => void>();
  readonly #showListeners = new Set<(operations: readonly string[]) => void>();
  readonly #actionListeners = new Set<(action: CanvasAction) => void>();
  /** Names to select in the first graph, without telling anybody. */
  #selectFirst: readonly string[] = [];
  /** The end of all writing that was asked for. */
  #writing: Promise<unknown> = Promise.resolve();

  constructor(port: HostPort) {
    this.port = port;
    this.host = connectHost(port, {
      modelChanged: (model) => this.#takeModel(model),
      workspaceChanged: (workspace) => this.#store.set({ workspace }),
      positionsChanged: (positions) => this.#store.set({ positions }),
      textChanged: (change) => this.#textListeners.forEach((listener) => listener(change)),
      runChanged: (delta) => this.#runListeners.forEach((listener) => listener(delta)),
      breakpointsChanged: (breakpoints) => this.#store.set({ breakpoints }),
      coverageChanged: (coverage) =>
        this.#store.set({ coverage: coverage === null ? undefined : showCoverage(coverage) }),
      select: ({ operations }) => {
        this.selectByName(operations);
        this.#showListeners.forEach((listener) => listener(operations));
      },
      act: (action) => this.#actionListeners.forEach((listener) => listener(action)),
      commandsChanged: (commands) => this.#store.set({ commands }),
      canEditChanged: (canEdit) => this.#store.set({ canEdit }),
    });
  }

  /** For useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);
  readonly getSnapshot = (): EditorSnapshot => this.#store.get();

  onRun(listener: (delta: RunDelta) => void): () => void {
    this.#runListeners.add(listener);
    return () => void this.#runListeners.delete(listener);
  }

  /** Changes of the text, which the host tells while the YAML pane is open. */
  onText(listener: (change: CanvasViewEvents['textChanged']) => void): () => void {
    this.#textListeners.add(listener);
    return () => void this.#textListeners.delete(listener);
  }

  /** Operations to bring into sight, by name; they are selected already. */
  onShow(listener: (operations: readonly string[]) => void): () => void {
    this.#showListeners.add(listener);
    return () => void this.#showListeners.delete(listener);
  }

  onAction(listener: (action: CanvasAction) => void): () => void {
    this.#actionListeners.add(listener);
    return () => void this.#actionListeners.delete(listener);
  }

  async start(): Promise<void> {
    const { model, ...rest } = await this.host.request('start', undefined);
    this.#store.set(rest);
    if (model) this.#takeModel(model);
    this.#store.set({ hasStarted: true });
  }

  /**
   * Does a gesture that is meant for the graph in sight; says in a notice why it cannot be done. Gestures wait for each
   * other: each is carried to the version that the one before led to. Settles when the new graph is in sight.
   */
  edit(gesture: GraphGesture, at?: CanvasPoint, shape?: CanvasShape): Promise<EditOutcome> {
    const { graph: seen } = this.getSnapshot();
    return this.write((version, graph) => {
      const carried = seen ? carryGesture(gesture, seen, graph) : gesture;
      if (!carried) return undefined;
      const packed = packGesture(carried);
      return this.host.request('edit', {
        version,
        gesture: packed,
        ...(at && { at }),
        ...(shape && { shape }),
      });
    });
  }

  /** Pastes from the clipboard at a point. */
  paste(at: CanvasPoint): Promise<EditOutcome> {
    return this.write((version) => this.host.request('paste', { version, at }));
  }

  /** Mends a problem of the graph in sight; `fix` counts the fixes that the host offered for it. */
  applyFix(problem: number, fix: number): Promise<EditOutcome> {
    const { graph: seen } = this.getSnapshot();
    return this.write((version, graph) =>
      graph === seen ? this.host.request('applyFix', { version, problem, fix }) : undefined,
    );
  }

  /** Anything that writes: one after the other, once more when the text changed meanwhile. `ask` gives undefined to give up. */
  write(
    ask: (version: number, graph: CanvasGraph) => Promise<EditOutcome> | undefined,
  ): Promise<EditOutcome> {
    const outcome = this.#writing.then(async () => {
      const first = await this.#writeOnce(ask);
      return first.kind === 'stale' ? this.#writeOnce(ask) : first;
    });
    this.#writing = outcome.catch(() => undefined);
    return outcome.then((result) => {
      if (result.kind === 'refused') this.notify(result.message);
      if (result.kind === 'stale') this.notify(staleNotice);
      return result;
    });
  }

  select(selection: Selection): void {
    if (sameSelection(selection, this.getSnapshot().selection)) return;
    this.#store.set({ selection });
    this.#tellSelection();
  }

  /** The first graph begins with these selected, by id. */
  restoreSelection(ids: readonly string[]): void {
    this.#selectFirst = ids;
  }

  selectByName(names: readonly string[]): void {
    const wanted = new Set(names);
    const operations = this.getSnapshot().graph?.operations ?? [];
    const found = operations.flatMap(({ name }, index) => (wanted.has(name) ? [index] : []));
    this.select({ operations: found, connections: [] });
  }

  /** Keeps where nodes were put by hand, by name. */
  putByHand(positions: CanvasPositions): void {
    this.#store.set({ positions: { ...this.getSnapshot().positions, ...positions } });
    this.host.notify('positionsChanged', { positions });
  }

  /** All nodes are laid out by themselves again. */
  forgetPositions(): void {
    this.#store.set({ positions: {} });
    this.host.notify('positionsForgotten', {});
  }

  askInspector(section: 'problems' | 'name'): void {
    this.#store.set({ inspectorAsk: { section } });
  }

  /** The properties show what was asked for. */
  settleInspectorAsk(): void {
    this.#store.set({ inspectorAsk: undefined });
  }

  notify(notice: string | undefined): void {
    this.#store.set({ notice });
  }

  async #writeOnce(
    ask: (version: number, graph: CanvasGraph) => Promise<EditOutcome> | undefined,
  ): Promise<EditOutcome> {
    const { model, graph, canEdit } = this.getSnapshot();
    if (!canEdit) return { kind: 'refused', message: readonlyNotice };
    if (!graph || !model || model.state === 'broken') return { kind: 'refused', message: brokenNotice };
    const outcome = await (ask(model.version, graph) ?? gone);
    if (outcome.kind !== 'refused') await this.#modelAfter(model.version);
    return outcome;
  }

  /** Settles when a newer model is in sight, or after some patience. */
  #modelAfter(version: number): Promise<void> {
    return new Promise((resolve) => {
      const isThere = (): boolean => (this.getSnapshot().model?.version ?? 0) > version;
      if (isThere()) return resolve();
      const stop = (): void => {
        clearTimeout(timer);
        unsubscribe();
        resolve();
      };
      const timer = setTimeout(stop, MODEL_PATIENCE_MS);
      const unsubscribe = this.subscribe(() => isThere() && stop());
    });
  }

  #takeModel(model: CanvasModel): void {
    const { graph: before, selection } = this.getSnapshot();
    const graph = model.graph;
    if (!graph) return this.#store.set({ model });
    const carried = before ? carrySelection(selection, before, graph) : this.#firstSelection(graph);
    this.#store.set({ model, graph, selection: carried });
    if (before && carried.operations.length !== selection.operations.length) this.#tellSelection();
  }

  #firstSelection(graph: CanvasGraph): Selection {
    const { operationAt } = idsOf(graph);
    const operations = this.#selectFirst.flatMap((id) => operationAt.get(id) ?? []);
    return { ...noSelection, operations: operations.sort((a, b) => a - b) };
  }

  #tellSelection(): void {
    const { graph, selection } = this.getSnapshot();
    const operations = selection.operations.flatMap((index) => graph?.operations[index]?.name ?? []);
    this.host.notify('selectionChanged', { operations });
  }
}
