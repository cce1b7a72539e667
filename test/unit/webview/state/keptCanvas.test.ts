// What a canvas takes from an earlier time of itself.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { type KeptCanvas, restoreCanvas } from '../../../../webview/graph/state/keptCanvas.ts';

const kept: KeptCanvas = {
  positions: { source: { x: 0, y: -20.5 }, 'module-a/map': { x: 300, y: 0 } },
  camera: { x: 10, y: 20, zoom: 0.5 },
  selected: ['source'],
  focusedId: 'source',
};

it('takes what was kept', () => {
  expect(restoreCanvas(JSON.parse(JSON.stringify({ ...kept, isYamlOpen: true })))).toEqual(kept);
});

it('takes nothing that is no such thing', () => {
  const nothing = { positions: {}, camera: undefined, selected: [], focusedId: undefined };
  expect(restoreCanvas(undefined)).toEqual(nothing);
  expect(
    restoreCanvas({
      positions: { a: { x: '1', y: 2 }, b: null },
      camera: { x: 1, y: 2, zoom: 0 },
      selected: [1],
      focusedId: 4,
    }),
  ).toEqual(nothing);
  fc.assert(fc.property(fc.anything(), (value) => void restoreCanvas(value)));
});
