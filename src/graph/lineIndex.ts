// Offsets of a text to positions and back. Knows nothing about what the text says.
import type { Position, Range } from '../base/position.ts';

/** Where the lines of one text begin. Lines end at `\n`, `\r\n` or a lone `\r`, as in editors. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    const lineEnd = /\r\n|\r|\n/g;
    while (lineEnd.exec(text)) this.#starts.push(lineEnd.lastIndex);
  }

  /** Number of lines; an empty text has one. */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** The position at `offset` UTF-16 code units; offsets outside the text count as its nearest end. */
  positionAt(offset: number): Position {
    const inside = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= inside) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: inside - (this.#starts[low] ?? 0) };
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
}
