// What a parsed file tells others about its graph: name, parameters, and which modules it uses how. Knows no files.
import { hasOperator, type ModuleOperationType, type ModuleReference } from '../../graph/model.ts';
import type { GraphFile } from '../../graph/parseGraph.ts';
import type { KnownGraph } from '../../language/workspaceFacts.ts';

/** An operation that refers to a module, with the parameters that are declared for it. */
export interface ModuleUse {
  readonly reference: ModuleReference;
  readonly type: ModuleOperationType;
  readonly parameters: KnownGraph['parameters'];
}

export interface GraphFacts {
  readonly graph: KnownGraph;
  readonly uses: readonly ModuleUse[];
}

/** Of the first graph definition in `file`; undefined when there is none. */
export function readGraphFacts(uri: string, file: GraphFile): GraphFacts | undefined {
  const definition = file.documents.find((document) => document.graph)?.graph;
  if (!definition) return undefined;
  const types = new Map(definition.operations.map(({ name, type }) => [name, type]));
  const parameters = definition.moduleConfigurations.flatMap((configuration) =>
    configuration.parameters.map((parameter) => {
      const { name, description, isRequired, ranges } = parameter;
      const type = types.get(configuration.operation);
      return {
        name,
        operation: configuration.operation,
        isRequired,
        ...(description !== undefined && { description }),
        ...(parameter.default !== undefined && { default: parameter.default }),
        ...(type && hasOperator(type) && { operator: type }),
        place: { uri, range: ranges.name ?? ranges.key ?? ranges.item },
      };
    }),
  );
  const byOperation = new Map<string, typeof parameters>();
  for (const parameter of parameters) {
    const known = byOperation.get(parameter.operation);
    if (known) known.push(parameter);
    else byOperation.set(parameter.operation, [parameter]);
  }
  const uses = definition.operations.flatMap(({ name, type, module }) =>
    module && hasOperator(type) ? [{ reference: module, type, parameters: byOperation.get(name) ?? [] }] : [],
  );
  const { name, version } = definition.metadata;
  return { graph: { uri, name, version, parameters }, uses };
}
