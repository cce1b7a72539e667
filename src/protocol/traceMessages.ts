// What is asked of a trace message by message instead of hop by hop: which messages there are, how each ended, what came of it.
// Shapes only; all of them survive structured cloning. Knows nothing about how traces are kept or shown.
import type { HopQuery, HopRecord, ReplayOrigin, TraceQuery, Verdict } from './trace.ts';

/** Where and how a message came to an end. */
export interface MessageEnd {
  readonly hop: number;
  /** The operation's name. */
  readonly node: string;
  readonly verdict: Verdict;
  readonly reason?: string;
  readonly arm?: 'False' | 'True';
}

/** One message in a few words. */
export interface MessageSummary {
  readonly message: number;
  /** Numbers of its first and last recorded hop. */
  readonly firstHop: number;
  readonly lastHop: number;
  /** Where it entered: a source, the accumulate that made it, or the operation that a replayed one was handed to. */
  readonly source: string;
  /** Topic with which it entered, cut after 300 characters; empty when it was not recorded. */
  readonly topic: string;
  /** Of a replayed message: the hop that it repeats. */
  readonly replayOf?: ReplayOrigin;
  /** Session clock at its first and last hop, milliseconds since the Unix epoch. */
  readonly startMs: number;
  readonly lastMs: number;
  /** Time in operators, in microseconds. */
  readonly workUs: number;
  readonly hops: number;
  /** How many messages an accumulate made it from; 0 for one that came in at a source. */
  readonly parents: number;
  /** Of all ends the one to know of: an error before late, held, emitted, absorbed and dropped. Absent while there is none. */
  readonly end?: MessageEnd;
  /** A message that goes several ways ends several times. */
  readonly ends: number;
  /** A hop that passed it on has no follower yet. */
  readonly isUnderWay: boolean;
}

/** Which messages are wanted: those with a hop that meets every condition. */
export type MessageQuery = Pick<TraceQuery, 'nodes' | 'verdicts' | 'topic' | 'text' | 'fromHop'>;

/**
 * Part of a list of messages, oldest first. Places in a list are numbers that stay with their message while others come: an end
 * that grows, a beginning that goes down while a search goes back in time, or up when old messages are no longer held.
 */
export interface MessageListRequest {
  readonly query: MessageQuery;
  /** Places wanted, half-open; at most 500. Without them, only how long the list is. */
  readonly from?: number;
  readonly to?: number;
}

export interface MessageList {
  /** Those asked for that exist, `from` being the place of the first. */
  readonly rows: readonly MessageSummary[];
  readonly from: number;
  /** Places of the whole list, half-open. */
  readonly first: number;
  readonly end: number;
  /** Absent when all that is recorded has been searched; until then whoever wants more asks again. */
  readonly progress?: SearchProgress;
  /** Messages that are no longer listed, because their hops are gone or there are too many. */
  readonly gone: number;
  /** The last hop that was recorded. */
  readonly lastHop: number;
}

/** How much of what is to be searched has been. */
export interface SearchProgress {
  readonly done: number;
  readonly of: number;
}

/** One message and where it leads. */
export interface MessageDescription {
  readonly summary: MessageSummary;
  /** Messages that accumulates made from it. */
  readonly children: readonly number[];
}

/** Bytes `[offset, offset + limit)` of a payload. */
export interface PayloadRequest {
  readonly hop: number;
  readonly side: 'input' | 'output';
  readonly offset: number;
  /** At most 1 MiB. */
  readonly limit: number;
}

export interface PayloadPart {
  readonly bytes: Uint8Array;
  /** Of the whole payload. */
  readonly size: number;
}

/** Hops as lines of NDJSON, some at a time. */
export interface ExportRequest {
  /** All hops of the messages that it accepts. */
  readonly query: MessageQuery;
  /** `next` of the part before. */
  readonly after?: number;
}

export interface ExportPart {
  /** Whole lines; the first part begins with the trace's header. */
  readonly text: string;
  /** Hops in it. */
  readonly hops: number;
  /** Absent with the last part. */
  readonly next?: number;
}

/** What a run and a recorded trace answer alike. */
export interface TraceMethods {
  listMessages: { params: MessageListRequest; result: MessageList };
  /** Undefined when there is no such message, or no longer. */
  describeMessage: { params: { readonly message: number }; result: MessageDescription | undefined };
  /** Undefined when it was not recorded, or is no longer held. */
  readPayload: { params: PayloadRequest; result: PayloadPart | undefined };
  exportHops: { params: ExportRequest; result: ExportPart };
}

/** A recorded trace, read by a thread of its own. */
export interface TraceFileMethods extends TraceMethods {
  /** Errors: TRACE_UNREADABLE. */
  open: { params: { readonly path: string }; result: OpenedTrace };
  readHops: { params: HopQuery; result: { readonly hops: readonly HopRecord[]; readonly next?: number } };
  /** Damage found so far, as sentences. */
  problems: { params: null; result: readonly string[] };
}

export interface OpenedTrace {
  readonly graph: string;
  /** The graph's file, absolute path; traces of before do not say. */
  readonly program?: string;
  readonly startedMs: number;
  readonly level: string;
  readonly nodes: readonly string[];
  /** Whoever recorded it has come to an end; an export counts as that. */
  readonly isClosed: boolean;
  /** Damage, as sentences. */
  readonly problems: readonly string[];
}

/** Raise it with every change that the other side could misunderstand. */
export const TRACE_FILE_PROTOCOL = 1;
