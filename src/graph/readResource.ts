// From YAML trees to the models of Kubernetes resources: takes what can be read. Judges nothing.
import { parseModuleReference } from './moduleReference.ts';
import { rangeOf, textAt } from './readGraph.ts';
import type {
  ConfigurationValue,
  DataflowGraphResource,
  DeploymentFacts,
  LocatedText,
  NodeConnection,
  RegistryEndpoint,
  ResourceNode,
} from './resource.ts';
import { findPair, getItems, getText, getValue, type YamlNode } from './yamlTree.ts';

/** Reads a document as DataflowGraph resource; never fails. */
export function readDataflowGraph(root: YamlNode): DataflowGraphResource {
  const metadata = getValue(root, 'metadata') ?? root;
  const spec = getValue(root, 'spec') ?? root;
  const [nodes, connections] = [getItems(spec, 'nodes'), getItems(spec, 'nodeConnections')];
  const readNodes = nodes.flatMap((node) => readNode(node) ?? []);
  const readConnections = connections.flatMap((node) => readNodeConnection(node) ?? []);
  const profile = getText(spec, 'profileRef');
  const nodesKey = findPair(spec, 'nodes')?.keyPlace;
  return {
    name: getText(metadata, 'name') ?? '',
    ...textAt(metadata, 'namespace'),
    isEnabled: getText(spec, 'mode')?.toLowerCase() !== 'disabled',
    ...(profile === undefined ? {} : { profile }),
    nodes: readNodes,
    connections: readConnections,
    isComplete: readNodes.length === nodes.length && readConnections.length === connections.length,
    range: root.range,
    ranges: {
      item: root.range,
      ...rangeOf(metadata, 'name', 'name'),
      ...rangeOf(spec, 'profileRef', 'profile'),
      ...(nodesKey ? { nodes: nodesKey.range } : {}),
    },
  };
}

function readNode(node: YamlNode): ResourceNode | undefined {
  const name = getText(node, 'name');
  if (name === undefined) return undefined;
  const ranges = { item: node.range, ...rangeOf(node, 'name', 'name') };
  switch (getText(node, 'nodeType')) {
    case 'Source': {
      const settings = getValue(node, 'sourceSettings');
      const endpoint = getText(settings, 'endpointRef') ?? '';
      const topics = getItems(settings, 'dataSources').flatMap((item) => readLocated(item) ?? []);
      return {
        type: 'Source',
        name,
        endpoint,
        topics,
        ranges: { ...ranges, ...rangeOf(settings, 'endpointRef', 'endpoint') },
      };
    }
    case 'Graph':
      return readGraphNode(node, name, ranges);
    case 'Destination': {
      const settings = getValue(node, 'destinationSettings');
      const endpoint = getText(settings, 'endpointRef') ?? '';
      const topic = getText(settings, 'dataDestination') ?? '';
      const places = {
        ...rangeOf(settings, 'endpointRef', 'endpoint'),
        ...rangeOf(settings, 'dataDestination', 'topic'),
      };
      return { type: 'Destination', name, endpoint, topic, ranges: { ...ranges, ...places } };
    }
    default:
      return undefined;
  }
}

function readGraphNode(node: YamlNode, name: string, ranges: ResourceNode['ranges']): ResourceNode {
  const settings = getValue(node, 'graphSettings');
  const artifact = parseModuleReference(getText(settings, 'artifact') ?? '');
  return {
    type: 'Graph',
    name,
    registryEndpoint: getText(settings, 'registryEndpointRef') ?? '',
    ...(artifact ? { artifact } : {}),
    configuration: getItems(settings, 'configuration').flatMap((item) => readConfigurationValue(item) ?? []),
    ranges: {
      ...ranges,
      ...rangeOf(settings, 'registryEndpointRef', 'registryEndpoint'),
      ...rangeOf(settings, 'artifact', 'artifact'),
    },
  };
}

function readConfigurationValue(node: YamlNode): ConfigurationValue | undefined {
  const key = getText(node, 'key');
  if (key === undefined) return undefined;
  const { value = '' } = textAt(node, 'value');
  return {
    key,
    value,
    ranges: { item: node.range, ...rangeOf(node, 'key', 'key'), ...rangeOf(node, 'value', 'value') },
  };
}

function readLocated(node: YamlNode): LocatedText | undefined {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || node.value === '') return undefined;
  return { text: node.value, range: node.range };
}

function readNodeConnection(node: YamlNode): NodeConnection | undefined {
  const [start, end] = [getValue(node, 'from'), getValue(node, 'to')];
  const [source, to] = [getText(start, 'name'), getText(end, 'name')];
  if (source === undefined || to === undefined) return undefined;
  const { from = source, output } = /^(?<from>[^.]+)\.output\.(?<output>.*)$/.exec(source)?.groups ?? {};
  const schema = getValue(start, 'schema');
  const schemaReference = getText(schema, 'schemaRef');
  return {
    from,
    to,
    ...(output === undefined ? {} : { output }),
    ...(schemaReference === undefined ? {} : { schemaReference }),
    ranges: {
      item: node.range,
      ...rangeOf(start, 'name', 'from'),
      ...rangeOf(end, 'name', 'to'),
      ...rangeOf(schema, 'schemaRef', 'schemaReference'),
    },
  };
}

/** Reads a document as RegistryEndpoint resource; never fails. */
export function readRegistryEndpoint(root: YamlNode): RegistryEndpoint {
  const metadata = getValue(root, 'metadata') ?? root;
  const spec = getValue(root, 'spec') ?? root;
  const authentication = getValue(spec, 'authentication');
  return {
    name: getText(metadata, 'name') ?? '',
    ...textAt(metadata, 'namespace'),
    host: getText(spec, 'host') ?? '',
    authentication: getText(authentication, 'method') ?? '',
    range: root.range,
    ranges: {
      item: root.range,
      ...rangeOf(metadata, 'name', 'name'),
      ...rangeOf(spec, 'host', 'host'),
      ...rangeOf(authentication, 'method', 'authentication'),
    },
  };
}

/** What the DataflowEndpoint and DataflowProfile resources among `roots` tell, added to `known`. */
export function readDeploymentFacts(roots: readonly YamlNode[], known?: DeploymentFacts): DeploymentFacts {
  const endpointTypes = new Map(known?.endpointTypes);
  const instanceCounts = new Map(known?.instanceCounts);
  for (const root of roots) {
    const name = getText(getValue(root, 'metadata'), 'name');
    const spec = getValue(root, 'spec');
    const kind = getText(root, 'kind');
    const endpointType = getText(spec, 'endpointType');
    const count = getValue(spec, 'instanceCount');
    if (name === undefined) continue;
    if (kind === 'DataflowEndpoint' && endpointType !== undefined) endpointTypes.set(name, endpointType);
    if (kind === 'DataflowProfile' && count?.kind === 'scalar' && typeof count.value === 'number') {
      instanceCounts.set(name, count.value);
    }
  }
  return { endpointTypes, instanceCounts, statefulArtifacts: known?.statefulArtifacts ?? new Set() };
}
