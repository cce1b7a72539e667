// What the workspace knows of a parameter that is named in a file: who reads it, who declares it. Opens no file.
import type { GraphFile } from '../../graph/parseGraph.ts';
import { getText, getValue } from '../../graph/yamlTree.ts';
import type { KnownGraph, KnownParameter, WorkspaceFacts } from '../workspaceFacts.ts';
import { findGraph, findModule } from './findModule.ts';
import type { SymbolOccurrence } from './symbols.ts';

/** What is known of a `parameter` of a module configuration from the module of the operation it is for. */
export function findKnownParameters(
  file: GraphFile,
  { document, item, name }: SymbolOccurrence,
  facts: WorkspaceFacts,
): KnownParameter[] {
  const configured = getText(item, 'name');
  const operation = file.documents[document]?.graph?.operations.find((one) => one.name === configured);
  const module = operation?.module && findModule(facts, operation.module.text);
  return (module?.parameters ?? []).filter(
    (parameter) =>
      parameter.name === name && (parameter.operator === undefined || parameter.operator === operation?.type),
  );
}

/** The parameters that the graph of a Graph node declares under a `configuration` key; one per operation that has it. */
export function findDeclaredParameters(
  { item, name }: SymbolOccurrence,
  facts: WorkspaceFacts,
): KnownGraph['parameters'] {
  const artifact = getText(getValue(item, 'graphSettings'), 'artifact');
  const found = artifact === undefined ? undefined : findGraph(facts, artifact);
  return (found?.graph.parameters ?? []).filter((parameter) => parameter.name === name);
}
