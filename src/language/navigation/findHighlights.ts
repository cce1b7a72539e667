// What to mark in the editor while the cursor stands on a name. Knows no other files.
import { DocumentHighlightKind, type DocumentHighlight } from 'vscode-languageserver-types';
import type { Position } from '../../base/position.ts';
import type { GraphFile } from '../../graph/parseGraph.ts';
import { compareRanges, isSameRange } from './rangeOrder.ts';
import { findSchemaMentions } from './schemaReferences.ts';
import { findSymbol, placesOf, type SymbolOccurrence } from './symbols.ts';

/** The places that name the same thing, definitions as writes and uses as reads, in the order of the text. */
export function findHighlights(file: GraphFile, position: Position): DocumentHighlight[] {
  const found = findSymbol(file, position);
  if (!found)
    return findSchemaMentions(file, position).map(({ range }) => ({
      range,
      kind: DocumentHighlightKind.Read,
    }));
  return uniquePlaces(placesOf(file, found.occurrence)).map(({ range, role }) => ({
    range,
    kind: role === 'definition' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

/** `occurrences` in the order of the text; of those that come through the same alias only the first. */
export function uniquePlaces(occurrences: readonly SymbolOccurrence[]): SymbolOccurrence[] {
  const sorted = [...occurrences].sort((a, b) => compareRanges(a.range, b.range));
  return sorted.filter(({ range }, index) => {
    const before = sorted[index - 1];
    return !before || !isSameRange(before.range, range);
  });
}
