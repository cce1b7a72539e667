// Places in a text by line and character, as messages name them, and by offset, as changes count. Lines end with "\n" here:
// the document keeps its own ends.
import type { Position, TextEdit } from '../../../src/base/position.ts';
import { changeBetween, changeOf, replacementsOf, type TextChange } from './textChange.ts';

/** The text with the line ends that this side counts by. */
export function withPlainLineEnds(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

/** What the edits of a message do to a text; what they replace by itself is left alone. */
export function changeOfEdits(text: string, edits: readonly TextEdit[]): TextChange {
  const starts = lineStarts(text);
  const offsetAt = ({ line, character }: Position): number =>
    Math.min((starts[line] ?? text.length) + character, (starts[line + 1] ?? text.length + 1) - 1);
  return changeOf(
    edits.flatMap(({ range, newText }) => {
      const start = offsetAt(range.start);
      const change = changeBetween(text.slice(start, offsetAt(range.end)), withPlainLineEnds(newText));
      return replacementsOf(change).map((part) => ({ ...part, offset: start + part.offset }));
    }),
  );
}

/** A change of a text as a message says it. */
export function editsOfChange(text: string, change: TextChange): readonly TextEdit[] {
  const starts = lineStarts(text);
  return replacementsOf(change).map(({ offset, length, text: newText }) => ({
    range: { start: positionAt(starts, offset), end: positionAt(starts, offset + length) },
    newText,
  }));
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
  return starts;
}

function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (starts[low] ?? 0) };
}
