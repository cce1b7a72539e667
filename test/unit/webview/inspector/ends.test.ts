// What a connection may be moved to from the properties view.
import { expect, test } from 'vitest';
import type { OperationType } from '../../../../src/graph/model.ts';
import type { CanvasGraph } from '../../../../src/protocol/canvas.ts';
import {
  indexOfOperation,
  possibleSources,
  possibleTargets,
} from '../../../../webview/graph/inspector/ends.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
const types: Record<string, OperationType> = { in: 'source', a: 'map', b: 'map', out: 'sink' };

const graph: CanvasGraph = {
  metadata: { $schema: '', name: '', version: '' },
  requirements: { apiVersion: '', runtimeVersion: '', features: [] },
  operations: Object.entries(types).map(([name, type]) => ({ name, type, range })),
  connections: [
    { from: 'in', to: 'a', range },
    { from: 'a', to: 'b', range },
  ],
  schemas: [],
  problems: [],
};

test('offers ends that are not connected yet and make no cycle', () => {
  expect(possibleTargets(graph, 0)).toEqual(['b', 'out']);
  expect(possibleTargets(graph, 2)).toEqual(['out']);
  expect(possibleSources(graph, 2)).toEqual(['in']);
});

test('offers to a connection that is moved what it makes free', () => {
  expect(possibleTargets(graph, 0, { replaced: 0 })).toEqual(['a', 'b', 'out']);
});

test('finds operations by name', () => {
  expect(indexOfOperation(graph, 'b')).toBe(2);
  expect(indexOfOperation(graph, 'nowhere')).toBe(-1);
});
