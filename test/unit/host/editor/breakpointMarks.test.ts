// Which lines of a text are breakpoints of which node and connection.
import { expect, it } from 'vitest';
import { markBreakpoints } from '../../../../src/host/editor/breakpointMarks.ts';
import type { CanvasGraph } from '../../../../src/protocol/canvas.ts';

const lines = (from: number, to: number, character = 10): CanvasGraph['connections'][number]['range'] => ({
  start: { line: from, character: 4 },
  end: { line: to, character },
});

const graph: CanvasGraph = {
  metadata: { $schema: '', name: '', version: '' },
  requirements: { apiVersion: '', runtimeVersion: '', features: [] },
  operations: [
    { name: 'in', type: 'source', range: lines(1, 3, 0) },
    { name: 'hot', type: 'branch', range: lines(3, 5) },
  ],
  connections: [{ from: 'hot', arm: 'True', to: 'out', range: lines(7, 9) }],
  schemas: [],
  problems: [],
};

const mark = (...places: readonly [line: number, isEnabled: boolean][]): unknown =>
  markBreakpoints(
    graph,
    places.map(([line, isEnabled]) => ({ line, isEnabled })),
  );

it('marks the operation or connection in whose lines a breakpoint stands', () => {
  expect(mark([8, true], [2, false])).toEqual([
    { target: { operation: 'in' }, isEnabled: false },
    { target: { from: 'hot', arm: 'True', to: 'out' }, isEnabled: true },
  ]);
});

it('does not take the line that a range ends at the beginning of for one of its own', () => {
  expect(mark([3, true])).toEqual([{ target: { operation: 'hot' }, isEnabled: true }]);
});

it('marks each once, enabled when any of its breakpoints is', () => {
  expect(mark([4, false], [5, true])).toEqual([{ target: { operation: 'hot' }, isEnabled: true }]);
});

it('marks nothing elsewhere', () => {
  expect(mark([0, true], [6, true], [99, true])).toEqual([]);
});
