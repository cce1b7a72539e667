// Many fixes as one change: those that do not disturb each other. Knows no problem.
import type { TextEdit } from '../../base/position.ts';
import { comparePositions } from '../navigation/rangeOrder.ts';
import type { ProposedFix } from './fixContext.ts';

/** The edits of as many of `fixes` as go together, in the order of the text; earlier fixes win. */
export function combineFixes(fixes: readonly ProposedFix[]): TextEdit[] {
  const taken = new SortedEdits();
  for (const { edits } of fixes)
    if (edits.every((edit) => taken.hasRoomFor(edit))) edits.forEach((edit) => taken.add(edit));
  return taken.list();
}

/** Edits in the order of the text, found by bisection: a file may need thousands. */
class SortedEdits {
  readonly #edits: TextEdit[] = [];

  list(): TextEdit[] {
    return this.#edits;
  }

  hasRoomFor(edit: TextEdit): boolean {
    const index = this.#indexFor(edit);
    const isApart = (other: TextEdit | undefined): boolean => other === undefined || areApart(other, edit);
    return isApart(this.#edits[index - 1]) && isApart(this.#edits[index]);
  }

  add(edit: TextEdit): void {
    this.#edits.splice(this.#indexFor(edit), 0, edit);
  }

  /** Behind everything that begins before or where `edit` does. */
  #indexFor({ range }: TextEdit): number {
    let low = 0;
    let high = this.#edits.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#edits[middle];
      if (other && comparePositions(other.range.start, range.start) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Two insertions at one place go together when they are of one kind: both lines of one indentation, or neither lines. */
function areApart(a: TextEdit, b: TextEdit): boolean {
  const isSamePlace = comparePositions(a.range.start, b.range.start) === 0;
  if (isSamePlace) {
    const areInsertions = isEmpty(a) && isEmpty(b);
    return areInsertions && a.newText !== b.newText && leadOf(a.newText) === leadOf(b.newText);
  }
  const [first, second] = comparePositions(a.range.start, b.range.start) < 0 ? [a, b] : [b, a];
  const gap = comparePositions(first.range.end, second.range.start);
  // An insertion where something ends may have been meant for what goes.
  return gap < 0 || (gap === 0 && !isEmpty(second));
}

function isEmpty({ range }: TextEdit): boolean {
  return comparePositions(range.start, range.end) === 0;
}

/** How an inserted text begins: the line end with the indentation and a "-", or a comma. */
function leadOf(text: string): string {
  return /^(?:\r?\n *-?|,)?/.exec(text)?.[0] ?? '';
}
