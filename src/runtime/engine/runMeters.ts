// What a run that is exported measures of itself and of its operators, since its beginning. Knows nothing about who reads it.
import type { HistogramMeter, NodeMeters, OperatorMeter } from '../../protocol/telemetry.ts';
import type { NodeCounts } from '../../protocol/trace.ts';
import { Histogram } from '../services/histogram.ts';
import type { MetricLabel, MetricsRegistry, NodeMetricsSnapshot } from '../services/metrics.ts';
import type { Hop } from '../trace/hop.ts';

const US_PER_SECOND = 1_000_000;

export class RunMeters {
  readonly #durations: readonly Histogram[];

  /** `nodes`: how many the run has. */
  constructor(nodes: number) {
    this.#durations = Array.from({ length: nodes }, () => new Histogram());
  }

  note({ node, durationUs }: Hop): void {
    if (durationUs > 0) this.#durations[node]?.record(durationUs / US_PER_SECOND);
  }

  /** By index of the node. */
  read(counts: readonly NodeCounts[], metrics: MetricsRegistry): NodeMeters[] {
    const byNode = new Map(metrics.snapshot().map((snapshot) => [snapshot.node, snapshot]));
    return counts.map((node, index) => {
      const durations = this.#durations[index]?.summarize();
      const snapshot = byNode.get(node.node);
      return {
        counts: node,
        ...(durations && durations.count > 0 && { durations: pick(durations) }),
        operator: snapshot ? listMeters(snapshot) : [],
      };
    });
  }
}

function listMeters({ counters, histograms }: NodeMetricsSnapshot): OperatorMeter[] {
  return [
    ...counters.map(({ name, labels, value }) => ({ name, labels: pairs(labels), value })),
    ...histograms.map((histogram) => ({
      name: histogram.name,
      labels: pairs(histogram.labels),
      value: pick(histogram),
    })),
  ];
}

function pick({ count, sum, min, max, buckets }: HistogramMeter): HistogramMeter {
  return { count, sum, min, max, buckets };
}

function pairs(labels: readonly MetricLabel[]): OperatorMeter['labels'] {
  return labels.map(({ key, value }) => [key, value]);
}
