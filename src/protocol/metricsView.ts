// What the metrics view and the extension say to each other. Shapes only. Knows nothing about webviews.
import type { OperationType } from '../graph/model.ts';
import type { NodeMetricsRecord } from './debugging.ts';

/** Raise it with every change that the other side could misunderstand. */
export const METRICS_PROTOCOL_VERSION = 1;

/** One operation at one moment. */
export interface NodeSample {
  /** Messages that came in since the run began. */
  readonly count: number;
  /** Messages per second since the sample before. */
  readonly rate: number;
  readonly errors: number;
  readonly dropped: number;
  /** Items that wait or are held. */
  readonly queued: number;
  /** Median of the last calls, and the longest call of the run; microseconds. */
  readonly p50Us?: number;
  readonly maxUs: number;
}

/** All operations at one moment, in the order of the run's nodes. */
export type RunSample = readonly NodeSample[];

export interface MetricsState {
  /** Name of the graph; absent when nothing has run yet. */
  readonly run?: string;
  readonly isPast: boolean;
  readonly nodes: readonly { readonly name: string; readonly type: OperationType }[];
  /** Once a second, oldest first; at most {@link MAX_SAMPLES}. */
  readonly samples: readonly RunSample[];
  /** What operators reported themselves. */
  readonly reported: readonly NodeMetricsRecord[];
}

export const MAX_SAMPLES = 120;

export interface MetricsHostMethods {
  /** Once, when the page has begun. */
  start: { params: undefined; result: MetricsState };
}

export interface MetricsHostEvents {
  /** Leads to the operation in the text. */
  revealNode: { readonly node: string };
  failed: { readonly message: string };
}

export interface MetricsViewEvents {
  /** Another run, or none. */
  began: MetricsState;
  sampled: { readonly sample: RunSample; readonly reported: readonly NodeMetricsRecord[] };
  ended: null;
}
