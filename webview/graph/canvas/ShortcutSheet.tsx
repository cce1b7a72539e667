// All keys of the canvas, as keys.ts has them.
import { type ReactElement, useEffect, useRef } from 'react';
import { arrowLines, keyCommands } from '../commands/keys.ts';
import { useSession, useView } from './sessionContext.ts';

export function ShortcutSheet(): ReactElement | null {
  return useView((view) => view.isSheetOpen) ? <Sheet /> : null;
}

function Sheet(): ReactElement {
  const session = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const close = (): void => {
    session.view.set({ isSheetOpen: false });
    const { focusedId } = session.view.get();
    if (focusedId !== undefined) session.focus(focusedId);
  };
  return (
    <dialog ref={dialog} className="sheet" aria-label="Keyboard shortcuts" onClose={close}>
      <div className="sheet-head">
        <h2>Keyboard Shortcuts</h2>
        <button type="button" className="primary" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </div>
      <dl className="sheet-lines">
        {arrowLines.map(({ keys, words }) => (
          <Line key={keys} keys={[keys]} words={words} />
        ))}
        {keyCommands.flatMap(({ keys, words }) =>
          words === undefined ? [] : [<Line key={keys[0]} keys={keys} words={words} />],
        )}
      </dl>
    </dialog>
  );
}

function Line({ keys, words }: { readonly keys: readonly string[]; readonly words: string }): ReactElement {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{spell(key)}</kbd>
        ))}
      </dt>
      <dd>{words}</dd>
    </div>
  );
}

/** `Shift+e` as people write it. */
function spell(key: string): string {
  return key
    .split(/\+(?=.)/)
    .map((part) => (part.length === 1 ? part.toUpperCase() : part))
    .join(' + ');
}
