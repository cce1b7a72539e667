// What the trace view shows, as one value that is replaced as a whole. Knows no component and no host.
import type { Verdict } from '../../../src/protocol/trace.ts';
import type { MessageQuery, MessageSummary, SearchProgress } from '../../../src/protocol/traceMessages.ts';
import type { RunChoice, ShownRun, TracedPath } from '../../../src/protocol/traceView.ts';

/** What the person looks for; empty texts are no condition. */
export interface Filter {
  readonly node: string;
  readonly verdict: Verdict | '';
  readonly topic: string;
  readonly text: string;
  /** Hops before are not looked at: the list was cleared there. 0 for all. */
  readonly fromHop: number;
}

export const noFilter: Filter = { node: '', verdict: '', topic: '', text: '', fromHop: 0 };

export interface TraceState {
  readonly hasStarted: boolean;
  readonly kind: 'editor' | 'view';
  readonly runs: readonly RunChoice[];
  readonly shown: ShownRun | undefined;
  readonly filter: Filter;
  /** Places of the list, half-open, as far as they are known. */
  readonly first: number;
  readonly end: number;
  /** The end that is shown while the person reads further down or has paused; later messages wait. */
  readonly heldEnd: number | undefined;
  readonly isPaused: boolean;
  readonly progress: SearchProgress | undefined;
  readonly gone: number;
  readonly lastHop: number;
  /** Rows by place, those around what is in sight. */
  readonly rows: ReadonlyMap<number, MessageSummary>;
  /** At least one answer has come for this filter. */
  readonly isListed: boolean;
  /** Number and place of the message that is looked at. */
  readonly selected: number | undefined;
  readonly cursor: number | undefined;
  /** Undefined while it is being read. */
  readonly path: TracedPath | 'gone' | undefined;
  /** The hop of it that is looked at. */
  readonly hop: number | undefined;
  /** What went wrong last, as a sentence. */
  readonly failure: string | undefined;
  /** Read out by screen readers. */
  readonly announcement: string;
}

export const emptyList = {
  first: 0,
  end: 0,
  heldEnd: undefined,
  progress: undefined,
  gone: 0,
  rows: new Map<number, MessageSummary>() as ReadonlyMap<number, MessageSummary>,
  isListed: false,
  cursor: undefined,
} as const;

export const firstState: TraceState = {
  ...emptyList,
  hasStarted: false,
  kind: 'view',
  runs: [],
  shown: undefined,
  filter: noFilter,
  isPaused: false,
  lastHop: 0,
  selected: undefined,
  path: undefined,
  hop: undefined,
  failure: undefined,
  announcement: '',
};

/** The end of the list as it is shown. */
export function shownEnd({ heldEnd, end, first }: TraceState): number {
  return Math.max(first, heldEnd ?? end);
}

export function shownCount(state: TraceState): number {
  return shownEnd(state) - state.first;
}

/** Messages that have come and are not shown yet. */
export function waitingCount(state: TraceState): number {
  return state.end - shownEnd(state);
}

export function isFiltered({ node, verdict, topic, text }: Filter): boolean {
  return node !== '' || verdict !== '' || topic !== '' || text !== '';
}

/** The filter as the host is asked. */
export function toQuery({ node, verdict, topic, text, fromHop }: Filter): MessageQuery {
  return {
    ...(node !== '' && { nodes: [node] }),
    ...(verdict !== '' && { verdicts: [verdict] }),
    ...(topic !== '' && { topic }),
    ...(text !== '' && { text }),
    ...(fromHop > 0 && { fromHop }),
  };
}
