// Problems as the properties view groups them.
import { expect, test } from 'vitest';
import type { CanvasGraph, CanvasProblem } from '../../../../src/protocol/canvas.ts';
import { countProblems, groupProblems, pickProblems } from '../../../../webview/graph/inspector/problems.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

function problemOf(severity: CanvasProblem['severity'], about: Partial<CanvasProblem> = {}): CanvasProblem {
  return { code: 'KEY_UNKNOWN', severity, message: severity, range, ...about };
}

const graph: CanvasGraph = {
  metadata: { $schema: '', name: '', version: '' },
  requirements: { apiVersion: '', runtimeVersion: '', features: [] },
  operations: [
    { name: 'in', type: 'source', range },
    { name: 'out', type: 'sink', range },
  ],
  connections: [{ from: 'in', to: 'out', range }],
  schemas: [],
  problems: [
    problemOf('hint', { connection: 0 }),
    problemOf('warning', { operation: 1 }),
    problemOf('error', { operation: 1 }),
    problemOf('error'),
    problemOf('warning', { operation: 0 }),
  ],
};

test('puts problems to what they are about: the graph, operations, connections', () => {
  expect(
    groupProblems(graph).map(({ title, problems }) => [title, problems.map(({ index }) => index)]),
  ).toEqual([
    ['The graph', [3]],
    ['in', [4]],
    ['out', [2, 1]],
    ['in → out', [0]],
  ]);
});

test('picks the problems of one operation, the worst first, with the places that fixes need', () => {
  const picked = pickProblems(graph, ({ operation }) => operation === 1);
  expect(picked.map(({ problem, index }) => [problem.severity, index])).toEqual([
    ['error', 2],
    ['warning', 1],
  ]);
});

test('counts problems in words', () => {
  expect(countProblems(pickProblems(graph, () => true))).toBe('2 errors, 2 warnings, 1 hint');
  expect(countProblems([])).toBe('');
});
