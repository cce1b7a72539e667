// The text of the page with its versions, and what undo and redo go back to, as an editor keeps them. Knows no graph.
import type { TextEdit } from '../../../../src/base/position.ts';
import { applyEdits } from '../../../../src/graph/edits.ts';
import { LineIndex } from '../../../../src/graph/lineIndex.ts';

export class TextHistory {
  readonly #past: string[] = [];
  readonly #future: string[] = [];
  #text: string;
  #version = 1;

  constructor(text: string) {
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  get version(): number {
    return this.#version;
  }

  /** One step of undo. */
  apply(edits: readonly TextEdit[]): void {
    this.replace(applyEdits({ text: this.#text, lines: new LineIndex(this.#text) }, edits));
  }

  replace(text: string): void {
    this.#past.push(this.#text);
    this.#future.length = 0;
    this.#take(text);
  }

  undo(): boolean {
    return this.#go(this.#past, this.#future);
  }

  redo(): boolean {
    return this.#go(this.#future, this.#past);
  }

  #go(from: string[], to: string[]): boolean {
    const text = from.pop();
    if (text === undefined) return false;
    to.push(this.#text);
    this.#take(text);
    return true;
  }

  #take(text: string): void {
    this.#text = text;
    this.#version += 1;
  }
}
