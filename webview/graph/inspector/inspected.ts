// What every part of the properties view is given, and how it changes the graph. Knows no component.
import type { GraphGesture } from '../../../src/graph/gesture.ts';
import type { CanvasGraph, CanvasWorkspace, EditOutcome } from '../../../src/protocol/canvas.ts';
import type { GraphEditor } from '../state/graphEditor.ts';

export interface Inspected {
  readonly editor: GraphEditor;
  readonly graph: CanvasGraph;
  readonly workspace: CanvasWorkspace;
  /** Of the text that `graph` shows. */
  readonly version: number;
  /** False while the text cannot be read, and for files that cannot be written. */
  readonly canEdit: boolean;
}

/** Does one gesture; gives the reason when it is not done, as fields show it. */
export async function commitGesture(
  { editor }: Inspected,
  gesture: GraphGesture,
): Promise<string | undefined> {
  return refusalOf(await editor.edit(gesture));
}

/** Why an edit was not done; undefined when it was. */
export function refusalOf(outcome: EditOutcome): string | undefined {
  switch (outcome.kind) {
    case 'done':
      return undefined;
    case 'refused':
      return outcome.message;
    case 'stale':
      return 'The text has just changed. Try again.';
  }
}
