// What the canvas says in words: why it is frozen, how to begin, why something was not done.
import { type ReactElement, useEffect } from 'react';
import { undoArrange } from '../commands/arrangeCommands.ts';
import { focusCanvas } from './focusCanvas.ts';
import { Icon } from '../icons/icons.tsx';
import { useArrangement, useEditor, useSession, useView } from './sessionContext.ts';

/** While the text cannot be read. */
export function BrokenBanner(): ReactElement {
  const { editor } = useSession();
  const breakage = useEditor(({ model }) => model?.breakage);
  return (
    <div className="banner" role="alert">
      <Icon name="error" />
      <span>
        The text cannot be read now. You see its last good state; nothing can be changed here until it is
        mended.
        {breakage && <span className="banner-cause"> {breakage.message}</span>}
      </span>
      {breakage && (
        <button
          type="button"
          className="primary"
          onClick={() => editor.host.notify('revealText', { range: breakage.range })}
        >
          Go to the Error
        </button>
      )}
    </div>
  );
}

/** While there is no operation. */
export function EmptyHint(): ReactElement {
  return (
    <div className="hint">
      <p className="hint-title">This graph has no operations yet.</p>
      <p>
        Drag a <strong>source</strong> from the left, or press <kbd>Space</kbd> to choose one.
      </p>
      <p>
        Then draw from its port, or press <kbd>Space</kbd> again, to add what follows. <kbd>?</kbd> lists all
        keys.
      </p>
    </div>
  );
}

/** How long a sentence stays in sight. */
const NOTICE_MS = 6000;

/** The last thing that could not be done; goes by itself. */
export function Notice(): ReactElement {
  const { editor } = useSession();
  const notice = useEditor((snapshot) => snapshot.notice);
  useEffect(() => {
    if (notice === undefined) return;
    const timer = setTimeout(() => editor.notify(undefined), NOTICE_MS);
    return () => clearTimeout(timer);
  }, [editor, notice]);
  return (
    <div className="notice-place" role="status" aria-live="polite">
      <ArrangeNotice />
      {notice !== undefined && (
        <div className="notice">
          <Icon name="info" />
          <span>{notice}</span>
          <button type="button" aria-label="Close" onClick={() => editor.notify(undefined)}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}

/** Stays until something else happens, so that everybody can reach it in time. */
function ArrangeNotice(): ReactElement | null {
  const session = useSession();
  const canUndo = useArrangement((snapshot) => snapshot.canUndo);
  useEffect(() => {
    if (!canUndo) return;
    // Also on the button that arranged, but never in a text, which has an undo of its own.
    const press = (event: KeyboardEvent): void => {
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (!isUndo || event.key.toLowerCase() !== 'z' || isInText() || !undoArrange(session)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    window.addEventListener('keydown', press, true);
    return () => window.removeEventListener('keydown', press, true);
  }, [session, canUndo]);
  if (!canUndo) return null;
  return (
    <div className="notice">
      <Icon name="arrange" />
      <span>Everything was arranged.</span>
      <button
        type="button"
        className="primary"
        title="Undo Arrange (Ctrl+Z)"
        onClick={() => returnToCanvas(() => undoArrange(session))}
      >
        Undo Arrange
      </button>
      <button
        type="button"
        aria-label="Close"
        onClick={() => returnToCanvas(() => session.arrangement.settle())}
      >
        <Icon name="close" />
      </button>
    </div>
  );
}

/** The button that was pressed is gone then, and the keyboard must not be. */
function returnToCanvas(act: () => unknown): void {
  focusCanvas();
  act();
}

function isInText(): boolean {
  const { activeElement } = document;
  return (
    activeElement?.matches('input, textarea, select, [contenteditable]') === true ||
    Boolean(activeElement?.closest('.side, .yaml'))
  );
}

/** Says what happened to people who do not see the canvas. */
export function Announcer(): ReactElement {
  const announcement = useView((view) => view.announcement);
  return (
    <div className="unseen" role="log" aria-live="polite" aria-label="What happened">
      {announcement?.text}
    </div>
  );
}
