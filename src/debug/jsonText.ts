// A JSON text as a tree of places in it, read only as far as it is looked at. Numbers and texts keep the form in which they were
// written, and a value can be exchanged without touching what surrounds it. Knows nothing about variables.

/** One value of the text; half-open, in UTF-16 code units. */
export interface JsonValue {
  readonly kind: 'object' | 'array' | 'string' | 'number' | 'literal';
  readonly start: number;
  readonly end: number;
}

/** A member of an object or array; arrays count from 0. */
export interface JsonMember {
  readonly key: string;
  readonly value: JsonValue;
}

export class JsonText {
  readonly text: string;
  readonly root: JsonValue;

  private constructor(text: string) {
    this.text = text;
    this.root = this.#valueAt(0);
  }

  /** Undefined when `text` is not JSON. */
  static read(text: string): JsonText | undefined {
    try {
      JSON.parse(text);
    } catch {
      return undefined; // Most payloads that are no JSON are something else on purpose.
    }
    return new JsonText(text);
  }

  write(value: JsonValue): string {
    return this.text.slice(value.start, value.end);
  }

  /** In the order of the text; none for what has no members. */
  members({ kind, start }: JsonValue): JsonMember[] {
    const found: JsonMember[] = [];
    if (kind !== 'object' && kind !== 'array') return found;
    let at = this.#skipSpace(start + 1);
    while (this.text[at] !== '}' && this.text[at] !== ']') {
      let key = String(found.length);
      if (kind === 'object') {
        const end = this.#endOfString(at);
        key = String(JSON.parse(this.text.slice(at, end)));
        at = this.#skipSpace(end) + 1;
      }
      const value = this.#valueAt(at);
      found.push({ key, value });
      at = this.#skipSpace(value.end);
      if (this.text[at] === ',') at = this.#skipSpace(at + 1);
    }
    return found;
  }

  /** Of members with one key the last, as JSON.parse has it. */
  find(path: readonly string[]): JsonValue | undefined {
    return path.reduce<JsonValue | undefined>(
      (value, key) => value && this.members(value).findLast((member) => member.key === key)?.value,
      this.root,
    );
  }

  /** The whole text with `value` exchanged. */
  exchange({ start, end }: JsonValue, newText: string): string {
    return this.text.slice(0, start) + newText + this.text.slice(end);
  }

  // The text has been proved to be JSON, so one look at the first character tells what comes.
  #valueAt(from: number): JsonValue {
    const start = this.#skipSpace(from);
    switch (this.text[start]) {
      case '{':
        return { kind: 'object', start, end: this.#endOfBraces(start) };
      case '[':
        return { kind: 'array', start, end: this.#endOfBraces(start) };
      case '"':
        return { kind: 'string', start, end: this.#endOfString(start) };
      case 't':
      case 'n':
        return { kind: 'literal', start, end: start + 4 };
      case 'f':
        return { kind: 'literal', start, end: start + 5 };
      default:
        return { kind: 'number', start, end: this.#endOf(/[-+.\deE]*/y, start) };
    }
  }

  #skipSpace(from: number): number {
    return this.#endOf(/[ \t\r\n]*/y, from);
  }

  #endOf(pattern: RegExp, from: number): number {
    pattern.lastIndex = from;
    pattern.exec(this.text);
    return pattern.lastIndex;
  }

  #endOfString(start: number): number {
    let at = start + 1;
    while (this.text[at] !== '"') at += this.text[at] === '\\' ? 2 : 1;
    return at + 1;
  }

  #endOfBraces(start: number): number {
    let depth = 0;
    for (let at = start; ;) {
      const char = this.text[at];
      if (char === '"') {
        at = this.#endOfString(at);
        continue;
      }
      at += 1;
      if (char === '{' || char === '[') depth += 1;
      else if ((char === '}' || char === ']') && (depth -= 1) === 0) return at;
    }
  }
}
