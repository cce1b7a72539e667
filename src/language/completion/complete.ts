// The front door of completion: what may be typed at a position, ready for the language server protocol. Opens no file.
import type { CompletionItem } from 'vscode-languageserver-types';
import type { Position } from '../../base/position.ts';
import type { GraphFile } from '../../graph/parseGraph.ts';
import type { WorkspaceFacts } from '../workspaceFacts.ts';
import type { Scene } from './cursor.ts';
import { findCursors } from './findCursors.ts';
import { propose } from './propose.ts';
import { renderItem, type FileStyle } from './renderItem.ts';

/**
 * Completions at `position`, each label once. Every one is a single edit within the line of the cursor; what it puts in
 * has the indentation and line breaks it needs. With `uri`, the `file:` URI of `file`, paths to other files are offered.
 */
export function complete(
  file: GraphFile,
  position: Position,
  facts: WorkspaceFacts,
  uri?: string,
): CompletionItem[] {
  const found = findCursors(file, position);
  if (!found) return [];
  const { kind, document, cursors } = found;
  const root = document?.root;
  const style = styleOf(file);
  const items = new Map<string, CompletionItem>();
  for (const cursor of cursors) {
    const known = { ...(document ? { document } : {}), ...(root ? { root } : {}), ...(uri ? { uri } : {}) };
    const scene: Scene = { file, cursor, kind, facts, ...known };
    for (const proposal of propose(scene)) {
      if (items.has(proposal.label)) continue;
      const item = renderItem(proposal, cursor, style, items.size);
      if (item) items.set(proposal.label, item);
    }
  }
  return [...items.values()];
}

/** Indentation and line breaks as the file has them; two spaces and `\n` where it has none. */
function styleOf({ text }: GraphFile): FileStyle {
  const indent = /^[^\s#-][^\r\n]*:[ \t]*(?:\r\n|\r|\n)( {2,8})\S/m.exec(text)?.[1]?.length ?? 2;
  const lineBreak = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  return { step: indent, lineBreak };
}
