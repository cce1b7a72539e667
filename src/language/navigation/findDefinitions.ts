// Where what stands at a position is defined: in this file, in an operator's source, or in another graph definition.
// Opens no file.
import type { LocationLink } from 'vscode-languageserver-types';
import type { Position } from '../../base/position.ts';
import { moduleOperationTypes } from '../../graph/model.ts';
import type { GraphFile } from '../../graph/parseGraph.ts';
import { getText } from '../../graph/yamlTree.ts';
import type { FilePlace, WorkspaceFacts } from '../workspaceFacts.ts';
import { findGraph, findModule } from './findModule.ts';
import { findSchema } from './findSchema.ts';
import { schemaMentionAt } from './schemaReferences.ts';
import { findDeclaredParameters, findKnownParameters } from './findParameters.ts';
import { fileStart, isSameRange, spanRanges } from './rangeOrder.ts';
import { definitionsOf, findSymbol, type SymbolOccurrence } from './symbols.ts';
import { documentAt, pathAt } from './yamlPath.ts';

/**
 * The definitions of what stands at `position` of `file`, whose own URI is `uri`. A definition leads to itself, so that
 * editors can show its uses instead. `module` leads to the source of the operator that runs there, an artifact to its
 * graph, a schema reference to the file that local runs take, a parameter to the place that reads it where that is known, and an alias to its anchor.
 */
export function findDefinitions(
  file: GraphFile,
  uri: string,
  position: Position,
  facts: WorkspaceFacts,
): LocationLink[] {
  const found = findSymbol(file, position);
  if (!found) {
    const schemas = findSchemaFile(file, uri, position, facts);
    return schemas.length > 0 ? schemas : findAnchor(file, uri, position);
  }
  const { occurrence, whole } = found;
  const outside = findOutside(file, occurrence, facts);
  if (outside.length > 0) {
    return outside.map(({ uri: targetUri, range: target }) => ({
      originSelectionRange: whole,
      targetUri,
      targetRange: target,
      targetSelectionRange: target,
    }));
  }
  return definitionsOf(file, occurrence)
    .filter(
      (definition, index, all) => all.findIndex((one) => isSameRange(one.range, definition.range)) === index,
    )
    .map((definition) => ({
      originSelectionRange: whole,
      targetUri: uri,
      targetRange: spanRanges(definition.item.range, definition.range),
      targetSelectionRange: definition.range,
    }));
}

function findOutside(file: GraphFile, occurrence: SymbolOccurrence, facts: WorkspaceFacts): FilePlace[] {
  switch (occurrence.kind) {
    case 'operation':
    case 'schema':
    case 'node':
      return [];
    case 'module':
      return findOperator(occurrence, facts);
    case 'parameter':
      return findKnownParameters(file, occurrence, facts).flatMap(({ place }) => place ?? []);
    case 'artifact': {
      const graph = findGraph(facts, occurrence.name)?.graph;
      return graph ? [{ uri: graph.uri, range: fileStart }] : [];
    }
    case 'configuration':
      return findDeclaredParameters(occurrence, facts).flatMap(({ place }) => place ?? []);
  }
}

function findOperator({ item, name }: SymbolOccurrence, facts: WorkspaceFacts): FilePlace[] {
  const source = findModule(facts, name)?.source;
  if (!source) return [];
  const written = getText(item, 'operationType');
  const type = moduleOperationTypes.find((known) => known === written);
  return [(type && source.operators[type]) ?? source.main];
}

function findSchemaFile(
  file: GraphFile,
  uri: string,
  position: Position,
  facts: WorkspaceFacts,
): LocationLink[] {
  const mention = schemaMentionAt(file, position);
  const targetUri = mention && findSchema(facts, mention.text, uri)?.uri;
  if (!mention || targetUri === undefined) return [];
  return [
    {
      originSelectionRange: mention.range,
      targetUri,
      targetRange: fileStart,
      targetSelectionRange: fileStart,
    },
  ];
}

function findAnchor(file: GraphFile, uri: string, position: Position): LocationLink[] {
  const root = documentAt(file, position)?.root;
  const node = root && pathAt(root, position).steps.at(-1)?.node;
  if (!node?.isAliased) return [];
  const { range, source } = node;
  return [{ originSelectionRange: range, targetUri: uri, targetRange: source, targetSelectionRange: source }];
}
