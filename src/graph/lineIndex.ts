// Offsets of a text to positions and back. Knows nothing about what the text says.
import type { Position, Range } from '../base/position.ts';

/** Where the lines of one text begin. Lines end at `\n`, `\r\n` or a lone `\r`, as in editors. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;
  /** Line of the last answer: most questions come in the order of the text. */
  #lastLine = 0;

  constructor(text: string) {
    this.#length = text.length;
    if (text.includes('\r')) {
      const lineEnd = /\r\n|\r|\n/g;
      while (lineEnd.exec(text)) this.#starts.push(lineEnd.lastIndex);
    } else {
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
    }
  }

  /** Number of lines; an empty text has one. */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** The position at `offset` UTF-16 code units; offsets outside the text count as its nearest end. */
  positionAt(offset: number): Position {
    const inside = Math.max(0, Math.min(offset, this.#length));
    const line = this.#lineOf(inside);
    this.#lastLine = line;
    return { line, character: inside - (this.#starts[line] ?? 0) };
  }

  /** The half-open range between two offsets. */
  rangeAt(start: number, end: number): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  /** The offset of `position`; a line outside the text counts as its nearest end. */
  offsetAt(position: Position): number {
    if (position.line >= this.#starts.length) return this.#length;
    const start = this.#starts[Math.max(0, position.line)] ?? 0;
    return Math.min(start + position.character, this.#length);
  }

  #lineOf(offset: number): number {
    const starts = this.#starts;
    let low = this.#lastLine;
    let high = starts.length - 1;
    if ((starts[low] ?? 0) > offset) [low, high] = [0, low];
    else if (offset < (starts[low + 1] ?? Infinity)) return low;
    else if (offset < (starts[low + 2] ?? Infinity)) return low + 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
