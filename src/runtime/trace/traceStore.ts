// The port between where hops are kept (a live recorder, a binary file, an NDJSON export) and the reader that searches
// them. Knows nothing about either.
import type { AppError } from '../../base/errors.ts';
import type { HopRecord, NodeCounts, ReplayOrigin, TraceHeader, Verdict } from '../../protocol/trace.ts';
import type { HopRange } from './frame.ts';

/** What a search may look at before a hop is turned into a record. */
export interface HopSketch {
  readonly hop: number;
  readonly message: number;
  /** Index in the header's `nodes`. */
  readonly node: number;
  readonly verdict: Verdict;
  readonly cause: number;
  readonly arm?: 'False' | 'True' | undefined;
  readonly wallMs: number;
  readonly durationUs: number;
  readonly input?: { readonly topic: string } | undefined;
  readonly output?: { readonly topic: string } | undefined;
  readonly extras: {
    readonly parents?: readonly number[];
    readonly reason?: string;
    readonly replayOf?: ReplayOrigin;
  };
}

/** How much of a chunk is turned into records. */
export interface ReadOptions {
  /** Payloads above this many bytes are left out. */
  readonly maxPayloadBytes: number;
  /** The most hops to return; `Infinity` for all. */
  readonly limit: number;
  /** Which hops the limit keeps: the last ones instead of the first. They are in order in any case. */
  readonly isFromEnd?: boolean;
}

/** A run of consecutive hops that is read at once. */
export interface TraceChunk {
  /** Covers every hop in it; lets a search skip the chunk unread. */
  readonly range: Readonly<HopRange>;
  /**
   * The hops that `wants` accepts, in order. Damage is added to the store's problems, and what could be read is
   * returned.
   */
  read(wants: (hop: HopSketch) => boolean, options: ReadOptions): HopRecord[];
}

/** Recorded hops. */
export interface TraceStore {
  readonly header: TraceHeader;
  /** What was found damaged so far, each a TRACE_UNREADABLE; grows while chunks are read. */
  readonly problems: readonly AppError[];
  /** Oldest first. Valid until the next hop is recorded. */
  chunks(): readonly TraceChunk[];
  /** Counts per node; undefined when they are not known: an export, or a recording that was never closed. */
  counts(): readonly NodeCounts[] | undefined;
  /** How many recorded hops are no longer held. */
  gone(): number;
}
