// The text of the graph beside its canvas. Loads its editor when it is first shown; the canvas never waits for it.
import type { ReactElement } from 'react';
import type { GraphEditor } from '../state/graphEditor.ts';

/** The YAML pane; fills its container. */
export function YamlPane({ editor }: { readonly editor: GraphEditor }): ReactElement {
  return <section aria-label={`YAML of ${editor.getSnapshot().fileName}`} />;
}
