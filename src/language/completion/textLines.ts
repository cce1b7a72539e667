// The lines of one document of a text, for those who look around a cursor. Knows how documents are divided and nothing
// else about YAML.
import type { EditedText } from '../../graph/edits.ts';

/** Lines are numbered in the whole text, from 0. */
export class TextLines {
  readonly #file: EditedText;
  /** First and last line of the document that holds the line this was made for; its marker `---` is not in it. */
  readonly first: number;
  readonly last: number;

  constructor(file: EditedText, line: number) {
    this.#file = file;
    let first = line;
    while (first > 0 && !this.#isMarker(first - 1)) first -= 1;
    let last = line;
    while (last + 1 < file.lines.lineCount && !this.#isMarker(last + 1)) last += 1;
    this.first = first;
    this.last = last;
  }

  /** The offset at which `line` starts. */
  startOf(line: number): number {
    return this.#file.lines.offsetAt({ line, character: 0 });
  }

  /** The text of `line` without its line break. */
  textOf(line: number): string {
    const end = line + 1 < this.#file.lines.lineCount ? this.startOf(line + 1) : this.#file.text.length;
    return this.#file.text.slice(this.startOf(line), end).replace(/[\r\n]+$/, '');
  }

  /** Column of the first character of `line`; -1 when there is none, or only a comment. */
  indentOf(line: number): number {
    const { text } = this.#file;
    const start = this.startOf(line);
    let at = start;
    while (text[at] === ' ' || text[at] === '\t') at += 1;
    const char = text[at];
    return char === undefined || char === '\n' || char === '\r' || char === '#' ? -1 : at - start;
  }

  /** Whether `line` divides documents or is a directive: YAML 1.2.2, 9.1. */
  isDivider(line: number): boolean {
    return this.#isMarker(line) || this.#file.text[this.startOf(line)] === '%';
  }

  /** The next line after `line` that says something. */
  nextAfter(line: number): number | undefined {
    for (let next = line + 1; next <= this.last; next += 1) if (this.indentOf(next) >= 0) return next;
    return undefined;
  }

  #isMarker(line: number): boolean {
    const { text } = this.#file;
    const start = this.startOf(line);
    const isMark = text.startsWith('---', start) || text.startsWith('...', start);
    return isMark && /^\s?$/.test(text.charAt(start + 3));
  }
}
