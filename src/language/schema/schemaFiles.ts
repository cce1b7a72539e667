// The JSON Schemas of the files people write, by kind of document. Knows nothing about what they say.
import dataflowGraph from '../../../schemas/dataflow-graph.schema.json' with { type: 'json' };
import faults from '../../../schemas/faults.schema.json' with { type: 'json' };
import graphDefinition from '../../../schemas/graph-definition.schema.json' with { type: 'json' };
import registryEndpoint from '../../../schemas/registry-endpoint.schema.json' with { type: 'json' };
import responders from '../../../schemas/responders.schema.json' with { type: 'json' };
import testCase from '../../../schemas/test-case.schema.json' with { type: 'json' };
import type { DocumentKind } from '../../graph/documentKind.ts';

/** The kinds of documents that have a schema. */
export type SchemaKind = Exclude<DocumentKind, 'other' | 'other-resource'>;

/** Schemas as they stand in their files; never changed. */
export const schemaFiles: Readonly<Record<SchemaKind, object>> = {
  'graph-definition': graphDefinition,
  'dataflow-graph': dataflowGraph,
  'registry-endpoint': registryEndpoint,
  'test-case': testCase,
  responders,
  faults,
};

/** Whether documents of `kind` have a schema. */
export function hasSchema(kind: DocumentKind): kind is SchemaKind {
  return kind in schemaFiles;
}
