// What is said about stopping a run: where it is to stop, where it has stopped, what can be done then. Shapes only; all of
// them survive structured cloning. Knows nothing about the Debug Adapter Protocol or about how a run is stopped.
import type { FaultMethods } from './faults.ts';
import type { UserProperty } from './message.ts';
import type { HopRecord, ReplayOrigin, TracedMessage } from './trace.ts';

/** Where a rule looks: at every message before or after an operation, on a connection, by topic, or at a key of the state store. */
export type StopPlace =
  /** Index in the plan's nodes. */
  | { readonly kind: 'node'; readonly node: number }
  /** Index in the graph's connections. */
  | { readonly kind: 'connection'; readonly connection: number }
  /** An MQTT topic filter, compared with each message as it arrives at a node. */
  | { readonly kind: 'topic'; readonly filter: string }
  /** A key as the trace spells it: text, or `hex:…`. */
  | { readonly kind: 'state'; readonly key: string; readonly access: StateAccess };

export type StateAccess = 'read' | 'write' | 'readWrite';

/**
 * When a rule at a node applies: `before` the operator sees the message, `after` it has answered, or after a hop whose message
 * went no further (`drop`). Connections and topics are `before`, keys `after`, whatever is asked for.
 */
export type StopMoment = 'before' | 'after' | 'drop';

/** One breakpoint, data breakpoint or log point. */
export interface StopRule {
  /** The caller's; comes back with the stop. */
  readonly id: number;
  readonly at: StopPlace;
  readonly when: StopMoment;
  /** A CEL expression that must be true; absent: always. */
  readonly condition?: string;
  /** `5` and `== 5`: the fifth time; `>= 5`, `> 5`: from then on; `% 5`: every fifth time. */
  readonly hitCount?: string;
  /** Instead of stopping, this text is logged; CEL expressions in braces are filled in. */
  readonly log?: string;
}

/** What makes a hop a failure that stops the run. */
export const failureKinds = [
  'error',
  'trap',
  'timeout',
  'badResult',
  'dropped',
  'unconnected',
  'late',
] as const;
export type FailureKind = (typeof failureKinds)[number];

export interface StopSettings {
  readonly rules: readonly StopRule[];
  readonly failures: readonly { readonly kind: FailureKind; readonly condition?: string }[];
}

/** A rule that cannot be used, and why. */
export interface RefusedRule {
  readonly id: number;
  readonly message: string;
}

/**
 * How a stopped run goes on. `continue`: to the next stop; `next`: to the next hop of this message, or to its end; `in`: to what the
 * operator here answers, then to the next hop; `out`: to where the message ends: at a sink, in a window, or lost.
 */
export type ResumeMode = 'continue' | 'next' | 'in' | 'out';

export type StopReason =
  'entry' | 'pause' | 'step' | 'breakpoint' | 'topic breakpoint' | 'data breakpoint' | 'exception';

/** Where a run has stopped. */
export interface StopReport {
  readonly reason: StopReason;
  /** Rules that led to it. */
  readonly rules: readonly number[];
  /** The failure that led to it. */
  readonly failure?: FailureKind;
  /** The message it is about; absent when the run was stopped while no message moved. */
  readonly at?: StopPoint;
}

/** One message at one node. */
export interface StopPoint {
  readonly moment: 'before' | 'after';
  /** Index in the plan's nodes. */
  readonly node: number;
  /** Number of the message. */
  readonly message: number;
  /** Index of the connection it came by; -1 at a source, and for a window. */
  readonly connection: number;
  /** The hop that sent it here; 0 at a source. */
  readonly cause: number;
  /** Of a replay where it enters. */
  readonly replayOf?: ReplayOrigin;
  /** The item's logical time, in `__ts` form. */
  readonly time: string;
  /** The message as it comes in; before a window is closed, the empty one it starts from. */
  readonly input: TracedMessage;
  /** Messages in the window that is about to be closed. */
  readonly window?: readonly number[];
  /** What happened; only `after`. */
  readonly hop?: HopRecord;
}

/** What a stopped message is changed to; what is absent stays. */
export interface MessageEdit {
  readonly topic?: string;
  readonly payload?: Uint8Array;
  /** An empty text takes it away. */
  readonly contentType?: string;
  readonly userProperties?: readonly UserProperty[];
  /** In `__ts` form. */
  readonly timestamp?: string;
}

/** What an expression gave. */
export interface EvaluatedValue {
  /** As CEL names it: `bool`, `int`, `double`, `string`, `bytes`, `list`, `map`, `null_type`, … */
  readonly type: string;
  /** JSON text. */
  readonly json: string;
}

/** One key of the state store. Keys and values as the trace spells them: text, or `hex:…`. */
export interface StateEntryRecord {
  readonly key: string;
  readonly value: string;
  /** Bytes of the value. */
  readonly size: number;
  /** In `__ts` form. */
  readonly version: string;
  /** Session clock, milliseconds since the Unix epoch. */
  readonly expiresMs?: number;
}

export interface StatePageRecord {
  readonly entries: readonly StateEntryRecord[];
  /** What to pass as `after` for the following page; absent on the last one. */
  readonly next?: string;
  /** Keys in the store. */
  readonly size: number;
}

/** The session's clock and what waits for it. */
export interface ClockRecord {
  readonly kind: 'wall' | 'virtual';
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
  /** The next time at which something waiting is due, in `__ts` form. */
  readonly nextDue?: string;
}

/** One series of a metric that an operator reports. */
export interface MetricRecord {
  readonly name: string;
  readonly labels: readonly UserProperty[];
  /** A counter's total. */
  readonly value?: number;
  /** A histogram's summary; `p50` and `p95` are estimates. */
  readonly summary?: HistogramNumbers;
}

export interface HistogramNumbers {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly p50: number;
  readonly p95: number;
}

export interface NodeMetricsRecord {
  /** The operation's name. */
  readonly node: string;
  readonly metrics: readonly MetricRecord[];
  /** Updates that were refused. */
  readonly refused: number;
}

/** How a replay begins. */
export interface ReplayStart {
  /** The run stands: the message is let in when it goes on. */
  readonly waits: boolean;
}

/** What can be asked of any run. */
export interface InspectMethods extends FaultMethods {
  /** Keys in the order of their bytes, from the first one greater than `after` on. At most `limit`, default 100. */
  readState: { params: { readonly after?: string; readonly limit?: number }; result: StatePageRecord };
  /** Sets (`value`) or deletes a key, whatever its version. Errors: STATE_EDIT_INVALID. */
  editState: { params: { readonly key: string; readonly value?: string }; result: null };
  /** What operators have reported; operations that report nothing are left out. */
  readMetrics: { params: null; result: readonly NodeMetricsRecord[] };
  /**
   * Hands the message of a recorded hop to the node of that hop once more, as it came in there: as a new message, whose first hop has
   * `replayOf`. It is let in when its turn comes, behind what waits already. Errors: HOP_NOT_REPLAYABLE, RUN_ENDED.
   */
  replayHop: { params: { readonly hop: number }; result: ReplayStart };
}

/** What can be asked of a run that can be stopped, while it runs or stands. */
export interface DebugMethods {
  /** Replaces all rules. Before the start nothing is refused yet: that is told by `ruleFailed` then. Errors: EXPRESSION_INVALID (the condition of a failure). */
  setStops: { params: StopSettings; result: readonly RefusedRule[] };
  /** Stops before the next hop; at once when nothing moves. Before the start: as soon as it has started. */
  pause: { params: { readonly reason: 'pause' | 'entry' }; result: null };
  /** Errors: RUN_NOT_STOPPED. */
  resume: { params: { readonly mode: ResumeMode }; result: null };
  /** Changes the message that is about to be worked on. Errors: RUN_NOT_STOPPED (also after a hop), MESSAGE_EDIT_INVALID. */
  editStopped: { params: MessageEdit; result: StopPoint };
  /** Takes the message that is about to be worked on away, with the verdict `dropped`. Errors: RUN_NOT_STOPPED. */
  dropStopped: { params: null; result: null };
  /** About the stopped message; without one, about none. Errors: EXPRESSION_INVALID, EXPRESSION_FAILED. */
  evaluate: { params: { readonly expression: string }; result: EvaluatedValue };
  readClock: { params: null; result: ClockRecord };
  /** Moves virtual time on, past everything due until then. Milliseconds. Errors: CLOCK_NOT_VIRTUAL. */
  advance: { params: { readonly durationMs: number }; result: ClockRecord };
}

/** What a debugged run tells. */
export interface DebugEvents {
  stopped: StopReport;
  /** After `resume`, and when a stopped message was dropped. */
  resumed: { readonly message?: number };
  /** A log point's line. */
  logPoint: { readonly rule: number; readonly node: number; readonly text: string };
  /** A rule's condition or text cannot be worked out; told once for each rule. */
  ruleFailed: RefusedRule;
}

/** Any of them. */
export type DebugEvent = {
  [K in keyof DebugEvents]: { readonly kind: K; readonly value: DebugEvents[K] };
}[keyof DebugEvents];
