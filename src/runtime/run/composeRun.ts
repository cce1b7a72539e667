// Joins what a run consists of into one graph: a graph definition as it is, or the graphs of a DataflowGraph resource
// between its sources and destinations. Knows nothing about files or modules.
import type { MessageSchema } from '../../graph/messageSchema.ts';
import type { Connection, GraphDefinition, ModuleConfiguration, Operation } from '../../graph/model.ts';
import type { DataflowGraphResource, GraphNode } from '../../graph/resource.ts';
import type { ParameterOverride } from '../services/parameterOverrides.ts';

/** Where an operation of a run was read from, and what it is called there. */
export interface OperationOrigin {
  readonly file: string;
  readonly operation: string;
}

/** A graph to run with its ends tied to topics. */
export interface ComposedRun {
  readonly graph: Pick<GraphDefinition, 'metadata' | 'operations' | 'connections' | 'schemas'>;
  readonly configurations: readonly ModuleConfiguration[];
  /** MQTT topic filters by source operation. */
  readonly sourceFilters: ReadonlyMap<string, readonly string[]>;
  /** By sink operation: a topic with `${inputTopic}` and `${outputTopic}` to be filled in. */
  readonly sinkTopics: ReadonlyMap<string, string>;
  /** What operations (by name) and files that connections (by index) were read from. */
  readonly files: {
    readonly operations: ReadonlyMap<string, OperationOrigin>;
    readonly connections: readonly string[];
  };
  /** What graphs (`schemaName`) and resources (`schemaRef`) say about the messages on connections, by index. */
  readonly connectionSchemas: readonly (MessageSchema | undefined)[];
  /** Names of the features that its graph asks for, by operation. */
  readonly features: ReadonlyMap<string, readonly string[]>;
  /** Parameter values that the resource sets. */
  readonly overrides: readonly ParameterOverride[];
}

/** A graph definition and the file it was read from. */
export interface FoundGraph {
  readonly graph: GraphDefinition;
  readonly file: string;
}

/** Topics of a graph definition that runs without a resource. */
export interface DefaultTopics {
  readonly sources: readonly string[];
  readonly sink: string;
}

/** Apart from each other, so that a graph cannot feed itself. */
export const defaultTopics: DefaultTopics = {
  sources: ['sensors', 'sensors/#'],
  sink: 'output/${outputTopic}',
};

/** A graph definition alone: every source reads the same topics, every sink writes to the same. */
export function composeDefinition({ graph, file }: FoundGraph, topics: DefaultTopics): ComposedRun {
  const namesOf = (type: Operation['type']): string[] =>
    graph.operations.filter((operation) => operation.type === type).map((operation) => operation.name);
  return {
    graph,
    configurations: graph.moduleConfigurations,
    files: {
      operations: new Map(graph.operations.map(({ name }) => [name, { file, operation: name }])),
      connections: graph.connections.map(() => file),
    },
    connectionSchemas: schemasOf(graph),
    sourceFilters: new Map(namesOf('source').map((name) => [name, topics.sources])),
    sinkTopics: new Map(namesOf('sink').map((name) => [name, topics.sink])),
    features: new Map(graph.operations.map(({ name }) => [name, featuresOf(graph)])),
    overrides: [],
  };
}

/**
 * A resource with the graphs of its Graph nodes. Sources and destinations become the ends; each graph's own sources and
 * sinks only pass messages on. With several Graph nodes their operations are called `<node>/<operation>`.
 */
export function composeResource(
  resource: DataflowGraphResource,
  file: string,
  graphs: ReadonlyMap<GraphNode, FoundGraph>,
): ComposedRun {
  const isSingle = graphs.size === 1;
  const parts = [...graphs].map(([node, found]) => embedGraph(node, found, isSingle ? '' : `${node.name}/`));
  const first = [...graphs.values()][0]?.graph;
  const ends = resource.nodes.flatMap((node): Operation[] =>
    node.type === 'Graph'
      ? []
      : [plainOperation(node.type === 'Source' ? 'source' : 'sink', node.name, node.ranges)],
  );
  const inner = new Map(parts.map((part) => [part.node.name, part]));
  const outer = resource.connections.flatMap(({ from, to, schemaReference, ranges }) => {
    const starts = inner.get(from)?.exits ?? [from];
    const targets = inner.get(to)?.entries ?? [to];
    const range = { item: ranges.item };
    const schema: MessageSchema | undefined =
      schemaReference === undefined ? undefined : { kind: 'reference', reference: schemaReference };
    return starts.flatMap((start) =>
      targets.map((target) => ({ connection: { from: start, to: target, ranges: range }, schema })),
    );
  });
  const connections = outer.map(({ connection }): Connection => connection);
  return {
    graph: {
      metadata: { ...(first?.metadata ?? emptyMetadata(resource)), name: resource.name },
      operations: [...ends, ...parts.flatMap((part) => part.operations)],
      connections: [...connections, ...parts.flatMap((part) => part.connections)],
      schemas: [...graphs.values()].flatMap(({ graph }) => graph.schemas),
    },
    configurations: parts.flatMap((part) => part.configurations),
    files: {
      operations: new Map([
        ...ends.map(({ name }) => [name, { file, operation: name }] as const),
        ...parts.flatMap(({ origins }) => [...origins]),
      ]),
      connections: [
        ...connections.map(() => file),
        ...parts.flatMap((part) => part.connections.map(() => part.file)),
      ],
    },
    connectionSchemas: [
      ...outer.map(({ schema }) => schema),
      ...parts.flatMap((part) => part.connectionSchemas),
    ],
    sourceFilters: new Map(
      resource.nodes.flatMap((node) =>
        node.type === 'Source' ? [[node.name, node.topics.map((topic) => topic.text)] as const] : [],
      ),
    ),
    sinkTopics: new Map(
      resource.nodes.flatMap((node) =>
        node.type === 'Destination' ? [[node.name, node.topic] as const] : [],
      ),
    ),
    features: new Map(
      parts.flatMap(({ operations, features }) => operations.map(({ name }) => [name, features] as const)),
    ),
    overrides: parts.flatMap((part) => part.overrides),
  };
}

// Names of schemas are known within their graph only. A name that is not there is told by the rules.
function schemasOf({ connections, schemas }: GraphDefinition): (MessageSchema | undefined)[] {
  const contents = new Map(schemas.map(({ name, schema }) => [name, schema]));
  return connections.map(({ schemaName: name }) => {
    const content = name === undefined ? undefined : contents.get(name);
    return name === undefined || content === undefined ? undefined : { kind: 'inline', name, content };
  });
}

function featuresOf({ moduleRequirements }: GraphDefinition): string[] {
  return moduleRequirements.features.map(({ name }) => name);
}

interface EmbeddedGraph {
  readonly node: GraphNode;
  readonly file: string;
  /** By what the operations are called in the run. */
  readonly origins: ReadonlyMap<string, OperationOrigin>;
  readonly operations: readonly Operation[];
  readonly connections: readonly Connection[];
  readonly connectionSchemas: ComposedRun['connectionSchemas'];
  readonly configurations: readonly ModuleConfiguration[];
  readonly entries: readonly string[];
  readonly exits: readonly string[];
  readonly features: readonly string[];
  readonly overrides: readonly ParameterOverride[];
}

function embedGraph(node: GraphNode, { graph, file }: FoundGraph, prefix: string): EmbeddedGraph {
  const rename = (name: string): string => prefix + name;
  const namesOf = (type: Operation['type']): string[] =>
    graph.operations
      .filter((operation) => operation.type === type)
      .map((operation) => rename(operation.name));
  const names = graph.operations.map((operation) => rename(operation.name));
  return {
    node,
    file,
    origins: new Map(graph.operations.map(({ name }) => [rename(name), { file, operation: name }])),
    operations: graph.operations.map((operation) => {
      const isEnd = operation.type === 'source' || operation.type === 'sink';
      // A graph's own ends are where the resource's connections arrive and leave: they pass messages on.
      return { ...operation, name: rename(operation.name), type: isEnd ? 'concatenate' : operation.type };
    }),
    connections: graph.connections.map((each) => ({ ...each, from: rename(each.from), to: rename(each.to) })),
    connectionSchemas: schemasOf(graph),
    configurations: graph.moduleConfigurations.map((each) => ({
      ...each,
      operation: rename(each.operation),
    })),
    entries: namesOf('source'),
    exits: namesOf('sink'),
    features: featuresOf(graph),
    overrides: node.configuration.flatMap(({ key, value }) =>
      graph.moduleConfigurations
        .filter((entry) =>
          entry.parameters.some((parameter) => parameter.key === key || parameter.name === key),
        )
        .map((entry) => ({ node: rename(entry.operation), key, value }))
        // A key that nobody declares is reported once, for the graph as a whole.
        .concat(isDeclared(graph, key) ? [] : [{ node: names[0] ?? '', key, value }]),
    ),
  };
}

function isDeclared(graph: GraphDefinition, key: string): boolean {
  return graph.moduleConfigurations.some((entry) =>
    entry.parameters.some((parameter) => parameter.key === key || parameter.name === key),
  );
}

function plainOperation(type: Operation['type'], name: string, ranges: Operation['ranges']): Operation {
  return { type, name, ranges: { item: ranges.item } };
}

function emptyMetadata(resource: DataflowGraphResource): GraphDefinition['metadata'] {
  return { schema: '', name: resource.name, version: '', ranges: { item: resource.range } };
}
