// What is meant by place in one version of a graph, brought to the next.
import { expect, it } from 'vitest';
import type { CanvasGraph } from '../../../../src/protocol/canvas.ts';
import { carryGesture } from '../../../../webview/graph/state/carryGesture.ts';
import { carrySelection } from '../../../../webview/graph/state/carrySelection.ts';
import { idsOf } from '../../../../webview/graph/state/graphIds.ts';
import { graphOf } from './graphOf.ts';

const before = graphOf(
  ['source', 'map', 'sink'],
  [
    ['source', 'map'],
    ['map', 'sink'],
  ],
);
const withFirst = graphOf(
  ['first', 'source', 'map', 'sink'],
  [
    ['first', 'map'],
    ['source', 'map'],
    ['map', 'sink'],
  ],
);
const renamed = graphOf(
  ['source', 'convert', 'sink'],
  [
    ['source', 'convert'],
    ['convert', 'sink'],
  ],
);
const withoutMap = graphOf(['source', 'sink'], []);

it('carries every place that a gesture names', () => {
  expect(carryGesture({ kind: 'remove', operations: [1], connections: [1] }, before, withFirst)).toEqual({
    kind: 'remove',
    operations: [2],
    connections: [2],
  });
  expect(
    carryGesture({ kind: 'reconnect', connection: 0, from: { operation: 0 }, to: 2 }, before, withFirst),
  ).toEqual({ kind: 'reconnect', connection: 1, from: { operation: 1 }, to: 3 });
  expect(
    carryGesture(
      { kind: 'add-operation', type: 'map', place: { kind: 'behind', from: { operation: 1, arm: 'True' } } },
      before,
      withFirst,
    ),
  ).toMatchObject({ place: { from: { operation: 2, arm: 'True' } } });
  expect(
    carryGesture({ kind: 'insert-operation', operation: 2, connection: 0 }, before, withFirst),
  ).toMatchObject({ operation: 3, connection: 1 });
});

it('gives up what names something that is gone', () => {
  const gesture = { kind: 'rename-operation', operation: 1, name: 'other' } as const;
  expect(carryGesture(gesture, before, withoutMap)).toBeUndefined();
  expect(
    carryGesture({ kind: 'set-feature', name: 'wasi-nn', isWanted: true }, before, withoutMap),
  ).toBeDefined();
});

it('follows an operation that was renamed meanwhile', () => {
  const gesture = { kind: 'set-module', operation: 1, module: 'a:1' } as const;
  expect(carryGesture(gesture, before, renamed)).toEqual(gesture);
  expect(carryGesture({ kind: 'remove', operations: [], connections: [0] }, before, renamed)).toMatchObject({
    connections: [0],
  });
});

it('keeps a selection by name, and the same object when nothing is another', () => {
  const selection = { operations: [1, 2], connections: [0] };
  expect(carrySelection(selection, before, withFirst)).toEqual({ operations: [2, 3], connections: [1] });
  expect(carrySelection(selection, before, withoutMap)).toEqual({ operations: [1], connections: [] });
  expect(carrySelection(selection, before, renamed)).toBe(selection);
  expect(carrySelection(selection, before, { ...before })).toBe(selection);
});

it('tells operations of one name apart', () => {
  const twice: CanvasGraph = graphOf(['map', 'map'], []);
  expect(new Set(idsOf(twice).operations).size).toBe(2);
  expect(idsOf(twice).operations[0]).toBe('map');
});
