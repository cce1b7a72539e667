// What a run's host and its engine (in a worker) say to each other. Shapes only; all of them survive structured cloning.
import type { LogLevel } from '../base/logger.ts';
import type { ModuleOperationType } from '../graph/model.ts';
import type { Fault } from '../graph/faults.ts';
import type { RunPlan } from '../graph/runPlan.ts';
import type { ComparedOperation } from './comparison.ts';
import type { DebugEvent, DebugMethods, InspectMethods } from './debugging.ts';
import type { UserProperty } from './message.ts';
import type { BrokenSchema, WorkspaceSchema } from './schemas.ts';
import type { StateReplyBatch, StateRequestBatch } from './stateRequests.ts';
import type {
  HopPage,
  HopQuery,
  HopRecord,
  NodeCounts,
  RecordedRun,
  StepChanges,
  TraceLevel,
} from './trace.ts';
import type { MeterMethods, SpanBatch, SpanSeed } from './telemetry.ts';
import type { TraceMethods } from './traceMessages.ts';

/** Raise it with every change that the other side could misunderstand. */
export const ENGINE_PROTOCOL = 6;

/** What an operator's `init` is given; WIT `module-configuration`. */
export interface OperatorConfiguration {
  properties: [string, string][];
  moduleSchemas: { name: string; contentType: string; content: string }[];
}

/** Everything an engine needs to start a run. */
export interface EngineStart {
  readonly plan: RunPlan;
  /** Prepared modules, encoded, by key. */
  readonly modules: readonly { readonly key: string; readonly label: string; readonly encoded: Uint8Array }[];
  readonly operators: readonly {
    readonly node: number;
    readonly kind: ModuleOperationType;
    /** Key of its module. */
    readonly module: string;
    readonly configuration: OperatorConfiguration;
  }[];
  /** `startMs`: first virtual time, milliseconds since the Unix epoch. */
  /** Whether it can be stopped; one message moves at a time then. Without it, what `DebugMethods` ask is refused. */
  readonly isDebugged?: boolean;
  readonly clock: { readonly kind: 'wall' } | { readonly kind: 'virtual'; readonly startMs: number };
  readonly lateItems: 'accept' | 'drop';
  /** Items that delays and windows may hold. Default 1,000,000. */
  readonly maxHeldItems?: number;
  readonly operatorTimeoutMs: number;
  readonly memoryLimitBytes: number;
  /** Seeds the operators' random numbers, and faults with a probability. */
  readonly seed: string;
  /** Seeds the operators' random numbers in place of `seed`. */
  readonly operatorSeed?: string;
  /** What is to go wrong on purpose; right for this plan. */
  readonly faults?: readonly Fault[];
  readonly trace: {
    readonly level: TraceLevel;
    /** Absent: memory only. */
    readonly path?: string;
    readonly maxMegabytes?: number;
  };
  /** Goes into the trace as it is. */
  readonly recorded?: RecordedRun;
  /** Of a replay: what was changed from outside in the recorded run, in its order. */
  readonly changes?: readonly StepChanges[];
  /** Absent: nothing is exported, and what is published carries no trace. */
  readonly telemetry?: { readonly seed: SpanSeed };
  readonly stateSeeds: readonly { readonly key: string; readonly value: string }[];
  readonly schemas: readonly (WorkspaceSchema | BrokenSchema)[];
  /** Files of models that operators can load by name; read when one does. */
  readonly models: readonly { readonly name: string; readonly path: string }[];
  /** Two 32-bit numbers: how many operator calls have begun; index + 1 of the node whose call runs, or 0. */
  readonly heartbeat: SharedArrayBuffer;
}

/** A module, prepared and encoded, that takes the place of another while the run goes on. */
export interface ModuleReplacement {
  /** Names it in messages. */
  readonly label: string;
  readonly encoded: Uint8Array;
  /** Indexes of the nodes that run it from now on. */
  readonly nodes: readonly number[];
}

/**
 * Messages on their way in or out. Cloning a few lists costs a fraction of cloning as many objects, and a text that
 * occurs in several messages travels once.
 */
export interface MessageBatch {
  readonly count: number;
  /** Every text of the messages; 0 stands for the empty one, n for `texts[n - 1]`. */
  readonly texts: readonly string[];
  /**
   * For each message: index of the source or sink, bytes of payload, then (as numbers of texts) topic, topic at the
   * source, timestamp and content type, then the number of user properties and for each the texts of key and value.
   */
  readonly layout: Uint32Array;
  /** The payloads one after another. */
  readonly bytes: Uint8Array;
}

/** One message of a batch. */
export interface BatchedMessage {
  readonly node: number;
  readonly topic: string;
  /** The topic the message came in on; empty on the way in. */
  readonly inputTopic: string;
  /** In `__ts` form. On the way in it is empty, or in a replay the session's time at which the message was let in. */
  readonly timestamp: string;
  readonly contentType: string | undefined;
  readonly userProperties: readonly UserProperty[];
  /** On the receiving side a view of the batch's bytes. */
  readonly payload: Uint8Array;
}

/** A line of an operator or of the engine. */
export interface EngineLog {
  readonly level: LogLevel;
  /** The operation it is about; absent for the run as a whole. */
  readonly node?: string;
  readonly context: string;
  readonly message: string;
}

/** How a run is to end. */
export interface RunFinish {
  readonly pending: 'flush' | 'hold';
  /** With `hold`: what is due until then (session clock, milliseconds) is finished first. Virtual clock only. */
  readonly untilMs?: number;
}

/** The whole run so far. */
export interface RunCounts {
  readonly messagesIn: number;
  readonly messagesOut: number;
  /** Hops with verdict `error`. */
  readonly errors: number;
  /** Items that delays and windows hold now. */
  readonly held: number;
  readonly nodes: readonly NodeCounts[];
}

/** How far a run is, for those who watch it. */
export interface RunProgress extends RunCounts {
  readonly nodes: readonly NodeProgress[];
  /** By index of the connection. */
  readonly edges: readonly EdgeProgress[];
  /** How many faults are in force; absent while there are none. */
  readonly faults?: number;
}

export interface NodeProgress extends NodeCounts {
  /** Median duration of the last calls, in microseconds; absent before the first. */
  readonly p50Us?: number;
  /** Items that wait before the node or in its window. */
  readonly queued: number;
  /** The last three hops ended in an error. */
  readonly isFailing: boolean;
  /** What disturbs it on purpose, for people: faults joined with "; ". Absent while there are none. */
  readonly disturbedBy?: string;
}

/** A call of an operator that has been going on for this long. */
export interface LongCall {
  readonly node: string;
  readonly forMs: number;
}

export interface EdgeProgress {
  /** Messages that came by this connection. */
  readonly count: number;
  /** Begin of the last payload, as people read it. */
  readonly lastValue?: string;
}

/** What the host calls. */
export interface EngineMethods extends DebugMethods, InspectMethods, TraceMethods, MeterMethods {
  /** Errors: OPERATOR_INIT_FALSE, OPERATOR_INIT_FAILED. Everything that was logged by `init` comes as events. */
  start: { params: EngineStart; result: null };
  /**
   * Between two messages: a new operator of each node is started, and takes over when all have started; queues, windows and state stay, the old
   * operators' memory is lost. Otherwise those that run go on.
   * Errors: MODULE_MALFORMED, OPERATOR_INIT_FALSE, OPERATOR_INIT_FAILED, RUN_ENDED, what ended the run early.
   */
  replaceModule: { params: ModuleReplacement; result: null };
  /**
   * Starts operators of another module as shadows of those of `nodes`, all or none: each gets every message that the one in place gets, and
   * what it makes of it goes nowhere. What differs is logged with the hop (context `compare`). A shadow that was there is gone.
   * Errors: MODULE_MALFORMED, OPERATOR_INIT_FALSE, OPERATOR_INIT_FAILED, RUN_ENDED.
   */
  compareModule: { params: ModuleReplacement; result: null };
  /** Lets go of the shadows of these nodes, and of what they brought out. */
  endComparison: { params: Pick<ModuleReplacement, 'nodes'>; result: null };
  /** Of every operation that has a shadow, or had one that was compared no further. */
  readComparison: { params: null; result: readonly ComparedOperation[] };
  /**
   * No further messages come: finish what is under way (`flush`: windows and delays too, in order of time; `hold`: what
   * is still held then gets the verdict `held`). Resolves when every output has been handed out.
   */
  finish: { params: RunFinish; result: RunCounts };
  counts: { params: null; result: RunCounts };
  progress: { params: null; result: RunProgress };
  /** Every hop of a message, its ancestors and its descendants. */
  readLineage: { params: { readonly message: number }; result: readonly HopRecord[] };
  readHops: { params: HopQuery; result: HopPage };
  /** Ends the trace file; the engine can be thrown away afterwards. */
  close: { params: null; result: null };
}

/** What the host tells. */
export interface HostEvents {
  /** Operators of the run that is going to start will load models. */
  expectModels: null;
  arrivals: MessageBatch;
  /** Of outside clients, to the state store. */
  stateRequests: StateRequestBatch;
  /** So many outputs and replies have been published. */
  published: { readonly count: number };
  /** So many spans have been sent or given up by the exporter. */
  spansTaken: { readonly count: number };
}

/** What the engine tells. */
export interface EngineEvents {
  outputs: MessageBatch;
  /** To outside clients, from the state store. */
  stateReplies: StateReplyBatch;
  /** So many arrivals have passed their source. */
  taken: { readonly count: number; readonly bytes: number };
  logs: readonly EngineLog[];
  /** Of a run that is exported. */
  spans: SpanBatch;
  health: {
    readonly node: string;
    readonly health: 'running' | 'failing' | 'dead';
    readonly message: string;
  };
  /** A fault wants the broker to be gone for so long. Milliseconds. */
  breakBroker: { readonly durationMs: number };
  /** Of a run that can be stopped. */
  debug: DebugEvent;
  /** The run cannot go on. */
  fault: { readonly code: string; readonly message: string };
}
