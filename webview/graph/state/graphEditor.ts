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
  CanvasWorkspace,
  EditOutcome,
  RunDelta,
} from '../../../src/protocol/canvas.ts';
import type { HostPort } from '../../hostPort.ts';
import { connectHost, type CanvasHost } from '../connectHost.ts';

/** What is selected: places in the lists of the graph in sight. */
export interface Selection {
  readonly operations: readonly number[];
  readonly connections: readonly number[];
}

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
  readonly selection: Selection;
  /** A sentence to show for a moment, such as why something cannot be done. */
  readonly notice: string | undefined;
}

const noSelection: Selection = { operations: [], connections: [] };

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
  selection: noSelection,
  notice: undefined,
};

export class GraphEditor {
  readonly host: CanvasHost;
  readonly #listeners = new Set<() => void>();
  readonly #runListeners = new Set<(delta: RunDelta) => void>();
  readonly #actionListeners = new Set<(action: CanvasAction) => void>();
  #snapshot: EditorSnapshot = initial;

  constructor(port: HostPort) {
    this.host = connectHost(port, {
      modelChanged: (model) => this.#takeModel(model),
      workspaceChanged: (workspace) => this.#set({ workspace }),
      positionsChanged: (positions) => this.#set({ positions }),
      textChanged: () => undefined,
      runChanged: (delta) => this.#runListeners.forEach((listener) => listener(delta)),
      breakpointsChanged: (breakpoints) => this.#set({ breakpoints }),
      select: ({ operations }) => this.selectByName(operations),
      act: (action) => this.#actionListeners.forEach((listener) => listener(action)),
      commandsChanged: (commands) => this.#set({ commands }),
    });
  }

  /** For useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  readonly getSnapshot = (): EditorSnapshot => this.#snapshot;

  onRun(listener: (delta: RunDelta) => void): () => void {
    this.#runListeners.add(listener);
    return () => void this.#runListeners.delete(listener);
  }

  onAction(listener: (action: CanvasAction) => void): () => void {
    this.#actionListeners.add(listener);
    return () => void this.#actionListeners.delete(listener);
  }

  async start(): Promise<void> {
    const { model, ...rest } = await this.host.request('start', undefined);
    this.#set({ ...rest, hasStarted: true });
    if (model) this.#takeModel(model);
  }

  /** Does a gesture on the version in sight; says in a notice why it cannot be done. */
  async edit(gesture: GraphGesture, at?: CanvasPoint): Promise<EditOutcome> {
    const { model } = this.#snapshot;
    if (!model || model.state === 'broken') {
      const message = 'The text cannot be read now. Mend it first: nothing is written until then.';
      this.notify(message);
      return { kind: 'refused', message };
    }
    const outcome = await this.host.request('edit', {
      version: model.version,
      gesture,
      ...(at && { at }),
    });
    if (outcome.kind === 'refused') this.notify(outcome.message);
    if (outcome.kind === 'stale') this.notify('The text has just changed. Try again.');
    return outcome;
  }

  select(selection: Selection): void {
    this.#set({ selection });
  }

  selectByName(names: readonly string[]): void {
    const wanted = new Set(names);
    const operations = this.#snapshot.graph?.operations ?? [];
    const found = operations.flatMap(({ name }, index) => (wanted.has(name) ? [index] : []));
    this.select({ operations: found, connections: [] });
  }

  notify(notice: string | undefined): void {
    this.#set({ notice });
  }

  #takeModel(model: CanvasModel): void {
    // TODO by the owner of this file: keep the selection by name when places in the lists change.
    this.#set(model.graph ? { model, graph: model.graph } : { model });
  }

  #set(changes: Partial<EditorSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...changes };
    for (const listener of this.#listeners) listener();
  }
}
