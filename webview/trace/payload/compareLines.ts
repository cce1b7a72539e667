// Two texts side by side: which lines are the same, which differ. Knows no component.
import { diffArrays } from 'diff';

/** A line on each side; undefined where that side has none. `isSame`: nothing differs. */
export interface LinePair {
  readonly left: string | undefined;
  readonly right: string | undefined;
  readonly isSame: boolean;
}

/** Either a pair to show, or how many that are the same were left out. */
export type ComparedLine = LinePair | { readonly skipped: number; readonly from: number };

/** Beyond this many changes texts are simply others. */
const MAX_EDITS = 2000;
/** Same lines that are shown around what differs. */
const CONTEXT = 3;

export function compareLines(left: readonly string[], right: readonly string[]): readonly LinePair[] {
  const changes = diffArrays([...left], [...right], { maxEditLength: MAX_EDITS });
  if (!changes) return zip(left, right);
  const pairs: LinePair[] = [];
  let removed: readonly string[] = [];
  for (const change of changes) {
    if (change.removed) {
      removed = change.value;
      continue;
    }
    if (change.added) pairs.push(...zip(removed, change.value));
    else {
      pairs.push(...zip(removed, []));
      pairs.push(...change.value.map((line) => ({ left: line, right: line, isSame: true })));
    }
    removed = [];
  }
  return [...pairs, ...zip(removed, [])];
}

/** Leaves long stretches out that are the same. */
export function foldSame(pairs: readonly LinePair[]): readonly ComparedLine[] {
  const isNear = (index: number): boolean =>
    pairs.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ isSame }) => !isSame);
  const folded: ComparedLine[] = [];
  for (let index = 0; index < pairs.length;) {
    const pair = pairs[index];
    if (!pair) break;
    let end = index;
    while (end < pairs.length && pairs[end]?.isSame && !isNear(end)) end += 1;
    if (end - index > 2 * CONTEXT) {
      folded.push({ skipped: end - index, from: index });
      index = end;
    } else {
      folded.push(pair);
      index += 1;
    }
  }
  return folded;
}

function zip(left: readonly string[], right: readonly string[]): LinePair[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => ({
    left: left[index],
    right: right[index],
    isSame: false,
  }));
}
