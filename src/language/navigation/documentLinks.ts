// What in a file leads to another file: the files of test cases, graphs of artifacts, message schemas, and web addresses of schemas.
// Opens no file and does not know whether one exists.
import type { DocumentLink } from 'vscode-languageserver-types';
import type { GraphDocument, GraphFile } from '../../graph/parseGraph.ts';
import { getText, getValue, type YamlNode } from '../../graph/yamlTree.ts';
import type { WorkspaceFacts } from '../workspaceFacts.ts';
import { findGraph } from './findModule.ts';
import { findSchema } from './findSchema.ts';
import { resolveUri } from './resolveUri.ts';
import { schemaMentions, withoutQuotes } from './schemaReferences.ts';
import { symbolsOf } from './symbols.ts';

/** The links in `file`, whose own URI is `uri`; targets are URIs. */
export function documentLinks(file: GraphFile, uri: string, facts: WorkspaceFacts): DocumentLink[] {
  const artifacts = symbolsOf(file).occurrences.flatMap(({ kind, name, range }) => {
    const graph = kind === 'artifact' ? findGraph(facts, name)?.graph : undefined;
    return graph ? [{ range, target: graph.uri, tooltip: 'Open the graph definition' }] : [];
  });
  const links = file.documents.flatMap((document) => [
    ...linksOf(document, uri),
    ...linksToSchemas(document, uri, facts),
  ]);
  return [...links, ...artifacts];
}

function linksOf({ kind, root }: GraphDocument, uri: string): DocumentLink[] {
  if (kind === 'graph-definition') {
    const schema = getText(getValue(root, 'metadata'), '$schema') ?? '';
    const isWeb = /^https?:\/\/[^\s/]/i.test(schema);
    return isWeb ? linkTo(getValue(root, 'metadata'), '$schema', schema, 'Open the schema on the web') : [];
  }
  if (kind !== 'test-case') return [];
  return Object.entries(testCaseTooltips).flatMap(([key, tooltip]) => {
    const target = resolveUri(uri, getText(root, key) ?? '');
    return target === undefined ? [] : linkTo(root, key, target, tooltip);
  });
}

function linksToSchemas(document: GraphDocument, uri: string, facts: WorkspaceFacts): DocumentLink[] {
  if (!facts.schemas) return [];
  return schemaMentions(document).flatMap(({ text, range }) => {
    const target = findSchema(facts, text, uri)?.uri;
    return target === undefined ? [] : [{ range, target, tooltip: 'Open the schema of local runs' }];
  });
}

const testCaseTooltips = {
  graph: 'Open the graph definition',
  input: 'Show the input messages',
  expected: 'Open the expected output',
  stateStore: 'Open the seed of the state store',
  responders: 'Open the responder rules',
  recording: 'Open the recording',
} as const;

function linkTo(node: YamlNode | undefined, key: string, target: string, tooltip: string): DocumentLink[] {
  const value = getValue(node, key);
  return value ? [{ range: withoutQuotes(value), target, tooltip }] : [];
}
