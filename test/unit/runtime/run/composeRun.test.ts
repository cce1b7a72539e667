// A resource made into one graph: what its parts are called in the run, and where they come from.
import { describe, expect, it } from 'vitest';
import { parseDataflowGraphResource, parseGraphDefinition } from '../../../../src/graph/parseGraph.ts';
import type { GraphNode } from '../../../../src/graph/resource.ts';
import { planRun } from '../../../../src/graph/runPlan.ts';
import type { RunSpec } from '../../../../src/runtime/run/runSpec.ts';
import {
  type ComposedRun,
  composeDefinition,
  composeResource,
  defaultTopics,
} from '../../../../src/runtime/run/composeRun.ts';
import { describeRun } from '../../../../src/runtime/run/describeRun.ts';

const definition = `metadata: {$schema: s, name: g, version: 1.0.0}
moduleRequirements: {apiVersion: 1.1.0, runtimeVersion: 1.1.0}
operations:
  - {operationType: source, name: in}
  - {operationType: map, name: m, module: 'm:1.0.0'}
  - {operationType: sink, name: out}
connections:
  - {from: {name: in}, to: {name: m}}
  - {from: {name: m}, to: {name: out}}
`;

const graphNode = (name: string): string =>
  `    - {nodeType: Graph, name: ${name}, graphSettings: {registryEndpointRef: r, artifact: 'g:1.0.0'}}\n`;

/** `start` and `end` with a chain of Graph nodes between them. */
function resourceOf(graphs: readonly string[]): string {
  const chain = ['start', ...graphs, 'end'];
  const wires = chain
    .slice(1)
    .map((name, index) => `    - {from: {name: ${chain[index] ?? ''}}, to: {name: ${name}}}\n`);
  return `apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowGraph
metadata: {name: chain, namespace: azure-iot-operations}
spec:
  mode: Enabled
  profileRef: default
  nodes:
    - {nodeType: Source, name: start, sourceSettings: {endpointRef: default, dataSources: [a]}}
${graphs.map(graphNode).join('')}    - {nodeType: Destination, name: end, destinationSettings: {endpointRef: default, dataDestination: b}}
  nodeConnections:
${wires.join('')}`;
}

function describeResource(graphs: readonly string[]): Pick<RunSpec, 'nodes' | 'connections' | 'files'> {
  const { resource } = parseDataflowGraphResource(resourceOf(graphs));
  const { graph } = parseGraphDefinition(definition);
  if (!resource || !graph) throw new Error('the texts of this test are wrong');
  const nodes = resource.nodes.filter((node): node is GraphNode => node.type === 'Graph');
  const found = new Map(nodes.map((node) => [node, { graph, file: '/g.yaml' }]));
  const composed: ComposedRun = composeResource(resource, '/r.yaml', found);
  return describeRun(composed, planRun(composed.graph));
}

describe('schemas of connections', () => {
  const withSchema = definition
    .replace('{from: {name: in}', '{from: {name: in, schemaName: raw}')
    .concat("schemas: [{name: raw, format: json, schema: '{}'}]\n");
  const reference = 'aio-sr://plant/reading:1';

  it('are those of the graph, by name', () => {
    const { graph } = parseGraphDefinition(withSchema);
    if (!graph) throw new Error('the text of this test is wrong');
    const { connectionSchemas } = composeDefinition({ graph, file: '/g.yaml' }, defaultTopics);
    expect(connectionSchemas).toEqual([{ kind: 'inline', name: 'raw', content: '{}' }, undefined]);
    expect(planRun(graph, connectionSchemas).nodes[0]?.edges).toEqual([
      { connection: 0, target: 1, schema: { kind: 'inline', name: 'raw', content: '{}' } },
    ]);
  });

  it('of a resource are references, and those of its graphs stay theirs', () => {
    const text = resourceOf(['first', 'second']).replace(
      '{from: {name: start}',
      `{from: {name: start, schema: {schemaRef: '${reference}', serializationFormat: Json}}`,
    );
    const { resource } = parseDataflowGraphResource(text);
    const [one, other] = [withSchema, withSchema.replace("schema: '{}'", "schema: '[]'")].map(
      (definitionText) => parseGraphDefinition(definitionText).graph,
    );
    if (!resource || !one || !other) throw new Error('the texts of this test are wrong');
    const nodes = resource.nodes.filter((node): node is GraphNode => node.type === 'Graph');
    const found = new Map(
      nodes.map((node, at) => [node, { graph: at === 0 ? one : other, file: '/g.yaml' }]),
    );
    const { graph, connectionSchemas } = composeResource(resource, '/r.yaml', found);
    expect(graph.connections.map(({ from, to }, index) => [from, to, connectionSchemas[index]])).toEqual([
      ['start', 'first/in', { kind: 'reference', reference }],
      ['first/out', 'second/in', undefined],
      ['second/out', 'end', undefined],
      ['first/in', 'first/m', { kind: 'inline', name: 'raw', content: '{}' }],
      ['first/m', 'first/out', undefined],
      ['second/in', 'second/m', { kind: 'inline', name: 'raw', content: '[]' }],
      ['second/m', 'second/out', undefined],
    ]);
  });
});

describe('a resource', () => {
  it('with one graph calls its operations as the graph does', () => {
    const { nodes, files } = describeResource(['only']);
    expect(nodes.map(({ name, operation }) => [name, operation]).sort()).toEqual(
      ['end', 'in', 'm', 'out', 'start'].map((name) => [name, name]),
    );
    expect([...files].sort()).toEqual(['/g.yaml', '/r.yaml']);
  });

  it('with several calls them by their Graph node too, and keeps their own names and places', () => {
    const { nodes, connections } = describeResource(['first', 'second']);
    const maps = nodes.filter(({ type }) => type === 'map');
    expect(
      maps.map(({ name, operation, place }) => [name, operation, place?.file, place?.firstLine]),
    ).toEqual([
      ['first/m', 'm', '/g.yaml', 4],
      ['second/m', 'm', '/g.yaml', 4],
    ]);
    const between = connections.filter(({ place }) => place?.file === '/r.yaml');
    expect(between.map(({ from, to }) => `${from} → ${to}`)).toEqual([
      'start → first/in',
      'first/out → second/in',
      'second/out → end',
    ]);
  });
});
