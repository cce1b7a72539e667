// The way of one text into another, as a YAML pane follows it: VS Code's changes as edits that stand in the order of the text
// and all refer to the text before. Knows no vscode.
import { comparePositions } from '../../language/navigation/rangeOrder.ts';
import type { Range, TextEdit } from '../../base/position.ts';

/** One change as VS Code tells it; it tells those of one event from the end of the text to its beginning. */
export interface TextChange {
  readonly range: Range;
  readonly text: string;
}

/**
 * `whole` is the text after the changes; it takes the place of them should they not be in the order that VS Code keeps.
 */
export function editsOfChanges(changes: readonly TextChange[], whole: string): TextEdit[] {
  const edits = changes.map(({ range: { start, end }, text }) => ({
    range: { start: plain(start), end: plain(end) },
    newText: text,
  }));
  edits.reverse();
  const isInOrder = edits.every(({ range }, index) => {
    const before = edits[index - 1];
    return !before || comparePositions(before.range.end, range.start) <= 0;
  });
  return isInOrder ? edits : [{ range: everything, newText: whole }];
}

const everything: Range = {
  start: { line: 0, character: 0 },
  end: { line: Number.MAX_SAFE_INTEGER, character: 0 },
};

// VS Code's own positions are objects with getters, which messages would lose.
function plain({ line, character }: Range['start']): Range['start'] {
  return { line, character };
}
