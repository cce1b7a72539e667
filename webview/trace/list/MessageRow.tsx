// One message of the list. What its columns show is also one sentence, for those who do not see it.
import { memo, type MemoExoticComponent, type ReactElement } from 'react';
import type { MessageSummary } from '../../../src/protocol/traceMessages.ts';
import { formatClock, formatSpan } from '../formatMoment.ts';
import { useModel } from '../modelContext.ts';
import { VerdictIcon } from '../TraceIcon.tsx';
import { verdictWords } from '../verdictWords.ts';

export interface MessageRowProps {
  readonly place: number;
  /** Undefined until it has been read. */
  readonly row: MessageSummary | undefined;
  /** Pixels. */
  readonly top: number;
  /** Counted from 1. */
  readonly position: number;
  readonly count: number;
  readonly isCurrent: boolean;
}

export function rowId(place: number): string {
  return `message-${String(place)}`;
}

export const MessageRow: MemoExoticComponent<(props: MessageRowProps) => ReactElement> = memo(
  function MessageRow(props: MessageRowProps): ReactElement {
    const { place, row, top, position, count, isCurrent } = props;
    const model = useModel();
    return (
      <div
        id={rowId(place)}
        role="option"
        aria-selected={isCurrent}
        aria-posinset={position}
        aria-setsize={count}
        data-message={row?.message}
        className={isCurrent ? 'row is-current' : 'row'}
        style={{ transform: `translateY(${String(top)}px)` }}
        onClick={() => model.selectPlace(place)}
      >
        <span className="control-unseen">{row ? describeRow(row) : 'is being read'}</span>
        <div className="columns" aria-hidden="true">
          {row ? <Columns row={row} /> : <span className="number">…</span>}
        </div>
      </div>
    );
  },
);

function Columns({ row }: { readonly row: MessageSummary }): ReactElement {
  const { message, startMs, lastMs, topic, source, end, ends, hops, workUs, replayOf } = row;
  const verdict = row.isUnderWay ? undefined : end?.verdict;
  return (
    <>
      <span className="number">{message}</span>
      <span className="time">{formatClock(startMs)}</span>
      <span title={replayOf ? `${describeReplay(replayOf)}: ${topic}` : topic}>
        {replayOf && '↻ '}
        {topic}
      </span>
      <span className="wide-only" title={source}>
        {source}
      </span>
      <span className="ended" title={describeEnd(row)}>
        <VerdictIcon verdict={verdict} />
        <span>
          {verdict ? `${verdictWords[verdict]} · ${end?.node ?? ''}` : 'under way'}
          {ends > 1 && ` +${String(ends - 1)}`}
        </span>
      </span>
      <span className="wide-only reason" title={end?.reason}>
        {end?.reason ?? ''}
      </span>
      <span className="number">{hops}</span>
      <span className="number">{formatSpan(startMs, lastMs, workUs)}</span>
    </>
  );
}

function describeReplay({ message, hop }: NonNullable<MessageSummary['replayOf']>): string {
  return `replay of message ${String(message)}, hop ${String(hop)}`;
}

function describeEnd({ isUnderWay, end, ends }: MessageSummary): string {
  const more = ends > 1 ? `, and ${String(ends - 1)} more ends` : '';
  if (isUnderWay || !end) return `under way${more}`;
  const reason = end.reason === undefined ? '' : `, ${end.reason}`;
  return `${verdictWords[end.verdict]} at ${end.node}${reason}${more}`;
}

function describeRow(row: MessageSummary): string {
  const { message, startMs, lastMs, topic, source, hops, workUs, replayOf } = row;
  return [
    `message ${String(message)}`,
    describeEnd(row),
    ...(topic === '' ? [] : [`topic ${topic}`]),
    ...(replayOf ? [describeReplay(replayOf)] : []),
    `from ${source}`,
    `${String(hops)} ${hops === 1 ? 'hop' : 'hops'}`,
    `took ${formatSpan(startMs, lastMs, workUs)}`,
    formatClock(startMs),
  ].join(', ');
}
