// What a canvas shows of a run that goes on: tells the changes between one report of the run and the next. Knows neither canvases
// nor debug sessions.
import type { EdgeDelta, NodeDelta, RunDelta } from '../../protocol/canvas.ts';
import type { LoadedRun, RunReport } from '../../protocol/runProcess.ts';

/** Rates are those of the last seconds. */
const RATE_WINDOW_MS = 3000;

interface Sample {
  readonly ms: number;
  /** Hops by index of the node. */
  readonly counts: readonly number[];
}

/** One run as far as one graph file shows it. */
export class LiveRun {
  readonly #run: LoadedRun;
  readonly #file: string;
  readonly #beganMs: number;
  #samples: Sample[] = [];
  #nodes = new Map<number, NodeDelta>();
  #edges = new Map<number, EdgeDelta>();
  #phase: RunDelta['phase'] = 'begin';
  #elapsedMs = 0;

  /** `file`: the graph definition whose parts are shown. `nowMs` counts from anywhere. */
  constructor(run: LoadedRun, file: string, nowMs: number) {
    this.#run = run;
    this.#file = file;
    this.#beganMs = nowMs;
  }

  /** Everything known until now, for a canvas that has just been opened. */
  whole(): readonly RunDelta[] {
    const begin = this.#delta('begin', [], []);
    const rest = this.#delta(this.#phase, [...this.#nodes.values()], [...this.#edges.values()]);
    return this.#phase === 'begin' ? [begin] : [begin, rest];
  }

  /** What has changed with `report`. */
  update(report: RunReport, nowMs: number): RunDelta {
    this.#elapsedMs = Math.round(nowMs - this.#beganMs);
    this.#samples.push({ ms: nowMs, counts: report.nodes.map((node) => node.in) });
    this.#samples = this.#samples.filter(({ ms }) => nowMs - ms <= RATE_WINDOW_MS);
    this.#phase = report.isStopped ? 'paused' : 'running';
    const nodes = this.#run.nodes.flatMap(({ place }, index) =>
      place?.file === this.#file ? this.#changeNode(index, report) : [],
    );
    const edges = this.#run.connections.flatMap(({ place }, index) =>
      place?.file === this.#file ? this.#changeEdge(index, report) : [],
    );
    return this.#delta(this.#phase, nodes, edges);
  }

  /** The last numbers stay, as past. */
  end(): RunDelta {
    this.#phase = 'end';
    return this.#delta('end', [], []);
  }

  #changeNode(index: number, report: RunReport): NodeDelta[] {
    const node = report.nodes[index];
    if (!node) return [];
    const { verdicts, p50Us, queued, isFailing } = node;
    const delta: NodeDelta = {
      operation: node.node,
      count: node.in,
      errors: verdicts.error,
      dropped: verdicts.dropped + verdicts.late,
      rate: this.#rateOf(index),
      queued,
      ...(p50Us !== undefined && { p50Us }),
      ...(report.stoppedAt === index && { isStopped: true }),
      ...(isFailing && { isFailing: true }),
    };
    return keepChange(this.#nodes, index, delta, report.stoppedAt === index || node.in > 0);
  }

  #changeEdge(index: number, report: RunReport): EdgeDelta[] {
    const connection = this.#run.connections[index];
    const edge = report.edges[index];
    if (!connection || !edge || edge.count === 0) return [];
    const { from, arm, to } = connection;
    const { count, lastValue } = edge;
    const delta = { from, to, count, ...(arm && { arm }), ...(lastValue !== undefined && { lastValue }) };
    return keepChange(this.#edges, index, delta, true);
  }

  /** Hops per second, rounded to tenths. */
  #rateOf(index: number): number {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (!first || !last || first === last) return 0;
    const count = (last.counts[index] ?? 0) - (first.counts[index] ?? 0);
    return Math.round((count * 10_000) / (last.ms - first.ms)) / 10;
  }

  #delta(phase: RunDelta['phase'], nodes: readonly NodeDelta[], edges: readonly EdgeDelta[]): RunDelta {
    return { phase, elapsedMs: this.#elapsedMs, isReplay: false, nodes, edges };
  }
}

/** `isShown`: parts that nothing has happened at are told of only once something has. */
function keepChange<T>(known: Map<number, T>, index: number, delta: T, isShown: boolean): T[] {
  const before = known.get(index);
  if (!before && !isShown) return [];
  if (before && JSON.stringify(before) === JSON.stringify(delta)) return [];
  known.set(index, delta);
  return [delta];
}
