// The outline: what it shows, and that it is nested as editors demand.
import type { DocumentSymbol } from 'vscode-languageserver-types';
import { describe, expect, it } from 'vitest';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import { documentSymbols } from '../../../../src/language/navigation/documentSymbols.ts';
import { deployment, graph } from '../../graph/caseText.ts';
import { sliceRange } from './navigationText.ts';

/** `name: detail` of every symbol, indented. */
function printOutline(symbols: readonly DocumentSymbol[], indent = ''): string[] {
  return symbols.flatMap(({ name, detail, children }) => [
    `${indent}${name}${detail ? `: ${detail}` : ''}`,
    ...printOutline(children ?? [], `${indent}  `),
  ]);
}

const outline = (text: string): string[] => printOutline(documentSymbols(parseGraphFile(text)));

describe('the outline of a large graph definition', () => {
  const largeOutline = (operations: number): string[] => {
    const names = Array.from({ length: operations }, (_, index) => `map-${String(index)}`);
    const maps = names.map((name) => `  - {operationType: map, name: ${name}, module: "plant/map:1.0.0"}\n`);
    const wires = names.map((name) => `  - {from: {name: source}, to: {name: ${name}}}\n`);
    const parameters = '    parameters: {low: {name: low}}\n';
    const configurations = `moduleConfigurations:\n  - name: map-0\n${parameters}`;
    return outline(`operations:\n${maps.join('')}connections:\n${wires.join('')}${configurations}`);
  };

  it('is whole up to 1,500 entries', () => {
    const lines = largeOutline(747);
    expect(lines).toHaveLength(1499);
    expect(lines).toContain('  source → map-746');
    expect(lines).toContain('    low');
  });

  it('beyond that leaves out connections and parameters, but not that they are there', () => {
    const lines = largeOutline(748);
    expect(lines).toHaveLength(752);
    expect(lines).toContain('  map-747: map plant/map:1.0.0');
    expect(lines.slice(-3)).toEqual(['connections: 748', 'moduleConfigurations: 1', '  map-0']);
  });
});

describe('the outline of a graph definition', () => {
  it('shows sections, operations, connections, configurations with parameters and schemas', () => {
    const lines = outline(graph);
    expect(lines.filter((line) => !line.startsWith(' '))).toEqual([
      'metadata: Thermostats',
      'moduleRequirements',
      'operations: 10',
      'connections: 10',
      'moduleConfigurations: 1',
      'schemas: 1',
    ]);
    expect(lines).toContain('  module-temperature/map: map team/path/temperature:1.0.0');
    expect(lines).toContain('  source → module-window/delay');
    expect(lines).toContain('  kind → right: True');
    expect(lines.slice(-5)).toEqual([
      '  module-temperature/filter',
      '    lower_bound: -40',
      '    upper_bound',
      'schemas: 1',
      '  reading: json',
    ]);
  });

  it('selects names', () => {
    const file = parseGraphFile(graph);
    const operations = documentSymbols(file)[2];
    expect(operations && sliceRange(file, operations.selectionRange)).toBe('operations');
    const delay = operations?.children?.[1];
    expect(delay && sliceRange(file, delay.selectionRange)).toBe('module-window/delay');
    expect(delay && sliceRange(file, delay.range)).toBe(
      'operationType: delay\n    name: module-window/delay\n    module: window:1.0.0',
    );
  });

  it('names what has no name yet', () => {
    expect(
      outline('operations:\n  - operationType: map\n  -\nconnections:\n  - from: { name: a }\n'),
    ).toEqual(['operations: 2', '  (no name): map', '  (no name)', 'connections: 1', '  a → ?']);
  });

  it('has sections whose list is missing or something else', () => {
    expect(outline('operations:\nconnections: five\nmetadata: [a]\n')).toEqual([
      'operations',
      'connections: five',
      'metadata: 1',
    ]);
  });
});

describe('the outline of other documents', () => {
  it('has an entry for each of several, and nodes and connections of a resource', () => {
    expect(outline(deployment)).toEqual([
      'public-ghcr: RegistryEndpoint',
      '  apiVersion: connectivity.iotoperations.azure.com/v1',
      '  kind: RegistryEndpoint',
      '  metadata: public-ghcr',
      '  spec',
      '    host: ghcr.io/azure-samples/explore-iot-operations',
      '    authentication',
      'lake: DataflowEndpoint',
      'many: DataflowProfile',
      'thermostats: DataflowGraph',
      '  apiVersion: connectivity.iotoperations.azure.com/v1',
      '  kind: DataflowGraph',
      '  metadata: thermostats',
      '  spec',
      '    mode: enabled',
      '    profileRef: default',
      '    requestDiskPersistence: Disabled',
      '    nodes: 3',
      '      sensors: Source',
      '      convert: Graph',
      '      output: Destination',
      '    nodeConnections: 2',
      '      sensors → convert',
      '      convert → output',
    ]);
  });

  it('shows the keys of a test case, and nothing of what is not ours', () => {
    expect(outline('graph: g.yaml\ninput: in\n')).toEqual(['graph: g.yaml', 'input: in']);
    expect(outline('some: thing\n')).toEqual([]);
    expect(outline('')).toEqual([]);
  });
});
