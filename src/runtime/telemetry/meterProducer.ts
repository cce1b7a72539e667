// Makes metrics of the SDK from a run's meters, each time they are collected. Names follow the semantic conventions for messaging where
// there are any. Knows nothing about where metrics go.
import { type Attributes, type HrTime, ValueType } from '@opentelemetry/api';
import { type InstrumentationScope, millisToHrTime } from '@opentelemetry/core';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  type CollectionResult,
  type DataPoint,
  DataPointType,
  type Histogram,
  type MetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics';
import type { RunPlan } from '../../graph/runPlan.ts';
import type { HistogramMeter, NodeMeters } from '../../protocol/telemetry.ts';
import { countByBounds, durationBounds, valueBounds } from './histogramBounds.ts';

export interface MeterProducerPorts {
  readonly resource: Resource;
  readonly scope: InstrumentationScope;
  readonly plan: RunPlan;
  readonly epochMs: () => number;
  readonly read: () => Promise<readonly NodeMeters[]>;
}

export class MeterProducer implements MetricProducer {
  readonly #ports: MeterProducerPorts;
  readonly #startTime: HrTime;

  constructor(ports: MeterProducerPorts) {
    this.#ports = ports;
    this.#startTime = millisToHrTime(ports.epochMs());
  }

  async collect(): Promise<CollectionResult> {
    const { resource, scope, plan, epochMs, read } = this.#ports;
    const nodes = await read();
    const series = new SeriesList(this.#startTime, millisToHrTime(epochMs()));
    nodes.forEach((node, index) => {
      addCounts(series, node, plan.nodes[index]?.type);
      addOperatorMeters(series, node);
    });
    return { resourceMetrics: { resource, scopeMetrics: [{ scope, metrics: series.metrics }] }, errors: [] };
  }
}

function addCounts(series: SeriesList, { counts, durations }: NodeMeters, type: string | undefined): void {
  const { node, verdicts } = counts;
  const own = { 'dataflow.node': node, 'dataflow.operation.type': type ?? '' };
  const mqtt = { ...own, 'messaging.system': 'mqtt' };
  if (type === 'source')
    series.addSum(consumed, { ...mqtt, 'messaging.operation.name': 'receive' }, counts.in);
  if (type === 'sink')
    series.addSum(sent, { ...mqtt, 'messaging.operation.name': 'publish' }, verdicts.emitted);
  series.addSum(received, own, counts.in);
  for (const [verdict, count] of Object.entries(verdicts))
    if (count > 0) series.addSum(handled, { ...own, 'dataflow.verdict': verdict }, count);
  if (durations)
    series.addHistogram(
      processDuration,
      { ...mqtt, 'messaging.operation.name': 'process' },
      durations,
      durationBounds,
    );
}

function addOperatorMeters(series: SeriesList, { counts, operator }: NodeMeters): void {
  for (const { name, labels, value } of operator) {
    const attributes = { ...Object.fromEntries(labels), 'dataflow.node': counts.node };
    const words = { name, description: '', unit: '' };
    if (typeof value === 'number') series.addSum(words, attributes, value);
    else series.addHistogram(words, attributes, value, valueBounds);
  }
}

interface MetricWords {
  readonly name: string;
  readonly description: string;
  readonly unit: string;
}

const consumed: MetricWords = {
  name: 'messaging.client.consumed.messages',
  description: 'Messages that a source took in.',
  unit: '{message}',
};
const sent: MetricWords = {
  name: 'messaging.client.sent.messages',
  description: 'Messages that a sink published.',
  unit: '{message}',
};
const received: MetricWords = {
  name: 'dataflow.node.received.messages',
  description: 'Messages that came to a node.',
  unit: '{message}',
};
const handled: MetricWords = {
  name: 'dataflow.node.handled.messages',
  description: 'Hops at a node, by how they ended.',
  unit: '{message}',
};
const processDuration: MetricWords = {
  name: 'messaging.process.duration',
  description: 'How long calls into an operator took.',
  unit: 's',
};

/** Data points, gathered under their metrics. A name that is a counter here and a histogram there makes two metrics. */
class SeriesList {
  readonly #times: { readonly startTime: HrTime; readonly endTime: HrTime };
  readonly #sums = new Map<string, { readonly words: MetricWords; readonly points: DataPoint<number>[] }>();
  readonly #histograms = new Map<
    string,
    { readonly words: MetricWords; readonly points: DataPoint<Histogram>[] }
  >();

  constructor(startTime: HrTime, endTime: HrTime) {
    this.#times = { startTime, endTime };
  }

  addSum(words: MetricWords, attributes: Attributes, value: number): void {
    const metric = this.#sums.get(words.name) ?? { words, points: [] };
    this.#sums.set(words.name, metric);
    metric.points.push({ ...this.#times, attributes, value });
  }

  addHistogram(
    words: MetricWords,
    attributes: Attributes,
    meter: HistogramMeter,
    bounds: readonly number[],
  ): void {
    const metric = this.#histograms.get(words.name) ?? { words, points: [] };
    this.#histograms.set(words.name, metric);
    const { count, sum, min, max } = meter;
    const buckets = { boundaries: [...bounds], counts: countByBounds(meter, bounds) };
    metric.points.push({ ...this.#times, attributes, value: { buckets, count, sum, min, max } });
  }

  get metrics(): MetricData[] {
    const common = { aggregationTemporality: AggregationTemporality.CUMULATIVE };
    return [
      ...[...this.#sums.values()].map(({ words, points }): MetricData => {
        const isWhole = points.every(({ value }) => Number.isSafeInteger(value));
        return {
          ...common,
          descriptor: { ...words, valueType: isWhole ? ValueType.INT : ValueType.DOUBLE },
          dataPointType: DataPointType.SUM,
          isMonotonic: true,
          dataPoints: points,
        };
      }),
      ...[...this.#histograms.values()].map(({ words, points }): MetricData => ({
        ...common,
        descriptor: { ...words, valueType: ValueType.DOUBLE },
        dataPointType: DataPointType.HISTOGRAM,
        dataPoints: points,
      })),
    ];
  }
}
