// Changes of a text as values: compose two that follow each other, carry one past another that came meanwhile (operational
// transformation). Knows no editor, no version and no message.

/**
 * What happens to a text from its start on: a positive number keeps so many characters (UTF-16 code units), a negative one
 * deletes so many, a text is inserted. The rest of the text is kept. Neighbours are never of one kind, an insertion comes
 * before a deletion at the same place, and nothing is kept at the end: equal changes are equal lists.
 */
export type TextChange = readonly (number | string)[];

/** Replaces `length` characters from `offset` on. */
export interface Replacement {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

export const noChange: TextChange = [];

/** Of replacements that all mean the text before, without overlap; what is inserted at one place keeps its order. */
export function changeOf(replacements: readonly Replacement[]): TextChange {
  const change: (number | string)[] = [];
  let at = 0;
  for (const { offset, length, text } of [...replacements].sort((a, b) => a.offset - b.offset)) {
    push(change, offset - at);
    push(change, text);
    push(change, -length);
    at = offset + length;
  }
  return trimmed(change);
}

/** What `changeOf` takes, in the order of the text; none touches the next. */
export function replacementsOf(change: TextChange): readonly Replacement[] {
  const found: Replacement[] = [];
  let at = 0;
  let last: { offset: number; length: number; text: string } | undefined;
  for (const part of change) {
    if (typeof part === 'number' && part > 0) {
      at += part;
      last = undefined;
      continue;
    }
    if (!last) found.push((last = { offset: at, length: 0, text: '' }));
    if (typeof part === 'string') last.text += part;
    else {
      last.length -= part;
      at -= part;
    }
  }
  return found;
}

/** The text after the change. */
export function applyChange(text: string, change: TextChange): string {
  let result = '';
  let at = 0;
  for (const part of change)
    if (typeof part === 'string') result += part;
    else {
      if (part > 0) result += text.slice(at, at + part);
      at += Math.abs(part);
    }
  return result + text.slice(at);
}

/** From one text to another as a single replacement between what they share at both ends. */
export function changeBetween(before: string, after: string): TextChange {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  // Half a character is none: editors move such places.
  if (isHighSurrogate(before, head - 1)) head -= 1;
  if (tail > 0 && isHighSurrogate(before, before.length - tail - 1)) tail -= 1;
  const text = after.slice(head, after.length - tail);
  return changeOf([{ offset: head, length: before.length - head - tail, text }]);
}

/** One change that does what `first` and then `second` do. */
export function composeChanges(first: TextChange, second: TextChange): TextChange {
  const result: (number | string)[] = [];
  const a = new Parts(first);
  const b = new Parts(second);
  while (a.isLeft || b.isLeft) {
    if (a.isDeletion) push(result, a.take());
    else if (b.isInsertion) push(result, b.take());
    else {
      const length = Math.min(a.length, b.length);
      const made = a.take(length);
      // What the second deletes of the first's insertion never was.
      if (!b.isDeletion) push(result, made);
      else if (typeof made === 'number') push(result, -length);
      b.take(length);
    }
  }
  return trimmed(result);
}

/** Two changes of one text, each as it is after the other. */
export interface Carried {
  readonly local: TextChange;
  readonly foreign: TextChange;
  /** What was inserted locally where the other side deleted all around: `foreign` takes it back, `local` lacks it. */
  readonly lost: readonly string[];
}

/**
 * Carries `local` past `foreign` and the reverse. What both insert at one place stands in the order foreign, local. What was
 * inserted locally in the midst of something that was deleted has lost its meaning, and is lost.
 */
export function carryPast(local: TextChange, foreign: TextChange): Carried {
  const carriedLocal: (number | string)[] = [];
  const carriedForeign: (number | string)[] = [];
  const lost: string[] = [];
  const a = new Parts(local);
  const b = new Parts(foreign);
  let isDeletedBefore = false;
  while (a.isLeft || b.isLeft) {
    if (b.isInsertion) {
      push(carriedLocal, b.length);
      push(carriedForeign, b.take());
    } else if (a.isInsertion) {
      const isLost = isDeletedBefore && b.isDeletion;
      push(carriedForeign, isLost ? -a.length : a.length);
      const text = a.take();
      if (isLost) lost.push(String(text));
      else push(carriedLocal, text);
    } else {
      const length = Math.min(a.length, b.length);
      isDeletedBefore = b.isDeletion;
      // What both have deleted, neither needs to delete again.
      if (!b.isDeletion) push(carriedLocal, a.isDeletion ? -length : length);
      if (!a.isDeletion) push(carriedForeign, b.isDeletion ? -length : length);
      a.take(length);
      b.take(length);
    }
  }
  return { local: trimmed(carriedLocal), foreign: trimmed(carriedForeign), lost };
}

/** Gives a change out piece by piece; at its end everything is kept. */
class Parts {
  readonly #parts: TextChange;
  #index = 0;
  #taken = 0;

  constructor(parts: TextChange) {
    this.#parts = parts;
  }

  get isLeft(): boolean {
    return this.#index < this.#parts.length;
  }
  get isInsertion(): boolean {
    return typeof this.#part === 'string';
  }
  get isDeletion(): boolean {
    return typeof this.#part === 'number' && this.#part < 0;
  }
  /** Of the piece at hand. */
  get length(): number {
    const part = this.#part;
    return (typeof part === 'string' ? part.length : Math.abs(part)) - this.#taken;
  }

  /** The next `length` characters of the piece at hand, by default all. */
  take(length = this.length): number | string {
    const part = this.#part;
    const taken = this.#taken;
    this.#taken += length;
    if (this.length === 0) {
      this.#index += 1;
      this.#taken = 0;
    }
    return typeof part === 'string' ? part.slice(taken, taken + length) : Math.sign(part) * length;
  }

  get #part(): number | string {
    return this.#parts[this.#index] ?? Infinity;
  }
}

function isHighSurrogate(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xd800;
}

// Appends, and keeps the order and the joining that the type promises.
function push(change: (number | string)[], part: number | string): void {
  if (part === 0 || part === '') return;
  const last = change.at(-1);
  if (typeof part === 'string') {
    if (typeof last === 'string') change[change.length - 1] = last + part;
    else if (typeof last === 'number' && last < 0) {
      change.pop();
      push(change, part);
      change.push(last);
    } else change.push(part);
  } else if (typeof last === 'number' && last > 0 === part > 0) change[change.length - 1] = last + part;
  else change.push(part);
}

function trimmed(change: (number | string)[]): TextChange {
  const last = change.at(-1);
  if (typeof last === 'number' && last > 0) change.pop();
  return change;
}
