// How positions and ranges lie to each other. Knows nothing about what stands there.
import type { Position, Range } from '../../base/position.ts';

/** Where a file is opened of which no place is known. */
export const fileStart: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Negative when `a` stands before `b`, positive when after, 0 when they are the same. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/** The order of the text: by start, and of two with the same start the longer one first. */
export function compareRanges(a: Range, b: Range): number {
  return comparePositions(a.start, b.start) || comparePositions(b.end, a.end);
}

/** Whether `position` is in `range` or touches it: a cursor right behind a word belongs to the word. */
export function touches(range: Range, position: Position): boolean {
  return comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0;
}

/** Whether all of `inner` lies in `outer`. */
export function encloses(outer: Range, inner: Range): boolean {
  return comparePositions(outer.start, inner.start) <= 0 && comparePositions(inner.end, outer.end) <= 0;
}

/** The part of `range` that lies in `outer`; an empty range at the start of `outer` when none does. */
export function clampRange(range: Range, outer: Range): Range {
  const start = comparePositions(range.start, outer.start) < 0 ? outer.start : range.start;
  const end = comparePositions(range.end, outer.end) > 0 ? outer.end : range.end;
  return comparePositions(start, end) <= 0 ? { start, end } : { start: outer.start, end: outer.start };
}

/** The smallest range that holds both. */
export function spanRanges(a: Range, b: Range): Range {
  return {
    start: comparePositions(a.start, b.start) <= 0 ? a.start : b.start,
    end: comparePositions(a.end, b.end) >= 0 ? a.end : b.end,
  };
}

/** Whether both are the same range. */
export function isSameRange(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.start) === 0 && comparePositions(a.end, b.end) === 0;
}
