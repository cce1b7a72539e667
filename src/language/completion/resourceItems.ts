// Nodes of DataflowGraph resources, whole resources, and whole test cases as templates. Knows nothing about where they
// are written.
import type { Proposal } from './proposal.ts';
import { choice, list, map, stop, text, type Template, type TemplateEntry } from './template.ts';

const apiVersion = text('connectivity.iotoperations.azure.com/v1');

function sourceNode(name: string): Template {
  return map({
    nodeType: text('Source'),
    name: stop(name, { id: 'source' }),
    sourceSettings: map({
      endpointRef: stop('default'),
      dataSources: list(stop('sensors', { id: 'topic' })),
    }),
  });
}

function graphNode(name: string): Template {
  return map({
    nodeType: text('Graph'),
    name: stop(name, { id: 'graph' }),
    graphSettings: map({ registryEndpointRef: stop('default'), artifact: stop('graph-simple:1.0.0') }),
  });
}

function destinationNode(name: string): Template {
  return map({
    nodeType: text('Destination'),
    name: stop(name, { id: 'destination' }),
    destinationSettings: map({ endpointRef: stop('default'), dataDestination: stop('converted') }),
  });
}

/** A node of each type. */
export function proposeNodes(): Proposal[] {
  const nodes = [
    ['Source node', 'Brings messages in from topics of an endpoint.', sourceNode('source')],
    ['Graph node', 'Runs a graph definition from a registry.', graphNode('graph')],
    ['Destination node', 'Sends messages out to a topic of an endpoint.', destinationNode('destination')],
  ] as const;
  return nodes.map(([label, documentation, node]) => ({
    label,
    icon: 'snippet',
    detail: 'new node',
    documentation,
    content: { form: 'items', items: [node] },
  }));
}

function connection(from: string, to: string): Template {
  return map({ from: map({ name: stop(from, { id: from }) }), to: map({ name: stop(to, { id: to }) }) });
}

/** A whole DataflowGraph resource, a whole RegistryEndpoint resource, and a whole test case. */
export function proposeOtherDocuments(): Proposal[] {
  return [
    makeDocument('DataflowGraph resource', 'Deploys a graph definition between a source and a destination.', {
      apiVersion,
      kind: text('DataflowGraph'),
      metadata: map({ name: stop('my-graph'), namespace: stop('azure-iot-operations') }),
      spec: map({
        mode: text('Enabled'),
        profileRef: stop('default'),
        nodes: list(sourceNode('source'), graphNode('graph'), destinationNode('destination')),
        nodeConnections: list(connection('source', 'graph'), connection('graph', 'destination')),
      }),
    }),
    makeDocument(
      'RegistryEndpoint resource',
      'Tells a cluster where graph definitions and modules are kept.',
      {
        apiVersion,
        kind: text('RegistryEndpoint'),
        metadata: map({ name: stop('my-registry'), namespace: stop('azure-iot-operations') }),
        spec: map({
          host: stop('ghcr.io/azure-samples/explore-iot-operations'),
          authentication: map({ method: text('Anonymous'), anonymousSettings: { kind: 'raw', text: '{}' } }),
        }),
      },
    ),
    makeDocument('test case', 'Runs a graph with messages and compares what comes out.', {
      name: stop('what the test shows'),
      graph: stop('../../graph.dataflow.yaml'),
      input: stop('input'),
      expected: stop('expected.json'),
      timeout: { ...choice(['10000'], true) },
      select: list(text('topic'), text('payload')),
    }),
  ];
}

/** A whole document. */
export function makeDocument(
  label: string,
  documentation: string,
  keys: Readonly<Record<string, Template>>,
): Proposal {
  const entries: TemplateEntry[] = Object.entries(keys).map(([key, value]) => ({ key, value }));
  return { label, icon: 'snippet', detail: 'new file', documentation, content: { form: 'entries', entries } };
}
