// What stands at a position, explained. Puts the explanations of names, values and keys together; opens no file.
import type { Hover } from 'vscode-languageserver-types';
import type { Position, Range } from '../../base/position.ts';
import type { GraphDocument, GraphFile } from '../../graph/parseGraph.ts';
import { findPair } from '../../graph/yamlTree.ts';
import type { WorkspaceFacts } from '../workspaceFacts.ts';
import { describeMessageSchema } from './describeMessageSchema.ts';
import { describeModule } from './describeModule.ts';
import { describeOperation } from './describeOperation.ts';
import { describeConfigurationKey, describeParameter } from './describeParameter.ts';
import { describeArtifact, describeNode } from './describeResource.ts';
import { describeSchema, describeValue } from './describeValue.ts';
import { schemaMentionAt } from './schemaReferences.ts';
import { findSymbol, type SymbolOccurrence } from './symbols.ts';
import { documentAt, pathAt, pointerOf } from './yamlPath.ts';

/**
 * Documentation of the key at `pointer`, the way from the root of `document` with indexes from 0, as Markdown; undefined
 * when there is none.
 */
export type DescribeKey = (
  document: GraphDocument,
  pointer: readonly (string | number)[],
) => string | undefined;

/** `uri` is that of `file`. The explanation as Markdown with the range it is about; undefined where there is nothing to say. */
export function hover(
  file: GraphFile,
  position: Position,
  { facts, uri }: { readonly facts: WorkspaceFacts; readonly uri: string },
  describeKey: DescribeKey,
): Hover | undefined {
  const document = documentAt(file, position);
  if (!document?.root) return undefined;
  const path = pathAt(document.root, position);
  const last = path.steps.at(-1);
  const symbol = findSymbol(file, position);
  if (symbol) {
    const text = describeSymbol(file, symbol.occurrence, facts);
    if (text !== undefined && text !== '') return makeHover(text, symbol.whole);
  }
  const mention = schemaMentionAt(file, position);
  const schema = mention && describeMessageSchema(mention.text, uri, facts);
  if (mention && schema !== undefined) return makeHover(schema, mention.range);
  if (!last) return undefined;
  if (path.isKey) {
    const text = describeKey(document, pointerOf(path));
    return text === undefined || !last.pair ? undefined : makeHover(text, last.pair.keyPlace.range);
  }
  const text = describeValue(document, path);
  return text === undefined ? undefined : makeHover(text, last.node.range);
}

function describeSymbol(
  file: GraphFile,
  occurrence: SymbolOccurrence,
  facts: WorkspaceFacts,
): string | undefined {
  const document = file.documents[occurrence.document];
  const { graph, resource } = document ?? {};
  const { name, item } = occurrence;
  switch (occurrence.kind) {
    case 'operation':
      return graph && describeOperation(graph, name, facts);
    case 'module':
      return describeModule(name, facts);
    case 'parameter': {
      const parameters = findPair(item, 'parameters')?.value;
      return describeParameter(file, occurrence, parameters, facts);
    }
    case 'schema':
      return graph && describeSchema(graph, name);
    case 'node':
      return resource && describeNode(resource, name);
    case 'artifact':
      return describeArtifact(name, facts);
    case 'configuration':
      return describeConfigurationKey(occurrence, facts);
  }
}

function makeHover(value: string, range: Range): Hover {
  return { contents: { kind: 'markdown', value }, range };
}
