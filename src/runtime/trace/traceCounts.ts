// Counts per node, kept at every trace level. Knows nothing about recorded hops.
import { type NodeCounts, type Verdict, verdicts } from '../../protocol/trace.ts';
import type { Hop } from './hop.ts';
import { verdictCode } from './traceFormat.ts';

/** Counts hops without allocating. */
export class TraceCounts {
  readonly #nodes: readonly string[];
  readonly #verdicts: Float64Array;
  readonly #in: Float64Array;
  readonly #durationUs: Float64Array;
  readonly #maxDurationUs: Float64Array;

  constructor(nodes: readonly string[]) {
    this.#nodes = nodes;
    this.#verdicts = new Float64Array(nodes.length * verdicts.length);
    this.#in = new Float64Array(nodes.length);
    this.#durationUs = new Float64Array(nodes.length);
    this.#maxDurationUs = new Float64Array(nodes.length);
  }

  add(hop: Hop): void {
    const { node, durationUs } = hop;
    const at = node * verdicts.length + verdictCode(hop.verdict);
    this.#verdicts[at] = (this.#verdicts[at] ?? 0) + 1;
    if (hop.parents === undefined) this.#in[node] = (this.#in[node] ?? 0) + 1;
    if (!(durationUs > 0)) return;
    this.#durationUs[node] = (this.#durationUs[node] ?? 0) + durationUs;
    if (durationUs > (this.#maxDurationUs[node] ?? 0)) this.#maxDurationUs[node] = durationUs;
  }

  /** One entry per node, in the order of the graph. */
  snapshot(): NodeCounts[] {
    return this.#nodes.map((node, index) => ({
      node,
      in: this.#in[index] ?? 0,
      verdicts: this.#verdictsOf(index),
      durationUs: this.#durationUs[index] ?? 0,
      maxDurationUs: this.#maxDurationUs[index] ?? 0,
    }));
  }

  #verdictsOf(node: number): Record<Verdict, number> {
    const counts: Record<Verdict, number> = {
      passed: 0,
      emitted: 0,
      dropped: 0,
      absorbed: 0,
      late: 0,
      error: 0,
      held: 0,
    };
    for (const [code, verdict] of verdicts.entries())
      counts[verdict] = this.#verdicts[node * verdicts.length + code] ?? 0;
    return counts;
  }
}
