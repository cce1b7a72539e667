// Where a DataflowGraph resource refers to schemas of a registry. Knows neither files nor what a registry has.
import type { Position, Range } from '../../base/position.ts';
import { formatSchemaReference, parseSchemaReference } from '../../graph/messageSchema.ts';
import type { GraphDocument, GraphFile } from '../../graph/parseGraph.ts';
import { getItems, getValue, type YamlNode, type YamlScalar } from '../../graph/yamlTree.ts';
import { compareRanges, touches } from './rangeOrder.ts';

/** One `schemaRef`. */
export interface SchemaMention {
  /** The reference as it stands, which may be none: `aio-sr://plant/reading:1`. */
  readonly text: string;
  readonly node: YamlScalar;
  /** Of the text, without quotes; of the alias where it stands for the text. */
  readonly range: Range;
}

/** Every `schemaRef` of `document`, those of connections first. */
export function schemaMentions({ kind, root }: GraphDocument): SchemaMention[] {
  if (kind !== 'dataflow-graph') return [];
  const spec = getValue(root, 'spec');
  const places = [
    ...getItems(spec, 'nodeConnections').map((item) => getValue(getValue(item, 'from'), 'schema')),
    ...getItems(spec, 'nodes').map((item) =>
      getValue(getValue(item, 'destinationSettings'), 'outputSchemaSettings'),
    ),
  ];
  return places.flatMap((place) => {
    const node = getValue(place, 'schemaRef');
    if (node?.kind !== 'scalar' || typeof node.value !== 'string') return [];
    return { text: node.value, node, range: withoutQuotes(node) };
  });
}

/** The `schemaRef` at `position`; undefined when there is none. */
export function schemaMentionAt(file: GraphFile, position: Position): SchemaMention | undefined {
  return file.documents.flatMap(schemaMentions).find(({ range }) => touches(range, position));
}

/** Those of `file`, in the order of the text, that mean the same schema as the one at `position`; `default` is the namespace of those that name none. */
export function findSchemaMentions(file: GraphFile, position: Position): SchemaMention[] {
  const keyOf = (text: string): string => {
    const reference = parseSchemaReference(text);
    return reference ? formatSchemaReference(reference) : text;
  };
  const mention = schemaMentionAt(file, position);
  if (!mention) return [];
  return file.documents
    .flatMap(schemaMentions)
    .filter(({ text }) => keyOf(text) === keyOf(mention.text))
    .sort((a, b) => compareRanges(a.range, b.range));
}

/** The place of `node` without the quotes around it. */
export function withoutQuotes(node: YamlNode): Range {
  const { range } = node;
  if (node.kind !== 'scalar' || node.isPlain || node.isAliased || !/^(["']).*\1$/.test(node.text))
    return range;
  return {
    start: { line: range.start.line, character: range.start.character + 1 },
    end: { line: range.end.line, character: range.end.character - 1 },
  };
}
