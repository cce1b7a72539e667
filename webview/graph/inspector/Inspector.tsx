// The properties of what is selected. Talks to the state of the editor only.
import { type ReactElement, useSyncExternalStore } from 'react';
import type { GraphEditor } from '../state/graphEditor.ts';

/** Follows the selection of `editor`; fills its container. */
export function Inspector({ editor }: { readonly editor: GraphEditor }): ReactElement {
  const { selection } = useSyncExternalStore(editor.subscribe, editor.getSnapshot);
  return <section aria-label="Properties">{selection.operations.length}</section>;
}
