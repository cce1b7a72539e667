// Texts with a cursor in them, written `|`, for tests of language features.
import type { Position } from '../../src/base/position.ts';
import { parseGraphFile, type GraphFile } from '../../src/graph/parseGraph.ts';

/** Examines `text` as it stands. */
export function parseText(text: string): GraphFile {
  return parseGraphFile(text);
}

/**
 * Takes the first `|` out of `text` and examines the rest; `position` is where it stood. A block scalar's own `|` is
 * written `¦`. Throws when there is no `|`.
 */
export function parseMarked(text: string): { file: GraphFile; position: Position } {
  const offset = text.indexOf('|');
  if (offset < 0) throw new Error('The text has no | that marks the cursor.');
  const rest = (text.slice(0, offset) + text.slice(offset + 1)).replaceAll('¦', '|');
  const before = rest.slice(0, offset);
  const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  const line = before.split(/\r\n|\r|\n/).length - 1;
  return { file: parseText(rest), position: { line, character: offset - lineStart } };
}
