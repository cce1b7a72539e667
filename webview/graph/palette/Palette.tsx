// What can be added: the types of operations and the operators of the workspace. Drag one to the canvas or onto a connection,
// or press it to add it behind what is selected.
import { type KeyboardEvent, type PointerEvent, type ReactElement, useMemo, useState } from 'react';
import { useCanEdit, useEditor, useSession } from '../canvas/sessionContext.ts';
import { addOperation } from '../commands/editCommands.ts';
import { TypeIcon } from '../icons/icons.tsx';
import type { CanvasSession } from '../state/canvasSession.ts';
import { startDrag } from './dragEntry.ts';
import { placeBySelection, type PaletteEntry, paletteEntries } from './paletteEntries.ts';

export function Palette(): ReactElement {
  const session = useSession();
  const workspace = useEditor((snapshot) => snapshot.workspace);
  const canEdit = useCanEdit();
  const [text, setText] = useState('');
  const entries = useMemo(() => paletteEntries(workspace, text), [workspace, text]);
  const groups = [...new Set(entries.map(({ group }) => group))];
  return (
    <section className="palette" aria-label="Palette" onKeyDown={moveAmongEntries}>
      <input
        className="box"
        type="search"
        aria-label="Filter the palette"
        placeholder="Filter"
        value={text}
        spellCheck={false}
        onChange={({ target }) => setText(target.value)}
      />
      <div className="palette-groups">
        {groups.map((group) => (
          <div key={group} role="group" aria-label={group}>
            <h2>{group}</h2>
            {entries
              .filter((entry) => entry.group === group)
              .map((entry) => (
                <Entry
                  key={entry.id}
                  entry={entry}
                  canEdit={canEdit}
                  isFirst={entry === entries[0]}
                  session={session}
                />
              ))}
          </div>
        ))}
        {entries.length === 0 && <p className="pick-empty">Nothing of that name.</p>}
      </div>
    </section>
  );
}

interface EntryProps {
  readonly session: CanvasSession;
  readonly entry: PaletteEntry;
  readonly canEdit: boolean;
  readonly isFirst: boolean;
}

function Entry({ session, entry, canEdit, isFirst }: EntryProps): ReactElement {
  return (
    <button
      type="button"
      className={`palette-entry type-${entry.type}`}
      title={entry.detail}
      aria-disabled={!canEdit}
      tabIndex={isFirst ? 0 : -1}
      data-entry={entry.id}
      onPointerDown={(event: PointerEvent<HTMLElement>) => {
        if (canEdit && event.button === 0) startDrag(session, entry, event.nativeEvent);
      }}
      onClick={() => {
        if (canEdit) void addOperation(session, entry, placeBySelection(session, entry));
      }}
    >
      <TypeIcon type={entry.type} />
      <span className="palette-title">{entry.title}</span>
    </button>
  );
}

/** One stop of the Tab key; arrow keys go up and down. */
function moveAmongEntries(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by === undefined) return;
  const entries = [...event.currentTarget.querySelectorAll<HTMLElement>('.palette-entry')];
  const at = entries.findIndex((entry) => entry === document.activeElement);
  event.preventDefault();
  entries[Math.min(Math.max(at + by, 0), entries.length - 1)]?.focus();
}
