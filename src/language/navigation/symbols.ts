// Every place where something with a name is named, collected once per text version: operations, schemas, parameters,
// modules, and in DataflowGraph resources nodes, artifacts and configuration keys. Reads trees, so it needs no complete
// model. Knows nothing about the workspace.
import type { Position, Range } from '../../base/position.ts';
import type { GraphFile } from '../../graph/parseGraph.ts';
import type { YamlScalar } from '../../graph/yamlTree.ts';
import type { FoundName } from './foundName.ts';
import { collectGraphNames } from './graphNames.ts';
import { touches } from './rangeOrder.ts';
import { collectResourceNames } from './resourceNames.ts';

/** One place where a name stands. */
export interface SymbolOccurrence extends FoundName {
  /** Index of the document. */
  readonly document: number;
  /** The same for all places that name the same thing. */
  readonly symbol: string;
  /** The name without quotes, where it is shown; the whole alias when it comes through one. */
  readonly range: Range;
  /** The name without quotes, where it is written. */
  readonly source: Range;
}

/** All occurrences of a file, in no particular order, and grouped by `symbol`. */
export interface SymbolIndex {
  readonly occurrences: readonly SymbolOccurrence[];
  readonly bySymbol: ReadonlyMap<string, readonly SymbolOccurrence[]>;
}

/** What stands at a position: `range` is the name without quotes, `whole` all of its text, which the position touches. */
export interface SymbolAtPosition {
  readonly occurrence: SymbolOccurrence;
  readonly range: Range;
  readonly whole: Range;
}

const indexes = new WeakMap<GraphFile, SymbolIndex>();

/** The occurrences in `file`; collected on the first call and kept as long as `file` itself. */
export function symbolsOf(file: GraphFile): SymbolIndex {
  const known = indexes.get(file);
  if (known) return known;
  const index = indexSymbols(file);
  indexes.set(file, index);
  return index;
}

function indexSymbols(file: GraphFile): SymbolIndex {
  const occurrences: SymbolOccurrence[] = [];
  const bySymbol = new Map<string, SymbolOccurrence[]>();
  for (const [document, { kind, root }] of file.documents.entries()) {
    const report = (found: FoundName): void => {
      const occurrence = locate(found, document);
      occurrences.push(occurrence);
      const group = bySymbol.get(occurrence.symbol);
      if (group) group.push(occurrence);
      else bySymbol.set(occurrence.symbol, [occurrence]);
    };
    if (root && kind === 'graph-definition') collectGraphNames(root, file, report);
    if (root && kind === 'dataflow-graph') collectResourceNames(root, report);
  }
  return { occurrences, bySymbol };
}

function locate(found: FoundName, document: number): SymbolOccurrence {
  const { kind, name, suffix, role, scope, item, scalar, isInAlias } = found;
  const source = insideQuotes(scalar, suffix);
  const range = scalar.isAliased ? scalar.range : source;
  const symbol = `${String(document)}\n${kind}\n${scope}\n${name}`;
  // Written out: spreading objects is slow enough to be felt with thousands of names.
  return { kind, name, suffix, role, scope, item, scalar, isInAlias, document, symbol, range, source };
}

function insideQuotes({ source, text, isPlain }: YamlScalar, suffix: string): Range {
  if (isPlain && suffix === '') return source;
  const mark = text.charAt(0);
  const isQuoted = !isPlain && (mark === '"' || mark === "'");
  const isClosed = isQuoted && text.length > 1 && text.endsWith(mark);
  const content = isClosed ? text.slice(0, -1) : text;
  const isOneLine = source.start.line === source.end.line;
  const cut = (isClosed ? 1 : 0) + (isOneLine && content.endsWith(suffix) ? suffix.length : 0);
  const { start, end } = source;
  return {
    start: { line: start.line, character: start.character + (isQuoted ? 1 : 0) },
    end: { line: end.line, character: end.character - cut },
  };
}

/**
 * The occurrence at `position`, quotes and the end of the word included; also when the text there is named through
 * aliases only. None where one text names different things, or at an alias of more than the name.
 */
export function findSymbol(file: GraphFile, position: Position): SymbolAtPosition | undefined {
  const { occurrences } = symbolsOf(file);
  const shown = occurrences.filter(({ scalar, isInAlias }) => !isInAlias && touches(scalar.range, position));
  const found =
    shown.length > 0 ? shown : occurrences.filter(({ scalar }) => touches(scalar.source, position));
  const [occurrence] = found;
  if (!occurrence || found.some(({ symbol }) => symbol !== occurrence.symbol)) return undefined;
  const { range, source, scalar } = occurrence;
  return shown.length > 0
    ? { occurrence, range, whole: scalar.range }
    : { occurrence, range: source, whole: scalar.source };
}

/** All places that name the same thing as `occurrence`, itself included. */
export function placesOf(file: GraphFile, occurrence: SymbolOccurrence): readonly SymbolOccurrence[] {
  return symbolsOf(file).bySymbol.get(occurrence.symbol) ?? [];
}

/** The places where what `occurrence` names is defined; more than one when a name is used twice, perhaps none. */
export function definitionsOf(file: GraphFile, occurrence: SymbolOccurrence): SymbolOccurrence[] {
  return placesOf(file, occurrence).filter(({ role }) => role === 'definition');
}
