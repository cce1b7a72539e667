// The outline of a file: sections, operations, connections and what they hold. Reads trees, so it needs no complete model.
import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver-types';
import type { Range } from '../../base/position.ts';
import type { GraphDocument, GraphFile } from '../../graph/parseGraph.ts';
import { getText, getValue, type YamlNode, type YamlPair } from '../../graph/yamlTree.ts';
import { clampRange } from './rangeOrder.ts';
import { pairRange } from './yamlPath.ts';

/**
 * Entries up to which an outline is whole. The extension host copies it three times after every pause in typing, and does
 * nothing else meanwhile: above this it would hold other extensions up for more than 50 ms.
 */
const MOST_ENTRIES = 1500;

/** How the items of each list are shown. */
type ItemOutlines = Readonly<Partial<Record<string, (item: YamlNode) => DocumentSymbol>>>;

/**
 * The outline in the order of the text. Several documents have one entry each. Children lie inside their parents, and
 * every selection inside its range. Beyond {@link MOST_ENTRIES} connections and parameters are left out.
 */
export function documentSymbols(file: GraphFile): DocumentSymbol[] {
  const whole: Range = file.lines.rangeAt(0, file.text.length);
  const all = outlineFile(file, itemOutlines);
  const symbols = countEntries(all) > MOST_ENTRIES ? outlineFile(file, briefOutlines) : all;
  return symbols.map((symbol) => nest(symbol, whole));
}

function countEntries(symbols: readonly DocumentSymbol[]): number {
  return symbols.reduce((sum, { children }) => sum + 1 + countEntries(children ?? []), 0);
}

function outlineFile({ documents }: GraphFile, outlines: ItemOutlines): DocumentSymbol[] {
  const outline = documents.length === 1 ? outlineSections : outlineDocument;
  return documents.flatMap((document) => outline(document, outlines));
}

function outlineDocument(document: GraphDocument, outlines: ItemOutlines): DocumentSymbol[] {
  const { root, kind } = document;
  if (root?.kind !== 'map') return [];
  const name = getText(getValue(root, 'metadata'), 'name') ?? '';
  const title = getText(root, 'kind') ?? (kind === 'graph-definition' ? 'graph definition' : '');
  const head = root.pairs[0]?.keyPlace.range ?? root.range;
  const sections = outlineSections(document, outlines);
  return [makeSymbol(name || title, title, SymbolKind.File, document.range, head, sections)];
}

function outlineSections({ root, kind }: GraphDocument, outlines: ItemOutlines): DocumentSymbol[] {
  if (root?.kind !== 'map') return [];
  if (kind === 'graph-definition') return root.pairs.map((pair) => outlineSection(pair, outlines[pair.key]));
  if (kind === 'other' || kind === 'other-resource') return [];
  return root.pairs.map((pair) => {
    const inner = pair.key === 'spec' && pair.value.kind === 'map' ? pair.value.pairs : [];
    const sections = inner.map((section) => outlineSection(section, outlines[section.key]));
    return { ...outlineSection(pair, undefined), ...(sections.length > 0 ? { children: sections } : {}) };
  });
}

const briefOutlines: ItemOutlines = {
  operations: (item) => outlineNamed(item, SymbolKind.Function, describeOperation(item)),
  moduleConfigurations: outlineConfiguration,
  schemas: (item) => outlineNamed(item, SymbolKind.Struct, getText(item, 'format') ?? ''),
  nodes: (item) => outlineNamed(item, SymbolKind.Function, getText(item, 'nodeType') ?? ''),
};

const itemOutlines: ItemOutlines = {
  ...briefOutlines,
  connections: outlineConnection,
  moduleConfigurations: (item) => ({
    ...outlineConfiguration(item),
    children: outlineParameters(getValue(item, 'parameters')),
  }),
  nodeConnections: outlineConnection,
};

function outlineConfiguration(item: YamlNode): DocumentSymbol {
  return outlineNamed(item, SymbolKind.Object, '');
}

function outlineSection(pair: YamlPair, outlineItem?: (item: YamlNode) => DocumentSymbol): DocumentSymbol {
  const { key, keyPlace, value } = pair;
  const isList = value.kind === 'sequence';
  const detail = value.kind === 'scalar' ? value.text : isList ? String(value.items.length) : nameIn(value);
  const kind = isList ? SymbolKind.Array : value.kind === 'map' ? SymbolKind.Object : SymbolKind.Property;
  const children = isList && outlineItem ? value.items.map(outlineItem) : [];
  return makeSymbol(key, detail, kind, pairRange(pair), keyPlace.range, children);
}

function nameIn(node: YamlNode): string {
  return getText(node, 'name') ?? '';
}

function describeOperation(item: YamlNode): string {
  return [getText(item, 'operationType'), getText(item, 'module')].filter(Boolean).join(' ');
}

function outlineNamed(item: YamlNode, kind: SymbolKind, detail: string): DocumentSymbol {
  const selection = getValue(item, 'name')?.range ?? item.range;
  return makeSymbol(nameIn(item), detail, kind, item.range, selection, []);
}

function outlineConnection(item: YamlNode): DocumentSymbol {
  const from = getValue(item, 'from');
  const [start, end] = [from, getValue(item, 'to')].map((node) => getText(node, 'name') ?? '?');
  const arm = getText(from, 'arm');
  const selection = getValue(from, 'name')?.range ?? item.range;
  const title = `${start ?? '?'} → ${end ?? '?'}`;
  return makeSymbol(title, arm ?? '', SymbolKind.Event, item.range, selection, []);
}

function outlineParameters(parameters: YamlNode | undefined): DocumentSymbol[] {
  if (parameters?.kind !== 'map') return [];
  return parameters.pairs.map((pair) => {
    const value = getText(pair.value, 'default') ?? '';
    return makeSymbol(pair.key, value, SymbolKind.Property, pairRange(pair), pair.keyPlace.range, []);
  });
}

function makeSymbol(
  name: string,
  detail: string,
  kind: SymbolKind,
  range: Range,
  selectionRange: Range,
  children: DocumentSymbol[],
): DocumentSymbol {
  // Editors refuse a name that is empty, and show line breaks as they are.
  const title = name.replace(/\s+/g, ' ').trim() || '(no name)';
  const shortDetail = detail.replace(/\s+/g, ' ').slice(0, 80);
  return { name: title, detail: shortDetail, kind, range, selectionRange, children };
}

/** `symbol` cut to what lies in `outer`, with all it holds: editors refuse an outline that is not properly nested. */
function nest(symbol: DocumentSymbol, outer: Range): DocumentSymbol {
  const range = clampRange(symbol.range, outer);
  const selectionRange = clampRange(symbol.selectionRange, range);
  return {
    ...symbol,
    range,
    selectionRange,
    children: (symbol.children ?? []).map((child) => nest(child, range)),
  };
}
