// JSON text (RFC 8259) to nodes that keep every number as printed, with places. Knows nothing about what the JSON means.
import { findJsonFault, type JsonFault } from '../base/jsonFault.ts';
import type { OffsetRange } from '../base/position.ts';
import type { JsonNode } from './jsonNode.ts';

/** What was read, and where each value stands. */
export interface ParsedJson {
  readonly root: JsonNode;
  readonly places: ReadonlyMap<JsonNode, OffsetRange>;
}

/** Deepest nesting that is read as JSON. */
export const maxJsonDepth = 200;

/** Reads `text`; a byte order mark is skipped. Never throws. */
export function parseJson(text: string): { parsed: ParsedJson } | { fault: JsonFault } {
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  const reader = new JsonReader(text, start);
  const root = reader.readDocument();
  if (root) return { parsed: { root, places: reader.places } };
  return { fault: reader.excess ?? findJsonFault(text, start) };
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

/** Every `read…` returns undefined when the text does not fit. */
class JsonReader {
  readonly places = new Map<JsonNode, OffsetRange>();
  readonly #text: string;
  #offset: number;
  #depth = 0;
  /** Where the text is nested too deep to be read. */
  excess: JsonFault | undefined;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#offset = start;
  }

  readDocument(): JsonNode | undefined {
    const root = this.#readValue();
    this.#take(SPACE);
    return root && this.#offset === this.#text.length ? root : undefined;
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
      this.excess = { offset: this.#offset, found: `nested more than ${String(maxJsonDepth)} deep` };
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
