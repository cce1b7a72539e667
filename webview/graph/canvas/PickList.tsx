// A box to type in and a list of what fits below it: arrow keys choose, Enter takes, Escape leaves. Knows nothing of what is
// chosen.
import { type KeyboardEvent, type ReactElement, type ReactNode, useId, useRef, useState } from 'react';
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';
import { useFloating } from './useFloating.ts';

export interface PickItem {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly icon?: ReactNode;
}

interface PickListProps {
  readonly title: string;
  readonly at: CanvasPoint;
  /** Those that fit what was typed. */
  readonly items: (text: string) => readonly PickItem[];
  readonly emptyText: string;
  readonly onPick: (item: PickItem) => void;
  readonly onClose: () => void;
}

export function PickList({ title, at, items, emptyText, onPick, onClose }: PickListProps): ReactElement {
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const { place, style } = useFloating(at, onClose);
  const found = items(text);
  const current = found[Math.min(active, found.length - 1)];
  const list = useRef<HTMLDivElement>(null);
  const move = (to: number): void => {
    const next = (to + found.length) % Math.max(found.length, 1);
    setActive(next);
    list.current?.children[next]?.scrollIntoView({ block: 'nearest' });
  };
  const press = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'ArrowDown') move(active + 1);
    else if (event.key === 'ArrowUp') move(active - 1);
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if (event.key === 'Enter') {
      if (current) onPick(current);
    } else return;
    event.preventDefault();
  };
  return (
    <div className="floating pick-list" ref={place} style={style} role="dialog" aria-label={title}>
      <input
        className="box"
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={current && `${listId}-${current.id}`}
        aria-label={title}
        placeholder={title}
        value={text}
        spellCheck={false}
        ref={focusOnce}
        onChange={({ target }) => {
          setText(target.value);
          setActive(0);
        }}
        onKeyDown={press}
      />
      <div role="listbox" id={listId} aria-label={title} className="pick-items" ref={list}>
        {found.map((item) => (
          <div
            key={item.id}
            id={`${listId}-${item.id}`}
            role="option"
            aria-selected={item === current}
            className="pick-item"
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onPick(item)}
          >
            {item.icon}
            <span className="pick-title">{item.title}</span>
            <span className="pick-detail">{item.detail}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className="pick-empty">{emptyText}</p>}
    </div>
  );
}

function focusOnce(input: HTMLInputElement | null): void {
  input?.focus();
}
