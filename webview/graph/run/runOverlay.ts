// What runs have told about the nodes and edges in sight. Each has subscribers of its own, so that only what changed is
// drawn again. Knows no component.
import type { RunState } from '../../../src/base/describeRun.ts';
import type { Arm } from '../../../src/graph/model.ts';
import type { EdgeDelta, NodeDelta, RunDelta } from '../../../src/protocol/canvas.ts';

/** What a run told last about one operation. `isPast`: the run has ended. */
export type NodeRun = NodeDelta & { readonly isPast: boolean };
export type EdgeRun = EdgeDelta & { readonly isPast: boolean };

/** The ends of a connection. */
export interface RunEdge {
  readonly from: string;
  readonly arm?: Arm | undefined;
  readonly to: string;
}

type Listener = () => void;
/** Ends a subscription. */
export type Unsubscribe = () => void;

const noRun: RunState = { phase: 'none', elapsedMs: 0, isReplay: false };

export class RunOverlay {
  readonly #nodes = new Entries<NodeRun>();
  readonly #edges = new Entries<EdgeRun>();
  readonly #listeners = new Set<Listener>();
  readonly #stop: Unsubscribe;
  #state: RunState = noRun;

  /** `onRun` subscribes to deltas, as GraphEditor.onRun does. */
  constructor(onRun: (listener: (delta: RunDelta) => void) => Unsubscribe) {
    this.#stop = onRun((delta) => this.#take(delta));
  }

  /** For useSyncExternalStore, as the pairs below. */
  readonly subscribe = (listener: Listener): Unsubscribe => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  readonly getState = (): RunState => this.#state;

  /** The same object until something about the operation changes; undefined until a run has told something. */
  node(operation: string): NodeRun | undefined {
    return this.#nodes.get(operation);
  }

  subscribeNode(operation: string, listener: Listener): Unsubscribe {
    return this.#nodes.subscribe(operation, listener);
  }

  edge(edge: RunEdge): EdgeRun | undefined {
    return this.#edges.get(keyOf(edge));
  }

  subscribeEdge(edge: RunEdge, listener: Listener): Unsubscribe {
    return this.#edges.subscribe(keyOf(edge), listener);
  }

  /** Forgets what an earlier run left. */
  clear(): void {
    this.#nodes.clear();
    this.#edges.clear();
    this.#setState(noRun);
  }

  dispose(): void {
    this.#stop();
  }

  #take({ phase, elapsedMs, isReplay, faults, nodes, edges }: RunDelta): void {
    const isPast = phase === 'end';
    if (phase === 'begin') {
      this.#nodes.clear();
      this.#edges.clear();
    }
    for (const node of nodes) this.#nodes.set(node.operation, { ...node, isPast });
    for (const edge of edges) this.#edges.set(keyOf(edge), { ...edge, isPast });
    if (isPast) {
      this.#nodes.change(({ isStopped: _isStopped, disturbedBy: _disturbedBy, ...node }) => ({
        ...node,
        queued: 0,
        rate: 0,
        isPast,
      }));
      this.#edges.change((edge) => ({ ...edge, isPast }));
    }
    this.#setState({
      phase: phase === 'begin' ? 'running' : isPast ? 'past' : phase,
      elapsedMs,
      isReplay,
      ...(faults !== undefined && { faults }),
    });
  }

  #setState(state: RunState): void {
    if (isSame(this.#state, state)) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** A JSON list cannot be made by any other names. */
function keyOf({ from, arm, to }: RunEdge): string {
  return JSON.stringify([from, arm ?? '', to]);
}

/** Values by key, each with its own listeners. */
class Entries<T extends object> {
  readonly #values = new Map<string, T>();
  readonly #listeners = new Map<string, Set<Listener>>();

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: T): void {
    const old = this.#values.get(key);
    if (old && isSame(old, value)) return;
    this.#values.set(key, value);
    this.#tell(key);
  }

  change(changed: (value: T) => T): void {
    for (const [key, value] of this.#values) this.set(key, changed(value));
  }

  clear(): void {
    const keys = [...this.#values.keys()];
    this.#values.clear();
    for (const key of keys) this.#tell(key);
  }

  subscribe(key: string, listener: Listener): Unsubscribe {
    const listeners = this.#listeners.get(key) ?? new Set<Listener>();
    this.#listeners.set(key, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(key) === listeners) this.#listeners.delete(key);
    };
  }

  #tell(key: string): void {
    for (const listener of this.#listeners.get(key) ?? []) listener();
  }
}

/** Compares flat objects. */
function isSame(one: object, other: object): boolean {
  const entries = Object.entries(one);
  const rest: Readonly<Record<string, unknown>> = { ...other };
  return entries.length === Object.keys(rest).length && entries.every(([key, value]) => value === rest[key]);
}
