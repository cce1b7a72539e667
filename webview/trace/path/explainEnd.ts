// Why a message ended where it did, in sentences that name filter, arm, window or trap. Knows no component.
import type { HopRecord } from '../../../src/protocol/trace.ts';
import type { TracedPath, TraceNode } from '../../../src/protocol/traceView.ts';

/** Words, an operation that can be gone to, or a message that can be looked at. */
export type AnswerPart = string | { readonly node: string } | { readonly message: number };

/** One sentence for each way the message went, and where it came from if not from a source. */
export type Answer = readonly (readonly AnswerPart[])[];

const MAX_ENDS = 4;
const MAX_NAMED_PARENTS = 8;

export function explainPath(path: TracedPath, nodes: readonly TraceNode[]): Answer {
  const ends = path.hops.filter(({ verdict }) => verdict !== 'passed');
  const sentences = ends.slice(0, MAX_ENDS).map((hop) => explainEnd(hop, path, nodes));
  const others = ends.length - MAX_ENDS;
  return [
    ...explainBirth(path),
    ...sentences,
    ...(others > 0 ? [[`It ended ${others === 1 ? 'once' : `${String(others)} times`} more.`]] : []),
    ...(path.summary.isUnderWay ? [explainWait(path)] : []),
  ];
}

/** The answers as one text, for screen readers. */
export function plainAnswer(answer: Answer): string {
  const word = (part: AnswerPart): string => {
    if (typeof part === 'string') return part;
    return 'node' in part ? part.node : `message ${String(part.message)}`;
  };
  return answer.map((sentence) => sentence.map(word).join('')).join(' ');
}

function explainBirth({ hops, summary }: TracedPath): AnswerPart[][] {
  const { replayOf, source } = summary;
  if (replayOf) return [['A replay of ', { message: replayOf.message }, ' from ', { node: source }, ' on.']];
  const births = hops.filter(({ parents }) => parents);
  const parents = births.flatMap((hop) => hop.parents ?? []);
  const [first] = births;
  if (!first || parents.length === 0) return [];
  const named = parents.slice(0, MAX_NAMED_PARENTS).map((message) => ({ message }));
  const rest = parents.length - named.length;
  const list = named.flatMap((part, index): AnswerPart[] => (index === 0 ? [part] : [', ', part]));
  return [
    ['Made by ', { node: first.node }, ' from ', ...list, rest > 0 ? ` and ${String(rest)} more.` : '.'],
  ];
}

function explainEnd(hop: HopRecord, path: TracedPath, nodes: readonly TraceNode[]): AnswerPart[] {
  const at = { node: hop.node };
  switch (hop.verdict) {
    case 'emitted':
      return ['Went out at sink ', at, hop.input ? ` with topic ${hop.input.topic}.` : '.'];
    case 'dropped':
      return explainDrop(hop, nodes);
    case 'absorbed':
      return explainWindow(hop, path);
    case 'late':
      return ['Came too late at ', at, `: ${sentence(hop.reason ?? 'its time was already complete')}`];
    case 'held':
      return ['Was still waiting at ', at, `: ${sentence(hop.reason ?? 'the run ended')}`];
    default:
      return explainError(hop);
  }
}

function explainDrop(hop: HopRecord, nodes: readonly TraceNode[]): AnswerPart[] {
  const at = { node: hop.node };
  const { arm, reason = '' } = hop;
  if (arm && reason.endsWith('leads nowhere')) return [`Arm ${arm} of `, at, ' leads nowhere.'];
  if (reason.endsWith('leads nowhere')) return ['Lost behind ', at, ': nothing is connected to it there.'];
  const type = nodes.find(({ name }) => name === hop.node)?.type;
  // A message that a fault took away did not come to the filter.
  const isByFilter = type === 'filter' && !reason.startsWith('fault:');
  const by = isByFilter ? 'Dropped by filter ' : 'Dropped at ';
  return [by, at, reason === '' ? '.' : `: ${sentence(reason)}`];
}

function explainWindow(hop: HopRecord, { children }: TracedPath): AnswerPart[] {
  const at = { node: hop.node };
  if (children.length === 0) return ['Waits in a window of ', at, ', which has not been closed.'];
  const list = children.flatMap((message, index): AnswerPart[] =>
    index === 0 ? [{ message }] : [', ', { message }],
  );
  return ['Became part of a window of ', at, ', of which came ', ...list, '.'];
}

function explainError({ node, error, reason = '' }: HopRecord): AnswerPart[] {
  const at = { node };
  const why = sentence(error?.message ?? reason);
  if (error?.code === 'OPERATOR_TRAP') return ['Trapped in ', at, `: ${why}`];
  if (error?.code === 'OPERATOR_TIMEOUT') return ['Took too long in ', at, `: ${why}`];
  return ['Failed in ', at, `: ${why}`];
}

function explainWait({ hops }: TracedPath): AnswerPart[] {
  const last = hops.at(-1);
  return last ? ['Still on its way, last seen at ', { node: last.node }, '.'] : ['Still on its way.'];
}

/** Ends as a sentence does. */
function sentence(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
