// The name of an operation while it is changed in its node. Knows nothing of how it is written.
import { type ReactElement, useState } from 'react';
import { rename } from '../commands/editCommands.ts';
import { useSession } from './sessionContext.ts';

/** The same function each time, so that it is called for a new box only. */
function selectOnce(input: HTMLInputElement | null): void {
  input?.focus();
  input?.select();
}

export function RenameBox({ id, name }: { readonly id: string; readonly name: string }): ReactElement {
  const session = useSession();
  const [text, setText] = useState(name);
  const close = (): void => session.view.set({ renaming: undefined });
  const finish = (): void => {
    if (session.view.get().renaming !== id) return;
    close();
    void rename(session, id, text.trim());
  };
  return (
    <input
      className="rename-box nodrag nopan"
      aria-label={`New name of ${name}`}
      value={text}
      spellCheck={false}
      ref={selectOnce}
      onChange={({ target }) => setText(target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') {
          finish();
          session.focus(id);
        }
        if (event.key === 'Escape') {
          close();
          session.focus(id);
        }
      }}
    />
  );
}
