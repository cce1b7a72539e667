// The visual editor: lays out its parts.
import { type ReactElement, useSyncExternalStore } from 'react';
import type { GraphEditor } from './state/graphEditor.ts';

export function App({ editor }: { readonly editor: GraphEditor }): ReactElement {
  const { graph } = useSyncExternalStore(editor.subscribe, editor.getSnapshot);
  return <main>{graph?.operations.length ?? 0}</main>;
}
