// The graph as a list for screen readers: each operation with where it leads. Choosing one moves the keyboard to its node.
import { memo, type ReactElement, useDeferredValue } from 'react';
import type { CanvasSession } from '../state/canvasSession.ts';
import { emptyContent } from '../state/flowContent.ts';
import { useArrangement, useSession } from './sessionContext.ts';

export function Outline(): ReactElement {
  const session = useSession();
  const newest = useArrangement((snapshot) => snapshot.content);
  // Nobody sees it: what is in sight comes first.
  const content = useDeferredValue(newest, emptyContent);
  return (
    <nav className="unseen outline" aria-label="Outline of the graph">
      <ol>
        {[...content.operations].map(([id, { label }]) => (
          <Line key={id} session={session} id={id} label={label} />
        ))}
      </ol>
    </nav>
  );
}

interface LineProps {
  readonly session: CanvasSession;
  readonly id: string;
  readonly label: string;
}

/** Reached by the cursor of a screen reader; the Tab key goes to the canvas itself. */
const Line = memo(function Line({ session, id, label }: LineProps): ReactElement {
  return (
    <li>
      <button
        type="button"
        tabIndex={-1}
        onClick={() => {
          session.selectIds([id]);
          session.focus(id);
        }}
      >
        {label}
      </button>
    </li>
  );
});
