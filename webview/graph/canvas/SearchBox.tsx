// Searches the graph: what is found is lit, the rest dimmed; Enter goes from one to the next.
import { type KeyboardEvent, type ReactElement, useEffect } from 'react';
import { type OperationType, operationTypes } from '../../../src/graph/model.ts';
import { Icon } from '../icons/icons.tsx';
import type { CanvasSession } from '../state/canvasSession.ts';
import type { SearchState } from '../state/canvasView.ts';
import { searchHits } from '../state/searchHits.ts';
import { useArrangement, useSession, useView } from './sessionContext.ts';

export function SearchBox(): ReactElement | null {
  const search = useView((view) => view.search);
  return search ? <Box search={search} /> : null;
}

function Box({ search }: { readonly search: SearchState }): ReactElement {
  const session = useSession();
  const content = useArrangement((snapshot) => snapshot.content);
  const { found, lit } = searchHits(content, search);
  const change = (changes: Partial<SearchState>): void =>
    session.view.set({ search: { ...search, at: 0, ...changes } });
  // What is typed shows its first hit at once.
  useEffect(() => show(session, 0), [session, search.text, search.type, search.hasProblems]);
  return (
    <div className="search" role="search" onKeyDown={(event) => press(session, event)}>
      <input
        className="box"
        aria-label="Search operations"
        placeholder="Search operations"
        value={search.text}
        spellCheck={false}
        ref={focusOnce}
        onChange={({ target }) => change({ text: target.value })}
      />
      <select
        className="box"
        aria-label="Type"
        value={search.type}
        onChange={({ target }) => change({ type: target.value as OperationType | '' })}
      >
        <option value="">All types</option>
        {operationTypes.map((type) => (
          <option key={type}>{type}</option>
        ))}
      </select>
      <label className="search-check">
        <input
          type="checkbox"
          checked={search.hasProblems}
          onChange={({ target }) => change({ hasProblems: target.checked })}
        />
        With problems
      </label>
      <span className="search-count" role="status">
        {lit ? (found.length === 0 ? 'None' : `${String(search.at + 1)} of ${String(found.length)}`) : ''}
      </span>
      <button
        type="button"
        className="tool"
        title="Previous (Shift+Enter)"
        aria-label="Previous"
        onClick={() => stepBy(session, -1)}
      >
        <Icon name="previous" />
      </button>
      <button
        type="button"
        className="tool"
        title="Next (Enter)"
        aria-label="Next"
        onClick={() => stepBy(session, 1)}
      >
        <Icon name="next" />
      </button>
      <button
        type="button"
        className="tool"
        title="Close (Escape)"
        aria-label="Close search"
        onClick={() => close(session)}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

function focusOnce(input: HTMLInputElement | null): void {
  input?.focus();
}

function press(session: CanvasSession, event: KeyboardEvent): void {
  event.stopPropagation();
  const isText = event.target instanceof HTMLInputElement && event.target.type !== 'checkbox';
  if (event.key === 'Escape') close(session);
  else if (event.key === 'Enter' && isText) stepBy(session, event.shiftKey ? -1 : 1);
  else return;
  event.preventDefault();
}

/** The keyboard goes to what was found last. */
function close(session: CanvasSession): void {
  const id = session.selectedIds()[0] ?? session.view.get().focusedId;
  session.view.set({ search: undefined });
  if (id !== undefined) session.focus(id);
}

function stepBy(session: CanvasSession, by: number): void {
  const { search } = session.view.get();
  const { found } = searchHits(session.arrangement.getSnapshot().content, search);
  if (!search || found.length === 0) return;
  const at = (search.at + by + found.length) % found.length;
  session.view.set({ search: { ...search, at } });
  show(session, at);
}

/** Selects and brings into sight; the keyboard stays in the box. */
function show(session: CanvasSession, at: number): void {
  const { found } = searchHits(session.arrangement.getSnapshot().content, session.view.get().search);
  const id = found[at];
  if (id === undefined) return;
  session.selectIds([id]);
  session.viewport?.reveal(id);
}
