// Writes templates as YAML, in block or flow style, as snippet in the syntax of the language server protocol or as plain
// text. Knows nothing about what the templates say.
import { spellValue } from './spellValue.ts';
import type { Stop, Template, TemplateEntry } from './template.ts';

/** How to write. */
export interface WritingStyle {
  readonly isFlow: boolean;
  /** Whether `$` and what belongs to it has a meaning where this goes. */
  readonly isSnippet: boolean;
  /** Spaces per level. */
  readonly step: number;
  readonly lineBreak: string;
}

/** Writes the parts of one insertion, whose places to fill in are numbered together. */
export class TemplateWriter {
  readonly #style: WritingStyle;
  readonly #numbers = new Map<string, number>();
  #lastNumber = 0;

  constructor(style: WritingStyle) {
    this.#style = style;
  }

  /** A value that begins at `column`, where the cursor already is. */
  value(template: Template, column: number): string {
    switch (template.kind) {
      case 'text':
        return this.#escape(spellValue(template.text, this.#style.isFlow));
      case 'raw':
        return this.#escape(template.text);
      case 'stop':
        return this.#stop(template);
      case 'map':
        return this.#style.isFlow
          ? `{ ${this.entries(template.entries, 0)} }`
          : this.entries(template.entries, column);
      case 'list':
        return this.#style.isFlow ? `[${this.items(template.items, 0)}]` : this.items(template.items, column);
    }
  }

  /** Keys with values at `column`, without braces. */
  entries(entries: readonly TemplateEntry[], column: number): string {
    const lines = entries.map(({ key, value }) => {
      const name = typeof key === 'string' ? this.#escape(spellValue(key, true)) : this.#stop(key);
      return `${name}:${this.behindKey(value, column)}`;
    });
    return lines.join(this.#style.isFlow ? ', ' : this.newLine(column));
  }

  /** Items with their dashes at `column`, or with commas, without brackets. */
  items(items: readonly Template[], column: number): string {
    if (this.#style.isFlow) return items.map((item) => this.value(item, 0)).join(', ');
    return items.map((item) => `- ${this.value(item, column + 2)}`).join(this.newLine(column));
  }

  /** What follows the colon of a key at `column`, space included. */
  behindKey(value: Template, column: number): string {
    const isScalar = value.kind !== 'map' && value.kind !== 'list';
    if (isScalar || this.#style.isFlow) return ` ${this.value(value, 0)}`;
    const inside = column + this.#style.step;
    return this.newLine(inside) + this.value(value, inside);
  }

  /** A line break and the spaces up to `column`. */
  newLine(column: number): string {
    return this.#style.lineBreak + ' '.repeat(column);
  }

  #escape(text: string): string {
    return this.#style.isSnippet ? text.replace(/[\\$}]/g, '\\$&') : text;
  }

  #stop(stop: Stop): string {
    const number = String(this.#numberOf(stop));
    const spell = (value: string): string =>
      stop.isRaw || stop.isQuoted || value === '' ? value : spellValue(value, this.#style.isFlow);
    if (stop.choices) {
      const choices = stop.choices.map((value) => spell(value).replace(/[\\,|$}]/g, '\\$&'));
      return `\${${number}|${choices.join(',')}|}`;
    }
    const usual = this.#escape(spell(stop.usual));
    const field = usual === '' ? `$${number}` : `\${${number}:${usual}}`;
    return stop.isQuoted ? `"${field}"` : field;
  }

  #numberOf({ id }: Stop): number {
    const known = id === undefined ? undefined : this.#numbers.get(id);
    if (known !== undefined) return known;
    this.#lastNumber += 1;
    if (id !== undefined) this.#numbers.set(id, this.#lastNumber);
    return this.#lastNumber;
  }
}
