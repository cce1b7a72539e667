// How ranges lie to each other.
import { describe, expect, it } from 'vitest';
import type { Range } from '../../../../src/base/position.ts';
import {
  clampRange,
  compareRanges,
  encloses,
  spanRanges,
  touches,
} from '../../../../src/language/navigation/rangeOrder.ts';

/** From `start` to `end`, each a line and a character. */
function range(start: readonly [number, number], end: readonly [number, number]): Range {
  const [position, last] = [start, end].map(([line, character]) => ({ line, character }));
  if (!position || !last) throw new Error('Two ends.');
  return { start: position, end: last };
}

const outer = range([1, 2], [3, 4]);

describe('clamping a range', () => {
  it.each([
    ['leaves what is inside', range([1, 2], [3, 0]), range([1, 2], [3, 0])],
    ['cuts both ends', range([0, 9], [4, 0]), outer],
    ['makes what is before empty', range([0, 0], [1, 1]), range([1, 2], [1, 2])],
    ['makes what is behind empty', range([3, 5], [4, 0]), range([1, 2], [1, 2])],
  ])('%s', (_title, inner, expected) => {
    expect(clampRange(inner, outer)).toEqual(expected);
    expect(encloses(outer, clampRange(inner, outer))).toBe(true);
  });
});

describe('ranges', () => {
  it('touch both their ends', () => {
    expect(touches(outer, { line: 1, character: 2 })).toBe(true);
    expect(touches(outer, { line: 3, character: 4 })).toBe(true);
    expect(touches(outer, { line: 1, character: 1 })).toBe(false);
    expect(touches(outer, { line: 3, character: 5 })).toBe(false);
  });

  it('are sorted by start, the longer first, and span each other', () => {
    const short = range([1, 2], [2, 0]);
    const later = range([2, 9], [9, 0]);
    expect([later, short, outer].sort(compareRanges)).toEqual([outer, short, later]);
    expect(spanRanges(later, short)).toEqual(range([1, 2], [9, 0]));
  });
});
