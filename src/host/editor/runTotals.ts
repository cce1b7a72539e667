// What a canvas shows of a run, summed up from its hops. Tells only what has changed since it was last asked. Knows neither
// where hops come from nor when they are shown.
import type { Arm } from '../../graph/model.ts';
import type { EdgeDelta, NodeDelta } from '../../protocol/canvas.ts';
import type { HopRecord } from '../../protocol/trace.ts';
import { RateWindow } from './rateWindow.ts';
import { previewPayload } from '../../base/previewPayload.ts';

/** How many of a node's last hops give its median. */
const MEDIAN_HOPS = 63;
/** So many failures in a row make a node a failing one. */
const FAILURES = 3;

export interface RunChanges {
  readonly nodes: readonly NodeDelta[];
  readonly edges: readonly EdgeDelta[];
}

interface NodeTotals {
  count: number;
  errors: number;
  dropped: number;
  queued: number;
  failuresInRow: number;
  readonly rate: RateWindow;
  /** Microseconds; the oldest is overwritten. */
  readonly durations: number[];
  told: NodeDelta | undefined;
}

interface EdgeTotals {
  readonly from: string;
  readonly arm?: Arm;
  readonly to: string;
  count: number;
  payload: Uint8Array | undefined;
  isChanged: boolean;
}

type Origin = Pick<HopRecord, 'node' | 'arm'>;

export class RunTotals {
  readonly #nodes = new Map<string, NodeTotals>();
  /** By the number of the connection in the graph that ran. */
  readonly #edges = new Map<number, EdgeTotals>();
  /** Where messages were, by number of hop: a run of a million hops has few different places. */
  readonly #origins: Origin[] = [];
  readonly #places = new Map<string, Origin>();
  #firstHop: number | undefined;

  /** Hops in their order. */
  add(hop: HopRecord): void {
    const node = this.#nodeOf(hop.node);
    node.count += 1;
    node.rate.add(hop.wallMs);
    if (hop.durationUs > 0) node.durations[node.count % MEDIAN_HOPS] = hop.durationUs;
    if (hop.verdict === 'dropped' || hop.verdict === 'late') node.dropped += 1;
    if (hop.verdict === 'error') node.errors += 1;
    node.failuresInRow = hop.verdict === 'error' ? node.failuresInRow + 1 : 0;
    node.queued = Math.max(0, node.queued + queuedBy(hop));
    this.#addToEdge(hop);
    this.#firstHop ??= hop.hop;
    this.#origins[hop.hop - this.#firstHop] = this.#placeOf(hop);
  }

  /** What is not as it was told last; rates are those at `wallMs`, and 0 when the run `isOver`. */
  takeChanges(wallMs: number, isOver = false): RunChanges {
    const nodes = [...this.#nodes].flatMap(([operation, totals]): NodeDelta[] => {
      const delta = deltaOf(operation, totals, isOver ? 0 : totals.rate.perSecond(wallMs));
      if (totals.told && isSame(totals.told, delta)) return [];
      totals.told = delta;
      return [delta];
    });
    const edges = [...this.#edges.values()].flatMap((totals): EdgeDelta[] => {
      if (!totals.isChanged) return [];
      totals.isChanged = false;
      const { from, arm, to, count, payload } = totals;
      return [
        { from, to, count, ...(arm && { arm }), ...(payload && { lastValue: previewPayload(payload) }) },
      ];
    });
    return { nodes, edges };
  }

  #addToEdge({ connection, cause, node, input }: HopRecord): void {
    if (connection < 0) return;
    let edge = this.#edges.get(connection);
    if (!edge) {
      // The graph may have been edited since; the hops themselves know what led where.
      const origin = this.#origins[cause - (this.#firstHop ?? cause)];
      if (!origin) return;
      const { node: from, ...arm } = origin;
      edge = { from, ...arm, to: node, count: 0, payload: undefined, isChanged: true };
      this.#edges.set(connection, edge);
    }
    edge.count += 1;
    edge.payload = input?.payload;
    edge.isChanged = true;
  }

  #placeOf({ node, arm }: HopRecord): Origin {
    const key = `${arm ?? ''} ${node}`;
    const known = this.#places.get(key);
    if (known) return known;
    const place = { node, ...(arm && { arm }) };
    this.#places.set(key, place);
    return place;
  }

  #nodeOf(name: string): NodeTotals {
    const known = this.#nodes.get(name);
    if (known) return known;
    const totals: NodeTotals = {
      count: 0,
      errors: 0,
      dropped: 0,
      queued: 0,
      failuresInRow: 0,
      rate: new RateWindow(),
      durations: [],
      told: undefined,
    };
    this.#nodes.set(name, totals);
    return totals;
  }
}

/** An accumulate holds what it absorbs until its window is complete; the end of a run leaves some waiting. */
function queuedBy({ verdict, parents }: HopRecord): number {
  if (verdict === 'absorbed' || verdict === 'held') return 1;
  return parents ? -parents.length : 0;
}

function deltaOf(operation: string, totals: NodeTotals, rate: number): NodeDelta {
  const { count, errors, dropped, queued, durations, failuresInRow } = totals;
  const p50Us = medianOf(durations);
  return {
    operation,
    count,
    errors,
    dropped,
    rate,
    queued,
    ...(p50Us !== undefined && { p50Us }),
    ...(failuresInRow >= FAILURES && { isFailing: true }),
  };
}

function medianOf(values: readonly number[]): number | undefined {
  // Without the holes of hops that took no time.
  const sorted = values.filter((value) => value > 0).sort((a, b) => a - b);
  return sorted[(sorted.length - 1) >> 1];
}

function isSame(one: NodeDelta, other: NodeDelta): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof NodeDelta>;
  return [...keys].every((key) => one[key] === other[key]);
}
