// Where names lead: in the same file, into operator source, and to other graphs.
import { describe, expect, it } from 'vitest';
import { findDefinitions } from '../../../../src/language/navigation/findDefinitions.ts';
import { noFacts } from '../../../../src/language/workspaceFacts.ts';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import { deployment, graph } from '../../graph/caseText.ts';
import {
  anchored,
  markRanges,
  parsePlaces,
  placeIn,
  positionOf,
  sliceRange,
  workshop,
} from './navigationText.ts';

const uri = 'file:///work/a.dataflow.yaml';

describe('definitions in the same file', () => {
  it.each([
    'operations:\n  - operationType: map\n    name: "«a»"\nconnections:\n  - from: { name: a| }\n',
    'operations: [{ name: «a» }]\nconnections:\n  - to: { name: "|a" }\n',
    'operations: [{ name: «a» }]\nmoduleConfigurations:\n  - name: |a\n',
    'operations: [{ name: «|a» }]\n',
    'operations: [{ name: «a» }, { name: «a» }]\nconnections:\n  - to: { name: |a }\n',
    'operations: []\nconnections:\n  - from: { schemaName: r| }\nschemas:\n  - format: json\n    name: «r»\n',
    'operations: []\nconnections:\n  - to: { name: gone| }\n',
    'operations: []\nmoduleConfigurations:\n  - parameters:\n      ke|y: { name: «key» }\n',
    'apiVersion: x\nkind: DataflowGraph\nspec:\n  nodes: [{ name: «a» }]\n  nodeConnections:\n    - from: { name: a|.output.false }\n',
  ])('are found: %j', (text) => {
    const { file, position, places } = parsePlaces(text);
    const found = findDefinitions(file, uri, position, noFacts);
    expect(
      markRanges(
        file,
        found.map(({ targetSelectionRange }) => targetSelectionRange),
      ),
    ).toBe(places);
    expect(found.every(({ targetUri }) => targetUri === uri)).toBe(true);
  });

  it('underline the text they start from and span the whole item', () => {
    const { file, position } = parsePlaces(
      'operations:\n  - operationType: map\n    name: a/b\nconnections:\n  - from: { name: "a/|b" }\n',
    );
    const [found] = findDefinitions(file, uri, position, noFacts);
    expect(found?.originSelectionRange && sliceRange(file, found.originSelectionRange)).toBe('"a/b"');
    expect(found && sliceRange(file, found.targetRange)).toBe('operationType: map\n    name: a/b');
  });

  it('lead from an alias of a name to its definition, and from another alias to the anchored value', () => {
    const file = parseGraphFile(anchored());
    const [name] = findDefinitions(file, uri, positionOf(file, '*s'), noFacts);
    expect(name && sliceRange(file, name.targetSelectionRange)).toBe('start');
    const [map] = findDefinitions(file, uri, positionOf(file, '*p'), noFacts);
    expect(map && sliceRange(file, map.targetRange)).toBe('bound: { name: bound, default: "1" }');
  });
});

describe('definitions outside the file', () => {
  const inGraph = (part: string): unknown[] => {
    const file = parseGraphFile(graph);
    return findDefinitions(file, uri, positionOf(file, part), workshop).map(
      ({ targetUri, targetSelectionRange }) => ({
        uri: targetUri,
        range: targetSelectionRange,
      }),
    );
  };

  it('are the operator of the type that runs there', () => {
    const filter = 'team/path/temperature:1.0.0"\n  - operationType: branch';
    expect(inGraph(filter)).toEqual([placeIn('operators/temperature/src/lib.rs', 40)]);
  });

  it('are the main source where the operator was not found', () => {
    expect(inGraph('team/path/temperature:1.0.0"\n  - operationType: filter')).toEqual([
      placeIn('operators/temperature/src/lib.rs'),
    ]);
    expect(inGraph('kinds\n')).toEqual([placeIn('operators/kinds/kinds.py', 3)]);
  });

  it('are none where a module has no source or is unknown', () => {
    expect(inGraph('window:1.0.0')).toEqual([]);
    expect(inGraph('sides:1.0.0')).toEqual([]);
  });

  it('are where the operator reads the parameter, if it is the one that runs there', () => {
    expect(inGraph('lower_bound:')).toEqual([placeIn('operators/temperature/src/lib.rs', 44)]);
    expect(inGraph('upper_bound:')).toMatchObject([{ uri }]);
  });

  it('are the graph of an artifact and the declaration of its parameter', () => {
    const file = parseGraphFile(deployment);
    const at = (part: string): unknown => findDefinitions(file, uri, positionOf(file, part), workshop);
    expect(at('graph-simple:1.0.0')).toMatchObject([
      { targetUri: 'file:///work/graph-simple.dataflow.yaml' },
    ]);
    expect(at('lower_bound')).toMatchObject([
      { targetUri: 'file:///work/graph-simple.dataflow.yaml', targetRange: { start: { line: 30 } } },
    ]);
  });

  it.each([
    ['window-graph:2.0.0', 'other.yaml'],
    ['window-graph:1.0.0', 'other.yaml'],
    ['window_graph', 'other.yaml'],
    ['other:9.9.9', 'other.yaml'],
    ['simple:1.0.0', 'graph-simple.dataflow.yaml'],
    ['twice:2.0.0', 'b.yaml'],
    ['twice:3.0.0', 'a.yaml'],
    ['unknown:1.0.0', undefined],
  ])('are found for artifact %s', (artifact, path) => {
    const file = parseGraphFile(deployment.replace('graph-simple:1.0.0', artifact));
    const found = findDefinitions(file, uri, positionOf(file, artifact), workshop);
    expect(found.map(({ targetUri }) => targetUri)).toEqual(
      path === undefined ? [] : [`file:///work/${path}`],
    );
  });
});
