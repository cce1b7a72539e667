// One message as the index of a trace keeps it: what its hops so far add up to. Knows nothing about where hops come from.
import type { ReplayOrigin, Verdict } from '../../protocol/trace.ts';
import type { MessageSummary } from '../../protocol/traceMessages.ts';
import type { HopSketch } from './traceStore.ts';

/** Mutable; grows with every hop of its message. */
export interface MessageRow {
  readonly message: number;
  readonly firstHop: number;
  lastHop: number;
  /** Index in the trace header's `nodes`. */
  readonly source: number;
  readonly topic: string;
  readonly replayOf: ReplayOrigin | undefined;
  readonly startMs: number;
  lastMs: number;
  workUs: number;
  hops: number;
  parents: number;
  ends: number;
  end: RowEnd | undefined;
  /** Hops that passed it on and have no follower yet. */
  open: readonly number[];
  /** Messages made from it. */
  children: readonly number[];
}

interface RowEnd {
  readonly hop: number;
  readonly node: number;
  readonly verdict: Verdict;
  readonly reason: string | undefined;
  readonly arm: 'False' | 'True' | undefined;
}

/** Of several ends the first of these is told. */
const byImportance: readonly Verdict[] = ['error', 'late', 'held', 'emitted', 'absorbed', 'dropped'];
/** A list has no room for more. */
const MAX_TEXT = 300;
const none: readonly number[] = [];

/** The row of a message whose first hop is `hop`, without that hop. */
export function startRow(hop: HopSketch): MessageRow {
  return {
    message: hop.message,
    firstHop: hop.hop,
    lastHop: hop.hop,
    source: hop.node,
    topic: (hop.input ?? hop.output)?.topic.slice(0, MAX_TEXT) ?? '',
    replayOf: hop.extras.replayOf,
    startMs: hop.wallMs,
    lastMs: hop.wallMs,
    workUs: 0,
    hops: 0,
    parents: 0,
    ends: 0,
    end: undefined,
    open: none,
    children: none,
  };
}

/** Takes `hop`, which comes after all before. */
export function addHop(row: MessageRow, hop: HopSketch): void {
  const { parents, reason } = hop.extras;
  row.lastHop = hop.hop;
  row.lastMs = hop.wallMs;
  row.workUs += hop.durationUs;
  row.hops += 1;
  row.parents += parents?.length ?? 0;
  // The parts of a large window follow each other, and only the last of them is passed on.
  row.open = parents ? none : row.open.filter((number) => number !== hop.cause);
  if (hop.verdict === 'passed') {
    row.open = [...row.open, hop.hop];
    return;
  }
  row.ends += 1;
  const { verdict, node, arm } = hop;
  if (row.end && byImportance.indexOf(row.end.verdict) <= byImportance.indexOf(verdict)) return;
  row.end = { hop: hop.hop, node, verdict, reason: reason?.slice(0, MAX_TEXT), arm };
}

/** The row with names instead of indexes. */
export function summarize(row: MessageRow, nodes: readonly string[]): MessageSummary {
  const nameOf = (node: number): string => nodes[node] ?? `#${String(node)}`;
  const { message, firstHop, lastHop, topic, startMs, lastMs, workUs, hops, parents, ends, end } = row;
  const { replayOf } = row;
  return {
    message,
    firstHop,
    lastHop,
    source: nameOf(row.source),
    topic,
    ...(replayOf && { replayOf }),
    startMs,
    lastMs,
    workUs,
    hops,
    parents,
    ...(end && {
      end: {
        hop: end.hop,
        node: nameOf(end.node),
        verdict: end.verdict,
        ...(end.reason !== undefined && { reason: end.reason }),
        ...(end.arm && { arm: end.arm }),
      },
    }),
    ends,
    isUnderWay: row.open.length > 0,
  };
}
