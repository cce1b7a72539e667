// From a YAML tree to the graph model: takes what can be read and remembers what could not, so that rules stay silent
// about what may only follow from it. Judges nothing; that is the schema's and the rules' work.
import type { Range } from '../base/position.ts';
import {
  arms,
  operationTypes,
  type Arm,
  type Connection,
  type GraphDefinition,
  type GraphMetadata,
  type ModuleConfiguration,
  type ModuleRequirements,
  type Operation,
  type OperationType,
  type Parameter,
  type SchemaEntry,
} from './model.ts';
import { parseModuleReference } from './moduleReference.ts';
import { getItems, getText, getValue, type YamlMap, type YamlNode } from './yamlTree.ts';

/** What a graph lost in reading. Rules look here before they call something missing. */
export interface GraphGaps {
  /** An operation has no readable name, so any unknown name may be meant for it. */
  readonly hasUnnamedOperation: boolean;
  /** Names of operations whose type could not be read. */
  readonly untypedOperations: ReadonlySet<string>;
  /** Connections of which an end could not be read, with the end that could. */
  readonly brokenConnections: readonly { readonly from?: string; readonly to?: string }[];
  readonly hasBrokenSchema: boolean;
}

/** A graph and what is not in it; `root` is where it was read from, `nodes` where each item of its lists was. */
export interface ReadGraph {
  readonly graph: GraphDefinition;
  readonly gaps: GraphGaps;
  readonly root: YamlNode;
  readonly nodes: ReadonlyMap<GraphItem, YamlNode>;
}

/** An item of one of the graph's lists. */
export type GraphItem = Operation | Connection | ModuleConfiguration | SchemaEntry;

/** Reads a document as graph definition; never fails, whatever `root` is. */
export function readGraph(root: YamlNode): ReadGraph {
  const nodes = new Map<GraphItem, YamlNode>();
  const operations = readEach(getItems(root, 'operations'), readOperation, nodes);
  const connections = readEach(getItems(root, 'connections'), readConnection, nodes);
  const configurations = readEach(getItems(root, 'moduleConfigurations'), readConfiguration, nodes);
  const schemas = readEach(getItems(root, 'schemas'), readSchema, nodes);
  const lost = [operations, connections, configurations, schemas].some((list) => list.unread.length > 0);
  const isComplete = !lost && getValue(root, 'operations')?.kind === 'sequence';
  const names = operations.unread.map((node) => getText(node, 'name'));
  return {
    root,
    nodes,
    graph: {
      metadata: readMetadata(getValue(root, 'metadata') ?? root),
      moduleRequirements: readRequirements(getValue(root, 'moduleRequirements') ?? root),
      operations: operations.read,
      connections: connections.read,
      moduleConfigurations: configurations.read,
      schemas: schemas.read,
      isComplete,
      range: root.range,
    },
    gaps: {
      hasUnnamedOperation: names.includes(undefined) || getValue(root, 'operations')?.kind !== 'sequence',
      untypedOperations: new Set(names.filter((name) => name !== undefined)),
      brokenConnections: connections.unread.map(readBrokenConnection),
      hasBrokenSchema: schemas.unread.length > 0,
    },
  };
}

function readEach<T extends GraphItem>(
  items: readonly YamlNode[],
  read: (node: YamlNode) => T | undefined,
  nodes: Map<GraphItem, YamlNode>,
): { read: T[]; unread: YamlNode[] } {
  const result = { read: [] as T[], unread: [] as YamlNode[] };
  for (const item of items) {
    const value = read(item);
    if (value === undefined) {
      result.unread.push(item);
      continue;
    }
    result.read.push(value);
    nodes.set(value, item);
  }
  return result;
}

function readOperation(node: YamlNode): Operation | undefined {
  const name = getText(node, 'name');
  const type = getText(node, 'operationType');
  if (name === undefined || !isOperationType(type)) return undefined;
  const reference = getValue(node, 'module');
  const text = textOf(reference);
  const module = text === undefined ? undefined : parseModuleReference(text);
  const ranges: Ranges<Operation> = { item: node.range };
  setRange(ranges, 'type', getValue(node, 'operationType'));
  setRange(ranges, 'name', getValue(node, 'name'));
  if (!isNull(reference)) setRange(ranges, 'module', reference);
  return module ? { type, name, module, ranges } : { type, name, ranges };
}

function readConnection(node: YamlNode): Connection | undefined {
  const [start, end] = [getValue(node, 'from'), getValue(node, 'to')];
  const [startName, endName] = [getValue(start, 'name'), getValue(end, 'name')];
  const [from, to] = [textOf(startName), textOf(endName)];
  if (from === undefined || to === undefined) return undefined;
  const [armNode, schemaNode] = [getValue(start, 'arm'), getValue(start, 'schemaName')];
  const [arm, schemaName] = [textOf(armNode), textOf(schemaNode)];
  const ranges: Ranges<Connection> = { item: node.range };
  setRange(ranges, 'from', startName);
  if (!isNull(armNode)) setRange(ranges, 'arm', armNode);
  setRange(ranges, 'schemaName', schemaNode);
  setRange(ranges, 'to', endName);
  return {
    from,
    to,
    ...(isArm(arm) && { arm }),
    ...(schemaName !== undefined && { schemaName }),
    ranges,
  };
}

/** Places while they are put together. */
type Ranges<T extends { readonly ranges: unknown }> = { -readonly [K in keyof T['ranges']]: T['ranges'][K] };

/** Spreading one object per key would take a fifth of the time that a large graph is read in. */
function setRange<K extends string>(
  ranges: Partial<Record<K, Range>>,
  name: K,
  value: YamlNode | undefined,
): void {
  if (value) ranges[name] = value.range;
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' && node.value !== ''
    ? node.value
    : undefined;
}

function readBrokenConnection(node: YamlNode): { from?: string; to?: string } {
  const from = getText(getValue(node, 'from'), 'name');
  const to = getText(getValue(node, 'to'), 'name');
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function readConfiguration(node: YamlNode): ModuleConfiguration | undefined {
  const operation = getText(node, 'name');
  if (operation === undefined) return undefined;
  const parameters = getValue(node, 'parameters');
  return {
    operation,
    parameters: parameters?.kind === 'map' ? readParameters(parameters) : [],
    ranges: {
      item: node.range,
      ...rangeOf(node, 'name', 'operation'),
      ...rangeOf(node, 'parameters', 'parameters'),
    },
  };
}

function readParameters(map: YamlMap): Parameter[] {
  return map.pairs.flatMap(({ key, keyPlace, value }) => {
    const name = getText(value, 'name');
    if (name === undefined) return [];
    const required = getValue(value, 'required');
    const ranges: Ranges<Parameter> = { item: value.range, key: keyPlace.range };
    for (const part of ['name', 'description', 'default', 'required'] as const)
      setRange(ranges, part, getValue(value, part));
    return {
      key,
      name,
      ...textAt(value, 'description'),
      ...textAt(value, 'default'),
      isRequired: required?.kind === 'scalar' && required.value === true,
      ranges,
    };
  });
}

function readSchema(node: YamlNode): SchemaEntry | undefined {
  const name = getText(node, 'name');
  if (name === undefined) return undefined;
  return {
    name,
    format: getText(node, 'format') ?? '',
    schema: getText(node, 'schema') ?? '',
    ranges: {
      item: node.range,
      ...rangeOf(node, 'name', 'name'),
      ...rangeOf(node, 'format', 'format'),
      ...rangeOf(node, 'schema', 'schema'),
    },
  };
}

function readMetadata(node: YamlNode): GraphMetadata {
  return {
    schema: getText(node, '$schema') ?? '',
    name: getText(node, 'name') ?? '',
    version: getText(node, 'version') ?? '',
    ...textAt(node, 'description'),
    ...textAt(node, 'vendor'),
    ranges: {
      item: node.range,
      ...rangeOf(node, '$schema', 'schema'),
      ...rangeOf(node, 'name', 'name'),
      ...rangeOf(node, 'version', 'version'),
      ...rangeOf(node, 'description', 'description'),
      ...rangeOf(node, 'vendor', 'vendor'),
    },
  };
}

function readRequirements(node: YamlNode): ModuleRequirements {
  return {
    apiVersion: getText(node, 'apiVersion') ?? '',
    runtimeVersion: getText(node, 'runtimeVersion') ?? '',
    features: getItems(node, 'features').flatMap((feature) => {
      const name = getText(feature, 'name');
      const value = getValue(feature, 'value');
      if (name === undefined) return [];
      return {
        name,
        ...(value?.kind === 'scalar' && value.value !== null ? { value: String(value.value) } : {}),
        ranges: {
          item: feature.range,
          ...rangeOf(feature, 'name', 'name'),
          ...rangeOf(feature, 'value', 'value'),
        },
      };
    }),
    ranges: {
      item: node.range,
      ...rangeOf(node, 'apiVersion', 'apiVersion'),
      ...rangeOf(node, 'runtimeVersion', 'runtimeVersion'),
      ...rangeOf(node, 'features', 'features'),
    },
  };
}

/** `{ [name]: place of the value at key }`, or nothing when there is no such key. */
export function rangeOf<K extends string>(
  node: YamlNode | undefined,
  key: string,
  name: K,
): Partial<Record<K, Range>> {
  const value = getValue(node, key);
  return (value ? { [name]: value.range } : {}) as Partial<Record<K, Range>>;
}

/** `{ [key]: text }`, also an empty one, or nothing when there is no text. */
export function textAt<K extends string>(node: YamlNode, key: K): Partial<Record<K, string>> {
  const value = getValue(node, key);
  const isText = value?.kind === 'scalar' && typeof value.value === 'string';
  return (isText ? { [key]: value.value } : {}) as Partial<Record<K, string>>;
}

function isNull(node: YamlNode | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.value === null);
}

function isOperationType(text: string | undefined): text is OperationType {
  return (operationTypes as readonly (string | undefined)[]).includes(text);
}

function isArm(text: string | undefined): text is Arm {
  return (arms as readonly (string | undefined)[]).includes(text);
}
