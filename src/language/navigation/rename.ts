// Renaming what stands at a position, everywhere in its document at once. Judges the new name; knows no other files.
import type { Position, Range, TextEdit } from '../../base/position.ts';
import type { GraphFile } from '../../graph/parseGraph.ts';
import { findUnreadable } from '../../graph/readability.ts';
import type { NamedKind } from './foundName.ts';
import { compareRanges } from './rangeOrder.ts';
import { spellText } from './spellText.ts';
import { definitionsOf, findSymbol, placesOf, symbolsOf, type SymbolOccurrence } from './symbols.ts';

/** Why something cannot be renamed, in a sentence for people. */
export interface RenameRefusal {
  readonly kind: 'refused';
  readonly message: string;
}

/** That a name can be renamed: where it stands, without quotes, and what it is now. */
export interface RenameOffer {
  readonly kind: 'offered';
  readonly range: Range;
  readonly placeholder: string;
}

/** What to change; the edits do not overlap, stand in the order of the text, and are none when the name stays. */
export interface RenameEdits {
  readonly kind: 'edits';
  readonly edits: readonly TextEdit[];
}

const kindWords: Readonly<Record<NamedKind, string>> = {
  operation: 'operation',
  schema: 'schema',
  parameter: 'parameter',
  module: 'module',
  node: 'node',
  artifact: 'graph',
  configuration: 'parameter',
};

/** Names that belong to something outside the file, and where to change them. */
const foreignNames: Readonly<Partial<Record<NamedKind, string>>> = {
  module: 'A module reference names a file. Edit it here, or rename the module itself.',
  artifact: 'An artifact names a graph in a registry. Edit it here, or rename the graph itself.',
  configuration: 'This parameter is declared by the graph that the node runs. Rename it there.',
};

/** Whether what stands at `position` can be renamed. */
export function prepareRename(file: GraphFile, position: Position): RenameOffer | RenameRefusal {
  const target = findTarget(file, position);
  if ('message' in target) return target;
  return { kind: 'offered', range: target.range, placeholder: target.occurrence.name };
}

/**
 * Renames what stands at `position` to `newName`: definition and every use in the same document, nothing outside it; a
 * text behind an anchor is changed once, for all its aliases. Where several things have the same name, the definition at
 * `position` alone is renamed, so that a duplicate can be told apart; its uses stay with the other. Refuses an empty name,
 * one that is taken, a node name of the wrong form, and any place that names nothing which is defined here.
 */
export function rename(file: GraphFile, position: Position, newName: string): RenameEdits | RenameRefusal {
  const target = findTarget(file, position);
  if ('message' in target) return target;
  const { occurrence, places } = target;
  if (newName === occurrence.name) return { kind: 'edits', edits: [] };
  const fault = findFault(file, occurrence, newName);
  if (fault !== undefined) return refuse(fault);
  const edits = new Map<string, TextEdit>();
  for (const place of places) {
    const { scalar, suffix } = place;
    edits.set(keyOfText(place), { range: scalar.source, newText: spellText(scalar, newName + suffix) });
  }
  return { kind: 'edits', edits: [...edits.values()].sort((a, b) => compareRanges(a.range, b.range)) };
}

interface RenameTarget {
  readonly occurrence: SymbolOccurrence;
  /** The name under the cursor. */
  readonly range: Range;
  /** Every place to change. */
  readonly places: readonly SymbolOccurrence[];
}

function findTarget(file: GraphFile, position: Position): RenameTarget | RenameRefusal {
  const found = findSymbol(file, position);
  if (!found) return refuse('There is no name here that can be changed.');
  const { occurrence, range } = found;
  const { kind, name } = occurrence;
  const foreign = foreignNames[kind];
  if (foreign !== undefined) return refuse(foreign);
  const problems = file.documents[occurrence.document]?.problems ?? [];
  if (findUnreadable(problems))
    return refuse('Not all of this file can be read, so uses may be missed. Correct its YAML first.');
  const definitions = definitionsOf(file, occurrence);
  const word = kindWords[kind];
  if (definitions.length === 0)
    return refuse(`No ${word} is named "${name}". Name one that exists, or create it first.`);
  const isDuplicate = definitions.length > 1;
  if (isDuplicate && occurrence.role === 'reference')
    return refuse(`More than one ${word} is named "${name}". Rename one of them where it is defined.`);
  const places = isDuplicate ? [occurrence] : placesOf(file, occurrence);
  return isShared(file, places)
    ? refuse('An anchor shares this text with something else that is named. Take them apart first.')
    : { occurrence, range, places };
}

/**
 * Whether the text of one of `places` is, through an alias, a name of something else, too. Parameters may be shared:
 * whole maps of them are, and the same parameter is meant.
 */
function isShared(file: GraphFile, places: readonly SymbolOccurrence[]): boolean {
  // Without an anchor nothing is, and looking takes time in proportion to the file.
  if (!file.text.includes('&')) return false;
  const ours = new Set(places);
  const texts = new Map(places.map((place) => [keyOfText(place), place.kind]));
  return symbolsOf(file).occurrences.some((other) => {
    const kind = ours.has(other) ? undefined : texts.get(keyOfText(other));
    return kind !== undefined && !(kind === 'parameter' && other.kind === 'parameter');
  });
}

function keyOfText({ scalar }: SymbolOccurrence): string {
  const { line, character } = scalar.source.start;
  return `${String(line)}:${String(character)}`;
}

function findFault(file: GraphFile, occurrence: SymbolOccurrence, newName: string): string | undefined {
  const { kind } = occurrence;
  const word = kindWords[kind];
  if (newName.trim() === '')
    return `The name of ${/^[aeiou]/.test(word) ? 'an' : 'a'} ${word} cannot be empty.`;
  if (newName !== newName.trim()) return 'A name does not begin or end with a space.';
  if (/\p{Cc}/u.test(newName)) return 'A name is a single line without control characters.';
  if (kind === 'node' && !/^[\w-]+$/.test(newName))
    return `"${newName}" cannot name a node. Use letters, digits, "_" and "-".`;
  const isTaken = symbolsOf(file).occurrences.some(
    (other) => isSibling(other, occurrence) && other.name === newName,
  );
  return isTaken ? `Another ${word} is already named "${newName}".` : undefined;
}

/** Whether `other` defines something else that must have a name of its own beside `occurrence`. */
function isSibling(other: SymbolOccurrence, occurrence: SymbolOccurrence): boolean {
  return (
    other.role === 'definition' &&
    other.kind === occurrence.kind &&
    other.document === occurrence.document &&
    (other.kind !== 'parameter' || (other.item === occurrence.item && other.scope !== occurrence.scope))
  );
}

function refuse(message: string): RenameRefusal {
  return { kind: 'refused', message };
}
