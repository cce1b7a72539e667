// The messages, newest first. Only rows in sight are drawn and asked for. New ones come on top; who has scrolled down sees nothing
// move, and is told how many there are.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactElement, useEffect, useRef } from 'react';
import { useModel, useTrace } from '../modelContext.ts';
import { shownCount, shownEnd, waitingCount } from '../state/traceState.ts';
import { ListFoot } from './ListFoot.tsx';
import { MessageRow, rowId } from './MessageRow.tsx';

const ROW_HEIGHT = 22;
const OVERSCAN = 12;

export function MessageList(): ReactElement {
  const model = useModel();
  const count = useTrace(shownCount);
  const end = useTrace(shownEnd);
  const waiting = useTrace(waitingCount);
  const cursor = useTrace((state) => state.cursor);
  const rows = useTrace((state) => state.rows);
  const ref = useRef<HTMLDivElement>(null);
  // The React compiler, for which it is not made, is not used here.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => ref.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  const items = virtual.getVirtualItems();
  const [from, to] = [items[0]?.index ?? 0, (items.at(-1)?.index ?? 0) + 1];
  const isAtTop = (virtual.scrollOffset ?? 0) < ROW_HEIGHT;
  useEffect(() => model.setSight(from, to, isAtTop), [model, from, to, isAtTop, end]);
  const toTop = (): void => {
    model.showNewest();
    virtual.scrollToOffset(0);
    ref.current?.focus();
  };
  const move = (index: number): void => {
    const wanted = Math.max(0, Math.min(count - 1, index));
    model.moveCursor(end - 1 - wanted);
    virtual.scrollToIndex(wanted);
  };
  return (
    <section className="list" aria-label="Messages">
      <ColumnNames />
      {waiting > 0 && (
        <button type="button" className="new-chip" onClick={toTop}>
          {waiting.toLocaleString('en')} new
        </button>
      )}
      <div
        ref={ref}
        className="rows"
        role="listbox"
        aria-label={`Messages, newest first, ${String(count)}`}
        tabIndex={0}
        aria-activedescendant={cursor !== undefined && rows.has(cursor) ? rowId(cursor) : undefined}
        onKeyDown={(event) =>
          guideKeys(event, {
            index: cursor === undefined ? -1 : end - 1 - cursor,
            page: Math.max(1, Math.floor((ref.current?.clientHeight ?? 0) / ROW_HEIGHT) - 1),
            count,
            move,
          })
        }
      >
        <div className="rows-height" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => (
            <MessageRow
              key={end - 1 - index}
              place={end - 1 - index}
              row={rows.get(end - 1 - index)}
              top={start}
              position={index + 1}
              count={count}
              isCurrent={end - 1 - index === cursor}
            />
          ))}
        </div>
      </div>
      <ListFoot />
    </section>
  );
}

/** Only to look at: every row says what its columns are. */
function ColumnNames(): ReactElement {
  return (
    <div className="row column-names" aria-hidden="true">
      <span className="number">#</span>
      <span>Time</span>
      <span>Topic</span>
      <span className="wide-only">Source</span>
      <span>Ended</span>
      <span className="wide-only">Reason</span>
      <span className="number">Hops</span>
      <span className="number">Took</span>
    </div>
  );
}

interface Movement {
  readonly index: number;
  readonly page: number;
  readonly count: number;
  readonly move: (index: number) => void;
}

function guideKeys(event: KeyboardEvent, { index, page, count, move }: Movement): void {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Enter') {
    document.querySelector<HTMLElement>('.hops [role="listbox"]')?.focus();
    return event.preventDefault();
  }
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: index + 1,
    ArrowUp: index - 1,
    PageDown: index + page,
    PageUp: index - page,
    Home: 0,
    End: count - 1,
  };
  const target = targets[event.key];
  if (target === undefined || count === 0) return;
  event.preventDefault();
  move(target);
}
