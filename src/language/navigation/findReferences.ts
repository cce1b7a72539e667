// Every place in this file that names the same thing as a position does. Knows no other files.
import type { Location } from 'vscode-languageserver-types';
import type { Position } from '../../base/position.ts';
import type { GraphFile } from '../../graph/parseGraph.ts';
import { uniquePlaces } from './findHighlights.ts';
import { findSchemaMentions } from './schemaReferences.ts';
import { findSymbol, placesOf } from './symbols.ts';

/** The places in the order of the text, without quotes, in `file` whose own URI is `uri`; none when nothing is named. */
export function findReferences(
  file: GraphFile,
  uri: string,
  position: Position,
  options: { readonly includeDeclaration: boolean },
): Location[] {
  const found = findSymbol(file, position);
  if (!found) return findSchemaMentions(file, position).map(({ range }) => ({ uri, range }));
  const places = placesOf(file, found.occurrence).filter(
    ({ role }) => options.includeDeclaration || role === 'reference',
  );
  return uniquePlaces(places).map(({ range }) => ({ uri, range }));
}
