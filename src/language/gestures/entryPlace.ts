// Where entries of lists and maps in lines begin and end, with the comments that belong to them by their indentation. Knows
// YAML's shape and no graph.
import type { EditedText } from '../../graph/edits.ts';
import { endOf, endOfLine, startOfLine } from '../../graph/treeEdits.ts';
import type { YamlNode, YamlSequence } from '../../graph/yamlTree.ts';

/** Whole lines, as offsets. */
export interface EntryPlace {
  /** Start of its first line. */
  readonly start: number;
  /** End of its last line, before the line break. */
  readonly end: number;
  /** Of what the entry begins with, the "-" of an item. */
  readonly column: number;
}

/** The lines of the item `index` of a list in lines; undefined when anything else is on them. */
export function placeOfItem(document: EditedText, list: YamlSequence, index: number): EntryPlace | undefined {
  const item = list.items[index];
  if (!item) return undefined;
  const dash = findDash(document, list, index, item);
  if (dash === undefined) return undefined;
  const { lines, text } = document;
  const start = startOfLine(text, dash);
  if (text.slice(start, dash).trim() !== '') return undefined;
  const column = dash - start;
  const lineEnd = endOfLine(text, Math.max(dash + 1, lines.offsetAt(endOf(item))), true);
  return lineEnd === undefined ? undefined : { start, column, end: endWithComments(text, lineEnd, column) };
}

function findDash(
  { lines, text }: EditedText,
  list: YamlSequence,
  index: number,
  item: YamlNode,
): number | undefined {
  const itemStart = lines.offsetAt(item.range.start);
  const near = /- +$/.exec(text.slice(startOfLine(text, itemStart), itemStart));
  if (near && text.slice(startOfLine(text, itemStart), itemStart).trim() === '-')
    return itemStart - near[0].length;
  const before = list.items[index - 1];
  const from = before ? lines.offsetAt(endOf(before)) : lines.offsetAt(list.source.start);
  if (!before) return text[from] === '-' ? from : undefined;
  const found = /\n *-(?=\s)/.exec(text.slice(from, itemStart + 1));
  return found ? from + found.index + found[0].length - 1 : undefined;
}

/** `lineEnd`, or the end of the last of the comments right below it that are indented beyond `column`. */
export function endWithComments(text: string, lineEnd: number, column: number): number {
  const comment = /\r?\n(?<indent> *)#[^\r\n]*/y;
  let end = lineEnd;
  for (;;) {
    comment.lastIndex = end;
    const found = comment.exec(text);
    if (!found || (found.groups?.['indent'] ?? '').length <= column) return end;
    end += found[0].length;
  }
}

/** The offset behind the line break at `lineEnd`; the end of the text when there is none. */
export function nextLine(text: string, lineEnd: number): number {
  if (text.startsWith('\r\n', lineEnd)) return lineEnd + 2;
  return Math.min(lineEnd + 1, text.length);
}
