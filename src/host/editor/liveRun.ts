// What a canvas shows of a run that goes on: tells the changes between one report of the run and the next. Knows neither canvases
// nor debug sessions.
import type { EdgeDelta, NodeDelta, RunDelta } from '../../protocol/canvas.ts';
import type { NodeProgress } from '../../protocol/engine.ts';
import type { LoadedRun, RunReport, SourcePlace } from '../../protocol/runProcess.ts';

/** Rates are those of the last seconds. */
const RATE_WINDOW_MS = 3000;

interface Sample {
  readonly ms: number;
  /** Hops by index of the node. */
  readonly counts: readonly number[];
}

/** What stands once in the file, and where it is in the run: several times when several Graph nodes run the same graph. */
interface Part<T> {
  readonly shown: T;
  readonly indexes: readonly number[];
}

/** One run as far as one graph file shows it. */
export class LiveRun {
  readonly #nodes: readonly Part<string>[];
  readonly #edges: readonly Part<Pick<EdgeDelta, 'from' | 'arm' | 'to'>>[];
  readonly #beganMs: number;
  #samples: Sample[] = [];
  readonly #toldNodes = new Map<string, NodeDelta>();
  readonly #toldEdges = new Map<object, EdgeDelta>();
  #phase: RunDelta['phase'] = 'begin';
  #elapsedMs = 0;
  #faults = 0;

  /** `file`: the graph definition whose parts are shown. `nowMs` counts from anywhere. */
  constructor({ nodes, connections }: Pick<LoadedRun, 'nodes' | 'connections'>, file: string, nowMs: number) {
    const ownNames = new Map(nodes.map(({ name, operation }) => [name, operation ?? name]));
    const ownName = (name: string): string => ownNames.get(name) ?? name;
    const isHere = ({ place }: { readonly place?: SourcePlace }): boolean => place?.file === file;
    this.#nodes = groupParts(nodes, (node) => (isHere(node) ? ownName(node.name) : undefined));
    this.#edges = groupParts(connections, (connection) => {
      const { from, arm, to } = connection;
      return isHere(connection) ? { from: ownName(from), ...(arm && { arm }), to: ownName(to) } : undefined;
    });
    this.#beganMs = nowMs;
  }

  /** Everything known until now, for a canvas that has just been opened. */
  whole(): readonly RunDelta[] {
    const begin = this.#delta('begin', [], []);
    const rest = this.#delta(this.#phase, [...this.#toldNodes.values()], [...this.#toldEdges.values()]);
    return this.#phase === 'begin' ? [begin] : [begin, rest];
  }

  /** What has changed with `report`. */
  update(report: RunReport, nowMs: number): RunDelta {
    this.#elapsedMs = Math.round(nowMs - this.#beganMs);
    this.#samples.push({ ms: nowMs, counts: report.nodes.map((node) => node.in) });
    this.#samples = this.#samples.filter(({ ms }) => nowMs - ms <= RATE_WINDOW_MS);
    this.#phase = report.isStopped ? 'paused' : 'running';
    this.#faults = report.faults ?? 0;
    const nodes = this.#nodes.flatMap((part) => this.#changeNode(part, report));
    const edges = this.#edges.flatMap((part) => this.#changeEdge(part, report));
    return this.#delta(this.#phase, nodes, edges);
  }

  /** The last numbers stay, as past. */
  end(): RunDelta {
    this.#phase = 'end';
    this.#faults = 0;
    return this.#delta('end', [], []);
  }

  #changeNode({ shown, indexes }: Part<string>, report: RunReport): NodeDelta[] {
    const nodes = indexes.flatMap((index) => report.nodes[index] ?? []);
    if (nodes.length === 0) return [];
    const sum = (count: (node: NodeProgress) => number): number =>
      nodes.reduce((total, node) => total + count(node), 0);
    const medians = nodes.flatMap(({ p50Us }) => p50Us ?? []);
    const isStopped = report.stoppedAt !== undefined && indexes.includes(report.stoppedAt);
    const disturbances = new Set(nodes.flatMap(({ disturbedBy }) => disturbedBy ?? []));
    const delta: NodeDelta = {
      operation: shown,
      count: sum((node) => node.in),
      errors: sum(({ verdicts }) => verdicts.error),
      dropped: sum(({ verdicts }) => verdicts.dropped + verdicts.late),
      rate: indexes.reduce((total, index) => total + this.#rateOf(index), 0),
      queued: sum(({ queued }) => queued),
      ...(medians.length > 0 && { p50Us: Math.max(...medians) }),
      ...(isStopped && { isStopped }),
      ...(nodes.some(({ isFailing }) => isFailing) && { isFailing: true }),
      ...(disturbances.size > 0 && { disturbedBy: [...disturbances].join('; ') }),
    };
    return keepChange(this.#toldNodes, shown, delta, isStopped || disturbances.size > 0 || delta.count > 0);
  }

  #changeEdge({ shown, indexes }: Part<Pick<EdgeDelta, 'from' | 'to'>>, report: RunReport): EdgeDelta[] {
    const edges = indexes.flatMap((index) => report.edges[index] ?? []);
    const count = edges.reduce((total, edge) => total + edge.count, 0);
    if (count === 0) return [];
    const lastValue = edges.findLast((edge) => edge.lastValue !== undefined)?.lastValue;
    const delta = { ...shown, count, ...(lastValue !== undefined && { lastValue }) };
    return keepChange(this.#toldEdges, shown, delta, true);
  }

  /** Hops per second, rounded to tenths. */
  #rateOf(index: number): number {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || first === last) return 0;
    const count = (last.counts[index] ?? 0) - (first.counts[index] ?? 0);
    return Math.round((count * 10_000) / (last.ms - first.ms)) / 10;
  }

  #delta(phase: RunDelta['phase'], nodes: readonly NodeDelta[], edges: readonly EdgeDelta[]): RunDelta {
    const faults = this.#faults > 0 ? { faults: this.#faults } : {};
    return { phase, elapsedMs: this.#elapsedMs, isReplay: false, ...faults, nodes, edges };
  }
}

/** What `shownAs` makes the same belongs together; undefined is not shown. */
function groupParts<T, S>(all: readonly T[], shownAs: (one: T) => S | undefined): Part<S>[] {
  const parts = new Map<string, { readonly shown: S; readonly indexes: number[] }>();
  for (const [index, one] of all.entries()) {
    const shown = shownAs(one);
    if (shown === undefined) continue;
    const key = JSON.stringify(shown);
    const part = parts.get(key) ?? { shown, indexes: [] };
    parts.set(key, part);
    part.indexes.push(index);
  }
  return [...parts.values()];
}

/** `isShown`: parts that nothing has happened at are told of only once something has. */
function keepChange<K, T>(told: Map<K, T>, key: K, delta: T, isShown: boolean): T[] {
  const before = told.get(key);
  if (!before && !isShown) return [];
  if (before && JSON.stringify(before) === JSON.stringify(delta)) return [];
  told.set(key, delta);
  return [delta];
}
