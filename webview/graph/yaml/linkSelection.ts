// One selection on the canvas and in the text: what is selected there is shown here, and the cursor selects. Knows no
// message.
import { editor as monaco } from 'monaco-editor/editor/editor.api';
import type { GraphEditor, Selection } from '../state/graphEditor.ts';
import { selectedRanges, selectionAt, toMonacoRange } from './paneRanges.ts';

export interface LinkedSelection {
  /** To be called when the snapshot or the text has changed. */
  update(): void;
  dispose(): void;
}

/** `shownVersion` as in ConnectedText: places of the graph count only in the text that they are of. */
export function linkSelection(
  editor: GraphEditor,
  pane: monaco.IStandaloneCodeEditor,
  shownVersion: () => number | undefined,
): LinkedSelection {
  const marked = pane.createDecorationsCollection();
  let shown: Selection | undefined;
  let fromPane: Selection | undefined;

  const graphInStep = () => {
    const { model, graph } = editor.getSnapshot();
    return model?.state === 'readable' && model.version === shownVersion() ? graph : undefined;
  };
  const update = (): void => {
    const { selection } = editor.getSnapshot();
    const graph = graphInStep();
    if (!graph || selection === shown) return;
    shown = selection;
    const ranges = selectedRanges(graph, selection).map(toMonacoRange);
    marked.set(
      ranges.map((range) => ({ range, options: { isWholeLine: true, className: 'yamlPaneSelected' } })),
    );
    const [first] = ranges;
    if (first && selection !== fromPane) pane.revealRangeInCenterIfOutsideViewport(first);
  };
  const cursor = pane.onDidChangeCursorPosition(({ position, reason }) => {
    const graph = graphInStep();
    if (reason !== monaco.CursorChangeReason.Explicit || !graph || !pane.hasTextFocus()) return;
    const place = { line: position.lineNumber - 1, character: position.column - 1 };
    const found = selectionAt(graph, place);
    if (!found || isSame(found, editor.getSnapshot().selection)) return;
    fromPane = found;
    editor.select(found);
  });
  return {
    update,
    dispose: () => {
      cursor.dispose();
      marked.clear();
    },
  };
}

function isSame(a: Selection, b: Selection): boolean {
  return (['operations', 'connections'] as const).every((kind) => a[kind].join() === b[kind].join());
}
