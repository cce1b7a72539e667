// How far a picture moves to show something.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { panToShow } from '../../../../webview/graph/canvas/panToShow.ts';

const size = { width: 800, height: 600 };
const box = { width: 200, height: 50 };

it('moves the least way, or to the middle of what is far away', () => {
  expect(panToShow({ x: 0, y: 550, ...box }, size)).toEqual({ x: 0, y: 0 });
  expect(panToShow({ x: -50, y: 100, ...box }, size)).toEqual({ x: 66, y: 0 });
  expect(panToShow({ x: 700, y: 580, ...box }, size)).toEqual({ x: -116, y: -46 });
  expect(panToShow({ x: 2000, y: 100, ...box }, size)).toEqual({ x: -1700, y: 175 });
});

it('shows all that fits, and the beginning of what does not', () => {
  const number = fc.integer({ min: -1500, max: 1500 });
  const length = fc.integer({ min: 1, max: 900 });
  fc.assert(
    fc.property(number, number, length, length, (x, y, width, height) => {
      const pan = panToShow({ x, y, width, height }, size);
      const [left, top] = [x + pan.x, y + pan.y];
      if (width <= size.width && height <= size.height) {
        expect(left >= 0 && left + width <= size.width).toBe(true);
        expect(top >= 0 && top + height <= size.height).toBe(true);
      }
      expect(left < size.width && top < size.height && left + width > 0 && top + height > 0).toBe(true);
    }),
  );
});
