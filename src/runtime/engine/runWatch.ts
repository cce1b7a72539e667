// What a run shows of its nodes and connections while it goes on, besides the trace's counts: a few numbers for each, so that it costs
// next to nothing. Knows nothing about who looks.
import { previewPayload } from '../../base/previewPayload.ts';
import type { EdgeProgress, NodeProgress } from '../../protocol/engine.ts';
import type { Hop } from '../trace/hop.ts';
import type { Payload } from '../trace/payload.ts';

/** How many of a node's last calls give its median. */
const MEDIAN_CALLS = 63;
/** So many failures in a row make a node a failing one. */
const FAILURES = 3;

interface WatchedNode {
  /** Microseconds; the oldest is overwritten. */
  readonly durations: Float64Array;
  calls: number;
  inWindow: number;
  failuresInRow: number;
}

interface WatchedEdge {
  count: number;
  last: Payload | undefined;
}

export class RunWatch {
  readonly #nodes: readonly WatchedNode[];
  readonly #edges: WatchedEdge[] = [];

  constructor(nodes: number) {
    this.#nodes = Array.from({ length: nodes }, () => ({
      durations: new Float64Array(MEDIAN_CALLS),
      calls: 0,
      inWindow: 0,
      failuresInRow: 0,
    }));
  }

  note({ node, verdict, durationUs, parents, connection, input }: Hop): void {
    const watched = this.#nodes[node];
    if (!watched) return;
    if (durationUs > 0) watched.durations[watched.calls++ % MEDIAN_CALLS] = durationUs;
    watched.failuresInRow = verdict === 'error' ? watched.failuresInRow + 1 : 0;
    if (verdict === 'absorbed') watched.inWindow += 1;
    else if (parents) watched.inWindow -= parents.length;
    if (connection < 0) return;
    const edge = (this.#edges[connection] ??= { count: 0, last: undefined });
    edge.count += 1;
    edge.last = input?.payload;
  }

  /** `waiting`: items in the node's queue. */
  describeNode(
    node: number,
    waiting: number,
  ): Omit<NodeProgress, 'node' | 'in' | 'verdicts' | 'durationUs' | 'maxDurationUs'> {
    const watched = this.#nodes[node];
    const calls = Math.min(watched?.calls ?? 0, MEDIAN_CALLS);
    const sorted = watched?.durations.slice(0, calls).sort();
    const p50Us = sorted?.[(calls - 1) >> 1];
    return {
      queued: waiting + (watched?.inWindow ?? 0),
      isFailing: (watched?.failuresInRow ?? 0) >= FAILURES,
      ...(p50Us !== undefined && { p50Us }),
    };
  }

  describeEdges(): EdgeProgress[] {
    return Array.from(this.#edges, (edge: WatchedEdge | undefined) => ({
      count: edge?.count ?? 0,
      ...(edge?.last && { lastValue: previewPayload(edge.last.bytes) }),
    }));
  }
}
