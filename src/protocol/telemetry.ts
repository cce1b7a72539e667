// What is said about a run that is exported by OpenTelemetry: by the engine about its hops and meters, and between a run and the thread
// that sends them. Shapes only; all of them survive structured cloning.
import type { RunPlan } from '../graph/runPlan.ts';
import type { UserProperty } from './message.ts';
import type { NodeCounts, ReplayOrigin, TracedError, TracedLog } from './trace.ts';

/** Raise it with every change that the other side could misunderstand. */
export const TELEMETRY_PROTOCOL = 1;

/** Where traces and metrics go. */
export interface OtlpSettings {
  /** Base address, http or https: `/v1/traces` and `/v1/metrics` are added. Absent: what the environment's OTEL_… variables say. */
  readonly endpoint?: string;
  /** Sent with every request to `endpoint`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Random numbers of 32 bits, six of them, from which the ids of a run's traces and spans are made. */
export type SpanSeed = readonly number[];

/** How many numbers a span of a {@link SpanBatch} has. */
export const SPAN_NUMBERS = 9;

/** Finished hops on their way to the exporter: nearly all of a hop is numbers, which cost nothing to hand over. */
export interface SpanBatch {
  readonly count: number;
  /**
   * For each span: hop, message, hop that is the parent span (0: none of this run), node, index of the verdict, arm (0 none, 1 "False",
   * 2 "True"), end in milliseconds since the Unix epoch of real time, duration in microseconds, and number of the trace of another
   * program that the message belongs to (0: none, n: `foreign[n - 1]`).
   */
  readonly numbers: Float64Array;
  readonly foreign: readonly ForeignTrace[];
  /** Only of spans that have any. */
  readonly details: readonly SpanDetails[];
  /** Spans left out before these, because too many were on their way. */
  readonly lost: number;
}

/** A trace that another program began. */
export interface ForeignTrace {
  /** 32 hexadecimal digits. */
  readonly traceId: string;
  /** `tracestate` as it came. */
  readonly state?: string;
}

/** What is not a number about a span. */
export interface SpanDetails {
  /** Index of the span in its batch. */
  readonly span: number;
  /** Span of another program that caused this one; 16 hexadecimal digits. */
  readonly foreignParent?: string;
  /** Trace and span of every message that went into a window. */
  readonly links?: readonly (readonly [traceId: string, spanId: string])[];
  readonly replayOf?: ReplayOrigin;
  readonly reason?: string;
  readonly logs?: readonly TracedLog[];
  readonly error?: TracedError;
  /** Topic and payload size in bytes, where a message comes in or goes out. */
  readonly topic?: string;
  readonly size?: number;
}

/** What a histogram holds; buckets in rising order, each with what lies above the one before and not above `upTo`. */
export interface HistogramMeter {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly buckets: readonly { readonly upTo: number; readonly count: number }[];
}

/** One series of a metric that an operator reports: a counter's total, or a histogram. */
export interface OperatorMeter {
  readonly name: string;
  readonly labels: readonly UserProperty[];
  readonly value: number | HistogramMeter;
}

/** One node's meters since the run began. */
export interface NodeMeters {
  readonly counts: NodeCounts;
  /** Of calls into the operator, in seconds; absent before the first. */
  readonly durations?: HistogramMeter;
  readonly operator: readonly OperatorMeter[];
}

/** What a metric of a message to an OpenTelemetry destination can be. Source: Azure IoT Operations, OpenTelemetry data flow endpoints. */
export const payloadMetricTypes = [
  'u64_counter',
  'f64_counter',
  'i64_up_down_counter',
  'f64_up_down_counter',
  'u64_gauge',
  'i64_gauge',
  'f64_gauge',
  'f64_histogram',
  'u64_histogram',
] as const;
export const payloadLogLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

/** What one message to an OpenTelemetry destination brings. */
export interface TelemetryPayload {
  readonly metrics: readonly PayloadMetric[];
  readonly logs: readonly PayloadLog[];
}

export interface PayloadMetric {
  readonly name: string;
  readonly type: (typeof payloadMetricTypes)[number];
  /** Added to a counter, recorded by a gauge or histogram. */
  readonly value: number;
  readonly description?: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface PayloadLog {
  readonly value: string;
  readonly level: (typeof payloadLogLevels)[number];
  /** Milliseconds since the Unix epoch. */
  readonly timeMs?: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What the exporting thread is started with. */
export interface TelemetryStart {
  readonly settings: OtlpSettings;
  readonly plan: RunPlan;
  /** What sinks publish to, with `${inputTopic}` and `${outputTopic}`, by index of the node. */
  readonly sinkTopics: ReadonlyMap<number, string>;
  readonly seed: SpanSeed;
}

/** What a run asks of the exporting thread. */
export interface TelemetryMethods {
  /** Errors: LAUNCH_INVALID. */
  begin: { params: TelemetryStart; result: null };
  /** Sends what is queued and the last metrics. Resolves when all has been answered, which may never be: the caller has a limit. */
  end: { params: null; result: null };
}

/** What the exporting thread asks of its run. */
export interface MeterMethods {
  readMeters: { params: null; result: readonly NodeMeters[] };
}

/** What a run tells the exporting thread. */
export interface SpanEvents {
  spans: SpanBatch;
  payload: TelemetryPayload;
}

export interface TelemetryEvents {
  /** So many spans have been delivered, or given up: only then the engine may hand over as many others. */
  settled: { readonly count: number; readonly isDelivered: boolean };
  /** An address does not take what is sent, and why; once for a run. */
  refused: { readonly url: string; readonly reason: string };
}
