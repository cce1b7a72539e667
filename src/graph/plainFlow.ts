// Maps and lists in brackets on one line, with scalars written plainly, for the short way from a text to our tree. Gives
// nothing where the YAML library must decide.
import type { EditedText } from './edits.ts';
import { LazyMap, LazyPair, LazyScalar, LazySequence } from './lazyNodes.ts';
import { readPlainKey, readPlainScalar, readQuoted } from './plainScalar.ts';
import { trimEnd, type YamlNode, type YamlPair } from './yamlTree.ts';

/** A node with the offset behind it. */
export interface FlowRead {
  readonly node: YamlNode;
  readonly end: number;
}

/** Deepest nesting of brackets. */
const MAX_DEPTH = 10;
/** Entries of one map; more would make looking for repeated keys slow. */
const MAX_KEYS = 50;

const blanks = / */y;
const plain = /[^,[\]{}\t\r\n]*/y;

/** The collection whose bracket opens at `start`, which must close on the same line. */
export function readPlainFlow(document: EditedText, start: number): FlowRead | undefined {
  return new FlowReader(document).read(start, 0);
}

class FlowReader {
  readonly #document: EditedText;

  constructor(document: EditedText) {
    this.#document = document;
  }

  read(start: number, depth: number): FlowRead | undefined {
    const { text } = this.#document;
    if (depth > MAX_DEPTH) return undefined;
    if (text[start] === '{') return this.#readMap(start, depth);
    if (text[start] === '[') return this.#readSequence(start, depth);
    const quoted = readQuoted(text, start);
    if (quoted) {
      const node = new LazyScalar(this.#document, start, quoted.end, undefined, quoted.value, false);
      return { node, end: quoted.end };
    }
    return this.#readPlain(start);
  }

  #readPlain(start: number): FlowRead | undefined {
    const { text } = this.#document;
    plain.lastIndex = start;
    const read = readPlainScalar(plain.exec(text)?.[0] ?? '');
    if (!read) return undefined;
    const end = start + read.length;
    const trimmed = trimEnd(text, start, end);
    return { node: new LazyScalar(this.#document, start, trimmed, undefined, read.value, true), end };
  }

  #readMap(start: number, depth: number): FlowRead | undefined {
    const { text } = this.#document;
    const pairs: YamlPair[] = [];
    const end = this.#readEntries(start, '}', (at) => {
      const key = readPlainKey(text, at);
      const isNew = key && pairs.length < MAX_KEYS && pairs.every((pair) => pair.key !== key.name);
      const value = isNew ? this.read(this.#skipBlanks(key.end), depth + 1) : undefined;
      if (!key || !value) return undefined;
      pairs.push(new LazyPair(this.#document, at, key.end - 1, undefined, key.name, value.node));
      return value.end;
    });
    if (end === undefined) return undefined;
    return { node: new LazyMap(this.#document, start, end, undefined, true, pairs), end };
  }

  #readSequence(start: number, depth: number): FlowRead | undefined {
    const items: YamlNode[] = [];
    const end = this.#readEntries(start, ']', (at) => {
      // A single pair would be a map of its own.
      const item = readPlainKey(this.#document.text, at) ? undefined : this.read(at, depth + 1);
      if (item) items.push(item.node);
      return item?.end;
    });
    if (end === undefined) return undefined;
    return { node: new LazySequence(this.#document, start, end, undefined, true, items), end };
  }

  /** Reads entries up to `close` and gives the offset behind that; `readEntry` gives the offset behind an entry. */
  #readEntries(
    start: number,
    close: string,
    readEntry: (at: number) => number | undefined,
  ): number | undefined {
    const { text } = this.#document;
    let at = this.#skipBlanks(start + 1);
    if (text[at] === close) return at + 1;
    for (;;) {
      const end = readEntry(at);
      if (end === undefined) return undefined;
      at = this.#skipBlanks(end);
      if (text[at] === close) return at + 1;
      if (text[at] !== ',') return undefined;
      at = this.#skipBlanks(at + 1);
    }
  }

  #skipBlanks(start: number): number {
    blanks.lastIndex = start;
    blanks.test(this.#document.text);
    return blanks.lastIndex;
  }
}
