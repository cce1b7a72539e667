// JSON text (RFC 8259) to nodes that keep every number as printed, with places; says where broken JSON is broken.
// Knows nothing about what the JSON means.
import type { OffsetRange } from '../base/position.ts';
import type { JsonNode } from './jsonNode.ts';

/** What was read, and where each value stands. */
export interface ParsedJson {
  readonly root: JsonNode;
  readonly places: ReadonlyMap<JsonNode, OffsetRange>;
}

/** Why a text is not JSON. `offset` counts UTF-16 code units from the start; `found` quotes what stands there. */
export interface JsonFault {
  readonly offset: number;
  readonly found: string;
}

/** Deepest nesting that is read as JSON. */
export const maxJsonDepth = 200;

/** Reads `text`; a byte order mark is skipped. Never throws. */
export function parseJson(text: string): { parsed: ParsedJson } | { fault: JsonFault } {
  const reader = new JsonReader(text);
  const root = reader.readDocument();
  return root ? { parsed: { root, places: reader.places } } : { fault: reader.describeFault() };
}

const SPACE = /[\t\n\r ]*/y;
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
const literalValues = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** Every `read…` returns undefined when the text does not fit, with `#offset` at the first token that does not. */
class JsonReader {
  readonly places = new Map<JsonNode, OffsetRange>();
  readonly #text: string;
  #offset: number;
  #depth = 0;
  #isTooDeep = false;

  constructor(text: string) {
    this.#text = text;
    this.#offset = text.startsWith('\uFEFF') ? 1 : 0;
  }

  readDocument(): JsonNode | undefined {
    const root = this.#readValue();
    this.#take(SPACE);
    return root && this.#offset === this.#text.length ? root : undefined;
  }

  describeFault(): JsonFault {
    this.#take(SPACE);
    const rest = this.#text.slice(this.#offset, this.#offset + 12);
    if (this.#isTooDeep)
      return { offset: this.#offset, found: `nested more than ${String(maxJsonDepth)} deep` };
    const found = rest === '' ? 'it ends too early' : `unexpected ${JSON.stringify(rest)}`;
    return { offset: this.#offset, found };
  }

  #readValue(): JsonNode | undefined {
    this.#take(SPACE);
    const start = this.#offset;
    const mark = this.#text.charAt(start);
    const node = mark === '{' || mark === '[' ? this.#readNested(mark) : this.#readScalar();
    if (node) this.places.set(node, { start, end: this.#offset });
    return node;
  }

  #readScalar(): JsonNode | undefined {
    const string = this.#take(STRING);
    if (string !== undefined) return { kind: 'string', value: JSON.parse(string) as string };
    const number = this.#take(NUMBER);
    if (number !== undefined) return { kind: 'number', text: number };
    const value = literalValues.get(this.#take(LITERAL) ?? '');
    return value === undefined ? undefined : { kind: 'literal', value };
  }

  #readNested(mark: '{' | '['): JsonNode | undefined {
    if (this.#depth >= maxJsonDepth) {
      this.#isTooDeep = true;
      return undefined;
    }
    this.#depth += 1;
    this.#offset += 1;
    const node = mark === '{' ? this.#readMembers() : this.#readItems();
    this.#depth -= 1;
    return node;
  }

  #readMembers(): JsonNode | undefined {
    const members = new Map<string, JsonNode>();
    if (this.#takeMark('}')) return { kind: 'object', members };
    do {
      this.#take(SPACE);
      const key = this.#take(STRING);
      if (key === undefined || !this.#takeMark(':')) return undefined;
      const value = this.#readValue();
      if (!value) return undefined;
      members.set(JSON.parse(key) as string, value);
    } while (this.#takeMark(','));
    return this.#takeMark('}') ? { kind: 'object', members } : undefined;
  }

  #readItems(): JsonNode | undefined {
    const items: JsonNode[] = [];
    if (this.#takeMark(']')) return { kind: 'array', items };
    do {
      const value = this.#readValue();
      if (!value) return undefined;
      items.push(value);
    } while (this.#takeMark(','));
    return this.#takeMark(']') ? { kind: 'array', items } : undefined;
  }

  #takeMark(mark: string): boolean {
    this.#take(SPACE);
    if (this.#text.charAt(this.#offset) !== mark) return false;
    this.#offset += 1;
    return true;
  }

  /** The token at the offset, which moves behind it; undefined when there is none. */
  #take(token: RegExp): string | undefined {
    token.lastIndex = this.#offset;
    const match = token.exec(this.#text);
    if (!match) return undefined;
    this.#offset += match[0].length;
    return match[0];
  }
}
