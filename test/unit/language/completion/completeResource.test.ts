// What completion offers in resources, test cases and the files beside graphs.
import { describe, expect, it } from 'vitest';
import type { WorkspaceFacts } from '../../../../src/language/workspaceFacts.ts';
import { itemAt, labelsAt, lines, take, workshop } from './completionText.ts';

const head = lines(
  'apiVersion: connectivity.iotoperations.azure.com/v1',
  'kind: DataflowGraph',
  'metadata:',
  '  name: thermostats',
);
const spec = (...text: string[]): string => head + lines('spec:', ...text);
const nodes = [
  '  nodes:',
  '    - { nodeType: Source, name: in, sourceSettings: { endpointRef: broker } }',
  '    - { nodeType: Graph, name: work, graphSettings: { registryEndpointRef: shelf, artifact: "simple:1.0.0" } }',
  '    - { nodeType: Destination, name: out, destinationSettings: { endpointRef: broker } }',
];
const connect = (...text: string[]): string => spec(...nodes, '  nodeConnections:', ...text);

describe('complete, DataflowGraph resources', () => {
  it('offers keys and usual values of the schema', () => {
    expect(labelsAt(`${head}|`)).toEqual(['spec', 'status']);
    expect(labelsAt(spec('  mode: |'))).toEqual(['Enabled', 'Disabled']);
    expect(itemAt(spec('  mode: |'), 'Enabled').detail).toBe('when left out');
    expect(labelsAt('apiVersion: |\nkind: DataflowGraph\n')).toEqual([
      'connectivity.iotoperations.azure.com/v1',
    ]);
    expect(labelsAt(`${head}  namespace: |\n`)).toEqual(['azure-iot-operations']);
  });

  it('offers both kinds of resources while the kind is open', () => {
    expect(labelsAt('apiVersion: a/v1\nkind: |\n')).toEqual(['DataflowGraph', 'RegistryEndpoint']);
    expect(labelsAt('apiVersion: a/v1\nkind: Reg|\n')).toContain('RegistryEndpoint');
  });

  it('offers only the settings of the node type, and all while there is none', () => {
    const node = (...text: string[]): string[] =>
      labelsAt(spec('  nodes:', '    - name: x', ...text, '      |'));
    expect(node('      nodeType: Graph')).toEqual(['graphSettings']);
    expect(node('      nodeType: Source')).toEqual(['sourceSettings']);
    expect(node()).toEqual(['nodeType', 'sourceSettings', 'graphSettings', 'destinationSettings']);
  });

  it('offers a whole node of every type', () => {
    expect(labelsAt(spec('  nodes:', '    - |')).slice(0, 3)).toEqual([
      'Source node',
      'Graph node',
      'Destination node',
    ]);
    expect(take(spec('  nodes:', '    |'), 'Destination node')).toBe(
      spec(
        ...[
          '  nodes:',
          '    - nodeType: Destination',
          '      name: ‹destination›',
          '      destinationSettings:',
        ],
        ...['        endpointRef: ‹default›', '        dataDestination: ‹converted›'],
      ),
    );
  });

  it('offers sensible nodes in connections, connected ones last', () => {
    const both = connect('    - from: { name: in }', '      to: { name: work }', '    - from: { name: | }');
    expect(labelsAt(both)).toEqual(['work', 'in']);
    expect(labelsAt(connect('    - from: { name: in }', '      to:', '        name: |'))).toEqual([
      'work',
      'out',
    ]);
    expect(itemAt(both, 'work').detail).toBe('Graph');
  });

  it('offers the two ways out of a branch once a dot is typed', () => {
    const text = connect('    - from: { name: work.| }');
    expect(labelsAt(text)).toEqual(['in', 'work', 'work.output.true', 'work.output.false']);
    expect(take(text, 'work.output.true')).toBe(connect('    - from: { name: work.output.true }'));
  });

  it('offers references to the schemas of the workspace, each once', () => {
    const reference = 'aio-sr://plant/reading:1';
    const schemas = ['a', 'b'].map((folder) => ({ reference, uri: `file:///${folder}/reading@1.json` }));
    const facts: WorkspaceFacts = { ...workshop, schemas };
    expect(labelsAt(connect('    - from: { name: in, schema: { schemaRef: | } }'), facts)).toEqual([
      reference,
    ]);
    expect(labelsAt(connect('    - from: { name: in, schema: { schemaRef: | } }'))).toEqual([]);
  });

  it('proposes the connections that are missing', () => {
    const text = connect('    - |');
    expect(labelsAt(text).slice(0, 3)).toEqual(['connection for in', 'connection for work', 'connection']);
    expect(take(text, 'connection for in')).toBe(
      connect('    - from:', '        name: in', '      to:', '        name: ‹work›'),
    );
  });

  it('offers graphs of the workspace as artifacts', () => {
    const text = (typed: string): string =>
      spec('  nodes:', '    - nodeType: Graph', '      graphSettings:', `        artifact: ${typed}`);
    expect(labelsAt(text('|'), workshop).slice(0, 2)).toEqual(['graph-simple:1.0.0', 'other:2.0.0']);
    expect(take(text('graph-|'), 'graph-simple:1.0.0', workshop)).toBe(text('graph-simple:1.0.0'));
  });

  const configuration = (...text: string[]): string =>
    spec(
      ...[
        '  nodes:',
        '    - nodeType: Graph',
        '      graphSettings:',
        '        artifact: graph-simple:1.0.0',
      ],
      ...['        configuration:', ...text],
    );

  it('offers the parameters that the graph declares, as keys and with their values', () => {
    expect(labelsAt(configuration('          - key: |'), workshop)).toEqual(['lower_bound']);
    expect(itemAt(configuration('          - key: |'), 'lower_bound', workshop).detail).toBe(
      'module-temperature/filter, required',
    );
    expect(take(configuration('          |'), 'lower_bound', workshop)).toBe(
      configuration('          - key: lower_bound', '            value: "‹5›"'),
    );
  });

  it('leaves out parameters that have a value, and names that are no keys', () => {
    const given = configuration('          - key: lower_bound', '            value: "1"', '          - |');
    expect(labelsAt(given, workshop)).not.toContain('lower_bound');
    const [graph] = workshop.graphs;
    const odd = { ...graph!, parameters: [{ operation: 'a', name: 'a b', isRequired: false }] };
    const facts: WorkspaceFacts = { modules: [], graphs: [odd] };
    expect(labelsAt(configuration('          - key: |'), facts)).toEqual([]);
  });

  it('offers topic variables, unquoted where that is YAML', () => {
    const text = (typed: string): string =>
      spec('  nodes:', '    - destinationSettings:', `        dataDestination: ${typed}`);
    expect(labelsAt(text('|')).slice(0, 2)).toEqual(['${outputTopic}', '${inputTopic}']);
    expect(take(text('|'), '${inputTopic}')).toBe(text('${inputTopic}'));
    const flow = spec('  nodes: [{ destinationSettings: { dataDestination: | } }]');
    expect(take(flow, '${inputTopic}')).toBe(
      spec('  nodes: [{ destinationSettings: { dataDestination: "${inputTopic}" } }]'),
    );
  });

  it('offers endpoints, registries and profiles that the file or the resource names', () => {
    const file = lines(
      ...['kind: RegistryEndpoint', 'apiVersion: a/v1', 'metadata: { name: ghcr }', '---'],
      ...['kind: DataflowEndpoint', 'apiVersion: a/v1', 'metadata: { name: lake }', '---'],
      ...['kind: DataflowProfile', 'apiVersion: a/v1', 'metadata: { name: many }', '---'],
    );
    const settings = (text: string): string => file + spec(...nodes, `    - ${text}`);
    expect(labelsAt(settings('graphSettings: { registryEndpointRef: | }'))).toEqual(['ghcr', 'shelf']);
    expect(labelsAt(settings('sourceSettings: { endpointRef: | }'))).toEqual(['lake', 'broker', 'default']);
    expect(labelsAt(file + spec('  profileRef: |'))).toEqual(['many', 'default']);
  });

  it('offers nothing in resources of other kinds', () => {
    expect(labelsAt('apiVersion: v1\nkind: Service\nmetadata:\n  |\n')).toEqual([]);
  });

  it('puts a whole resource into an empty document', () => {
    expect(take('|', 'DataflowGraph resource')).toContain(
      '\nspec:\n  mode: Enabled\n  profileRef: ‹default›\n',
    );
    expect(take(`${head}---\n|`, 'RegistryEndpoint resource')).toBe(
      `${head}---\n${lines(
        ...['apiVersion: connectivity.iotoperations.azure.com/v1', 'kind: RegistryEndpoint', 'metadata:'],
        ...['  name: ‹my-registry›', '  namespace: ‹azure-iot-operations›', 'spec:'],
        ...['  host: ‹ghcr.io/azure-samples/explore-iot-operations›', '  authentication:'],
        ...['    method: Anonymous', '    anonymousSettings: {}'],
      )}`.trimEnd(),
    );
  });
});

describe('complete, RegistryEndpoint resources', () => {
  const endpoint = (...text: string[]): string =>
    lines('apiVersion: a/v1', 'kind: RegistryEndpoint', 'spec:', '  authentication:', ...text);

  it('offers methods, and the settings of the method', () => {
    expect(labelsAt(endpoint('    method: |'))).toHaveLength(4);
    expect(labelsAt(endpoint('    method: ArtifactPullSecret', '    |'))).toEqual([
      'artifactPullSecretSettings',
    ]);
    expect(take(endpoint('    method: ArtifactPullSecret', '    |'), 'artifactPullSecretSettings')).toBe(
      endpoint('    method: ArtifactPullSecret', '    artifactPullSecretSettings:', '      secretRef: ‹›'),
    );
  });
});

describe('complete, test cases', () => {
  const uri = 'file:///work/tests/one/one.test.yaml';

  it('offers keys and the graphs of the workspace as paths', () => {
    expect(labelsAt('graph: a\ninput: b\n|')).toEqual([
      'expected',
      'name',
      'timeout',
      'select',
      'ignores',
      'faults',
      'parameters',
      'modules',
      'sourceTopics',
      'stateStore',
      'responders',
      'recording',
    ]);
    expect(labelsAt('graph: |\ninput: b\n', workshop, uri)).toEqual([
      '../../graph-simple.dataflow.yaml',
      '../../other.yaml',
    ]);
    expect(labelsAt('graph: |\ninput: b\n', workshop)).toEqual([]);
  });

  it('offers what can be compared, without what is compared already', () => {
    const text = 'graph: a\ninput: b\nselect:\n  - payload\n  - |\n';
    expect(labelsAt(text).slice(0, 3)).toEqual([
      'topic',
      'properties.content-type',
      'properties.user-properties',
    ]);
    expect(take(text, 'topic')).toBe('graph: a\ninput: b\nselect:\n  - payload\n  - topic\n');
    expect(take('graph: a\ninput: b\nselect: [|]\n', 'topic')).toBe('graph: a\ninput: b\nselect: [topic]\n');
    expect(take('graph: a\ninput: b\nselect:\n  |\n', 'topic')).toBe(
      'graph: a\ninput: b\nselect:\n  - topic\n',
    );
  });
});

describe('complete, files beside graphs', () => {
  it('offers what a responder rule may have', () => {
    const rule = 'responders:\n  - topic: a/b\n    |\n';
    expect(labelsAt(rule)).toEqual(['when', 'reply', 'error', 'noAnswer', 'delayMs']);
    expect(labelsAt('responders:\n  - topic: a\n    reply:\n      |\n')).toContain('json');
  });

  it('offers kinds of faults, and what a fault may have', () => {
    expect(labelsAt('faults:\n  - kind: |\n')).toContain('brokerGone');
    expect(labelsAt('faults:\n  - kind: delay\n    |\n')).toContain('delayMs');
  });
});
