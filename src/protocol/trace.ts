// What a trace tells about a run: one record per hop of a message through a node. These shapes are what NDJSON
// exports hold, what views show and what tests compare. Knows nothing about how records are stored.
import type { Fault } from '../graph/faults.ts';
import type { MessageSchema } from '../graph/messageSchema.ts';
import type { CommandOutcome } from './commandCalls.ts';
import type { UserProperty } from './message.ts';
import type { LogLevel } from '../base/logger.ts';

/** How much of every hop is kept: nothing but numbers, topics and properties too, or payloads as well. */
export const traceLevels = ['counts', 'headers', 'payloads'] as const;
export type TraceLevel = (typeof traceLevels)[number];

/**
 * How a hop ended.
 * `passed`: the message went on to every outgoing connection (of the chosen arm); `emitted`: a sink published it;
 * `dropped`: a filter said no, an arm leads nowhere, or a limit was reached (see `reason`); `absorbed`: it became part of
 * an accumulate's window; `late`: it came after its time was complete and the run drops late messages; `error`: the
 * operator failed; `held`: the run ended while the message was still waiting.
 */
export const verdicts = ['passed', 'emitted', 'dropped', 'absorbed', 'late', 'error', 'held'] as const;
export type Verdict = (typeof verdicts)[number];

/** A message as it looked at one side of a hop. */
export interface TracedMessage {
  readonly topic: string;
  readonly contentType?: string;
  readonly userProperties: readonly UserProperty[];
  /** The message's own timestamp in `__ts` form, which only operators change. */
  readonly timestamp: string;
  /** What operators see as its schema; MQTT carries none. */
  readonly schema?: MessageSchema;
  /** Bytes. */
  readonly payloadSize: number;
  /** The payload's bytes; only at level `payloads`, and only while the trace still holds them. */
  readonly payload?: Uint8Array;
}

/** A line an operator logged, through the logger interface or on its standard output or error. */
export interface TracedLog {
  readonly level: LogLevel;
  readonly context: string;
  readonly message: string;
}

/** One update of a counter (adds `value`) or histogram (records `value`). */
export interface TracedMetric {
  readonly kind: 'counter' | 'histogram';
  readonly name: string;
  readonly value: number;
  readonly labels: readonly UserProperty[];
  /** Present when the update was refused. */
  readonly error?: string;
}

/** One call into the state store; `key` and `result` as text when they are valid UTF-8, else `hex:…`. */
export interface TracedStateCall {
  readonly method: 'get' | 'set' | 'del' | 'vdel';
  readonly key: string;
  readonly result: string;
}

/** One command called over MQTT; `result` as text when it is valid UTF-8, else `hex:…`; of a failure `error: ` and why. */
export interface TracedCommandCall {
  readonly command: string;
  readonly topic: string;
  readonly result: string;
  /** Only at level `payloads`, of calls that left their operator. Recordings of before have none. */
  readonly exchange?: CommandExchange;
}

/** A command as a replay can answer it again. */
export interface CommandExchange {
  /** The payload. */
  readonly request: Uint8Array;
  /** With all user properties of the answer; of one that the operator got as an error, that error. */
  readonly outcome: CommandOutcome;
}

/** One look into the schema registry; `id` and `version` as they were asked for, `result`: what was found; of a failure `error: ` and why. */
export interface TracedSchemaCall {
  readonly id: string;
  readonly version: string;
  readonly result: string;
}

/**
 * Something that was changed from outside while a run went on, by clients or people. `state`: a key of the state store as it was from then
 * on, absent without `entry`, its bytes as text or `hex:…`; `faults`: those in force from then on.
 */
export type RunChange =
  | { readonly kind: 'state'; readonly key: string; readonly entry?: ChangedEntry }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/** What a key of the state store holds. */
export interface ChangedEntry {
  /** As text, or `hex:…`. */
  readonly value: string;
  /** In `__ts` form. */
  readonly version: string;
  /** Session clock, milliseconds since the Unix epoch; absent: never. */
  readonly expiresAtMs?: number;
  /** In `__ts` form. */
  readonly fencingToken?: string;
}

/** What a replay changes before a step. */
export interface StepChanges {
  /** The step, as both runs call it. */
  readonly step: string;
  readonly changes: readonly RunChange[];
}

/** Why a hop failed. */
export interface TracedError {
  /** An `ErrorCode`. */
  readonly code: string;
  readonly message: string;
  /** WebAssembly frames with function names, innermost first; for traps. */
  readonly stack?: string;
}

/** The hop as whose input a message was handed to an operation once more. */
export interface ReplayOrigin {
  readonly hop: number;
  /** The message of that hop. */
  readonly message: number;
}

/** One message passing one node. */
export interface HopRecord {
  /** Counts from 1 over the whole run, in the order of execution. */
  readonly hop: number;
  /** The message this hop belongs to: counts from 1 in order of arrival; an accumulate's output is a new message. */
  readonly message: number;
  /** The hop whose output came in here; 0 where the message entered. For an accumulate's output: its last contributing hop. */
  readonly cause: number;
  /** Only of the first hop of a replayed message: the hop that it repeats, of the same run. */
  readonly replayOf?: ReplayOrigin;
  /** For an accumulate's output: every message that went into it. */
  readonly parents?: readonly number[];
  /** The operation's name. */
  readonly node: string;
  /** Index in the graph's `connections` by which the message came in, for a replay at first; -1 at a source or an accumulate's output. */
  readonly connection: number;
  readonly verdict: Verdict;
  /** Why, for every verdict but `passed` and `emitted`; also notes such as "clamped" on a delay. */
  readonly reason?: string;
  /** The arm a branch chose. */
  readonly arm?: 'False' | 'True';
  /** Session clock, milliseconds since the Unix epoch. */
  readonly wallMs: number;
  /** The item's logical time before the hop, in `__ts` form. */
  readonly time: string;
  /** The logical time a delay moved the item to, in `__ts` form. */
  readonly newTime?: string;
  /** How long the operator took, in microseconds; 0 for source, concatenate and sink. */
  readonly durationUs: number;
  readonly input?: TracedMessage;
  /** Absent when nothing changed or nothing came out. */
  readonly output?: TracedMessage;
  readonly logs?: readonly TracedLog[];
  readonly metrics?: readonly TracedMetric[];
  readonly stateCalls?: readonly TracedStateCall[];
  readonly commandCalls?: readonly TracedCommandCall[];
  readonly schemaCalls?: readonly TracedSchemaCall[];
  /** What was changed from outside since the hop before, in order; only at level `payloads`. Recordings of before have none. */
  readonly changes?: readonly RunChange[];
  readonly error?: TracedError;
}

/** What a run was made of, as far as it takes to replay it. */
export interface RecordedRun {
  /** Graph definition or DataflowGraph resource; absolute path. */
  readonly file: string;
  /** Topic filters of sources and topic of sinks, for graph definitions. */
  readonly sourceTopics: readonly string[];
  readonly sinkTopic: string;
  readonly clock: 'wall' | 'virtual';
  /** Of the operators' random numbers. */
  readonly seed: string;
  /** What went wrong on purpose from the start, and the seed of faults with a probability; recordings of before say nothing of it. */
  readonly faults?: readonly Fault[];
  readonly faultSeed?: string;
  readonly lateItems: 'accept' | 'drop';
  readonly maxHeldItems?: number;
  /** Milliseconds. */
  readonly operatorTimeoutMs: number;
  /** What each `init` was given. */
  readonly parameters: readonly { readonly node?: string; readonly key: string; readonly value: string }[];
  /** Files that were named for module references. */
  readonly givenModules: Readonly<Record<string, string>>;
  /** What was in the state store at first. */
  readonly stateSeeds: readonly { readonly key: string; readonly value: string }[];
  /** `digest`: `sha256:` and 64 hexadecimal digits. */
  readonly modules: readonly {
    readonly path: string;
    readonly digest: string;
    readonly operations: readonly string[];
  }[];
}

/** What identifies a recorded run; the first record of every trace file. */
export interface TraceHeader {
  readonly version: 1;
  readonly graph: string;
  readonly level: TraceLevel;
  /** Milliseconds since the Unix epoch. */
  readonly startedMs: number;
  /** Names of the operations; hops refer to them. */
  readonly nodes: readonly string[];
  /** Traces of before have none. */
  readonly run?: RecordedRun;
}

/** What has happened at one node since the run began. */
export interface NodeCounts {
  /** The operation's name. */
  readonly node: string;
  /** Messages that came in: every hop but an accumulate's outputs. */
  readonly in: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Time spent in the operator, in microseconds: in total and in its slowest call. */
  readonly durationUs: number;
  readonly maxDurationUs: number;
}

/** Some hops of the trace. */
export interface HopPage {
  readonly hops: readonly HopRecord[];
  /** Where the next page starts; absent at the end. */
  readonly next?: number;
  /** Recorded hops that are no longer held. */
  readonly gone: number;
}

/** Which hops are wanted. All given conditions must hold; an absent one always does. */
export interface TraceQuery {
  /** Names of operations. */
  readonly nodes?: readonly string[];
  readonly messages?: readonly number[];
  readonly verdicts?: readonly Verdict[];
  /** Hop numbers, inclusive. */
  readonly fromHop?: number;
  readonly toHop?: number;
  /** Part of the topic before or after the hop; case matters. */
  readonly topic?: string;
  /** The whole topic before or after the hop. */
  readonly exactTopic?: string;
  /** Part of anything readable: topics, properties, payload as text, name of the schema, reason, log lines, error, calls. Any case. */
  readonly text?: string;
  /** Larger payloads are left out of the records (`payloadSize` still tells); `text` does not search them. Default none. */
  readonly maxPayloadBytes?: number;
}

/** The same, page by page. */
export interface HopQuery extends TraceQuery {
  readonly order?: 'oldestFirst' | 'newestFirst';
  /** Default 100. */
  readonly limit?: number;
  /** `next` of the page before; absent for the first page. */
  readonly cursor?: number;
}
