// The metrics operators report, per node: counters and histograms by name and labels. Knows nothing about who exports
// or shows them.
import { Histogram, type HistogramSummary } from './histogram.ts';

/** A label; the order of labels does not matter, and of two with the same key the last one counts. */
export interface MetricLabel {
  readonly key: string;
  readonly value: string;
}

/** What a name stands for. A name keeps its first kind, the number's type included, for the whole run. */
export type MetricKind = 'counter' | 'histogram of f64' | 'histogram of u64';

/** Closed list of reasons why an update is refused; refused updates change nothing. */
export type MetricRefusalReason = 'incompatible-type' | 'series-limit' | 'not-a-number';

/** Why an update was refused, in words that name the metric. */
export interface MetricRefusal {
  readonly reason: MetricRefusalReason;
  readonly message: string;
}

/** WIT `metrics-error`. */
export interface WitMetricsError {
  readonly tag: 'incompatible-type' | 'lock-error';
  readonly val: string;
}

/** One counter series. */
export interface CounterSnapshot {
  readonly name: string;
  readonly labels: readonly MetricLabel[];
  /** Exact up to 2^53, rounded beyond. */
  readonly value: number;
}

/** One histogram series. */
export interface HistogramSnapshot extends HistogramSummary {
  readonly name: string;
  readonly labels: readonly MetricLabel[];
  readonly valueType: 'f64' | 'u64';
}

/** A node's metrics at one moment, in order of first use; labels sorted by key. */
export interface NodeMetricsSnapshot {
  readonly node: string;
  readonly counters: readonly CounterSnapshot[];
  readonly histograms: readonly HistogramSnapshot[];
  /** Updates refused so far. */
  readonly refused: number;
}

interface Counter {
  value: number;
}

interface Series<T> {
  readonly labels: readonly MetricLabel[];
  readonly content: T;
}

interface Instrument<T> {
  readonly kind: MetricKind;
  readonly create: () => T;
  readonly seriesByLabels: Map<string, Series<T>>;
}

const DEFAULT_MAX_SERIES = 1000;
const NO_LABELS: readonly MetricLabel[] = [];

/** The metrics of every node of a run. */
export class MetricsRegistry {
  readonly #maxSeriesPerNode: number;
  readonly #nodes = new Map<string, NodeMetrics>();

  /** `maxSeriesPerNode`: combinations of name and labels a node may use; default 1,000. */
  constructor(limits: { readonly maxSeriesPerNode?: number } = {}) {
    this.#maxSeriesPerNode = limits.maxSeriesPerNode ?? DEFAULT_MAX_SERIES;
  }

  /** The metrics of the operation called `name`; look it up once and keep it. */
  node(name: string): NodeMetrics {
    let metrics = this.#nodes.get(name);
    if (!metrics) {
      metrics = new NodeMetrics(name, this.#maxSeriesPerNode);
      this.#nodes.set(name, metrics);
    }
    return metrics;
  }

  snapshot(): readonly NodeMetricsSnapshot[] {
    return [...this.#nodes.values()].map((metrics) => metrics.snapshot());
  }
}

/** The metrics of one node. */
export class NodeMetrics {
  readonly #node: string;
  readonly #maxSeries: number;
  readonly #counters = new Map<string, Instrument<Counter>>();
  readonly #histograms = new Map<string, Instrument<Histogram>>();
  #seriesCount = 0;
  #refused = 0;

  constructor(node: string, maxSeries: number) {
    this.#node = node;
    this.#maxSeries = maxSeries;
  }

  /** Adds `value`, a whole number from 0 up. Returns why the update was refused, or undefined. */
  addToCounter(
    name: string,
    value: bigint | number,
    labels?: readonly MetricLabel[],
  ): MetricRefusal | undefined {
    const instrument = this.#counters.get(name) ?? this.#open(this.#counters, name, 'counter', newCounter);
    if (!instrument) return this.#refuseKind(name, 'counter');
    const counter = this.#series(instrument, labels);
    if (!counter) return this.#refuseSeries(name);
    counter.value += Number(value);
    return undefined;
  }

  /** Records `value`; a bigint is a `u64`, a number an `f64`. Returns why the update was refused, or undefined. */
  recordToHistogram(
    name: string,
    value: bigint | number,
    labels?: readonly MetricLabel[],
  ): MetricRefusal | undefined {
    const kind = typeof value === 'bigint' ? 'histogram of u64' : 'histogram of f64';
    if (!Number.isFinite(Number(value))) return this.#refuseNumber(name, value);
    const instrument = this.#histograms.get(name) ?? this.#open(this.#histograms, name, kind, newHistogram);
    if (instrument?.kind !== kind) return this.#refuseKind(name, kind);
    const histogram = this.#series(instrument, labels);
    if (!histogram) return this.#refuseSeries(name);
    histogram.record(Number(value));
    return undefined;
  }

  snapshot(): NodeMetricsSnapshot {
    return {
      node: this.#node,
      counters: listSeries(this.#counters, (counter) => ({ value: counter.value })),
      histograms: listSeries(this.#histograms, (histogram, kind) => ({
        valueType: kind === 'histogram of u64' ? ('u64' as const) : ('f64' as const),
        ...histogram.summarize(),
      })),
      refused: this.#refused,
    };
  }

  // A name without a single series (the limit was reached at its first use) does not claim a kind.
  #open<T>(
    family: Map<string, Instrument<T>>,
    name: string,
    kind: MetricKind,
    create: () => T,
  ): Instrument<T> | undefined {
    if (this.#kindOf(name)) return undefined;
    const instrument = { kind, create, seriesByLabels: new Map<string, Series<T>>() };
    if (this.#seriesCount < this.#maxSeries) family.set(name, instrument);
    return instrument;
  }

  #kindOf(name: string): MetricKind | undefined {
    return (this.#counters.get(name) ?? this.#histograms.get(name))?.kind;
  }

  #series<T>(instrument: Instrument<T>, labels: readonly MetricLabel[] = NO_LABELS): T | undefined {
    const sorted = sortLabels(labels);
    const identity = identify(sorted);
    let series = instrument.seriesByLabels.get(identity);
    if (!series) {
      if (this.#seriesCount >= this.#maxSeries) return undefined;
      this.#seriesCount += 1;
      series = { labels: sorted, content: instrument.create() };
      instrument.seriesByLabels.set(identity, series);
    }
    return series.content;
  }

  #refuseKind(name: string, kind: MetricKind): MetricRefusal {
    return this.#refuse(
      'incompatible-type',
      `metric "${name}" is a ${String(this.#kindOf(name))} on node "${this.#node}" and cannot be used as a ${kind}; use another name`,
    );
  }

  #refuseSeries(name: string): MetricRefusal {
    return this.#refuse(
      'series-limit',
      `metric "${name}" would be series number ${String(this.#maxSeries + 1)} of node "${this.#node}", the limit is ${String(this.#maxSeries)}; use labels with few different values`,
    );
  }

  #refuseNumber(name: string, value: bigint | number): MetricRefusal {
    return this.#refuse(
      'not-a-number',
      `histogram "${name}" on node "${this.#node}" cannot record ${String(value)}; record finite numbers only`,
    );
  }

  #refuse(reason: MetricRefusalReason, message: string): MetricRefusal {
    this.#refused += 1;
    return { reason, message };
  }
}

/** The variant an operator gets. WIT has no case for limits: `lock-error`, "no access to the metric", is the nearest. */
export function metricRefusalToWit(refusal: MetricRefusal): WitMetricsError {
  const tag = refusal.reason === 'series-limit' ? 'lock-error' : 'incompatible-type';
  return { tag, val: refusal.message };
}

function newCounter(): Counter {
  return { value: 0 };
}

function newHistogram(): Histogram {
  return new Histogram();
}

function sortLabels(labels: readonly MetricLabel[]): readonly MetricLabel[] {
  if (labels.length < 2) return labels;
  const lastByKey = new Map<string, MetricLabel>();
  for (const label of labels) lastByKey.set(label.key, label);
  return [...lastByKey.values()].sort((left, right) => (left.key < right.key ? -1 : 1));
}

// Lengths keep labels apart whatever characters they contain.
function identify(labels: readonly MetricLabel[]): string {
  let identity = '';
  for (const { key, value } of labels)
    identity += `${String(key.length)}:${key}${String(value.length)}:${value}`;
  return identity;
}

function listSeries<T, S>(
  family: ReadonlyMap<string, Instrument<T>>,
  describe: (content: T, kind: MetricKind) => S,
): (S & { readonly name: string; readonly labels: readonly MetricLabel[] })[] {
  const list = [];
  for (const [name, { kind, seriesByLabels }] of family)
    for (const { labels, content } of seriesByLabels.values())
      list.push({ name, labels, ...describe(content, kind) });
  return list;
}
