// The short way from a text to our tree, for graphs that are written plainly, as most are: one document of maps and lists in
// lines, or in brackets on one line; scalars on one line, block texts, comments. It takes a tenth of the time that the YAML
// library takes. Gives nothing as soon as anything else turns up; then the library decides, which knows every corner. Both
// give the same tree.
import { isScalar, parseDocument } from 'yaml';
import type { EditedText } from './edits.ts';
import type { Comment } from './findComments.ts';
import { LazyMap, LazyPair, LazyScalar, LazySequence } from './lazyNodes.ts';
import { readPlainFlow } from './plainFlow.ts';
import { readPlainKey, readPlainScalar, readQuoted } from './plainScalar.ts';
import {
  trimEnd,
  trimPlainEnd,
  withoutBreak,
  type YamlMap,
  type YamlNode,
  type YamlPair,
} from './yamlTree.ts';

/** A text that was read the short way. */
export interface PlainTree {
  readonly root: YamlMap;
  /** All of the text's comments, in its order. */
  readonly comments: readonly Comment[];
}

/** `document` as a tree; undefined where the long way must be taken. */
export function readPlainTree(document: EditedText): PlainTree | undefined {
  // Lone carriage returns and control characters are full of corners.
  if (/\r(?!\n)|[^\P{Cc}\t\n\r]/u.test(document.text)) return undefined;
  const reader = new PlainReader(document);
  const root = reader.readRoot();
  return root && { root, comments: reader.comments };
}

/** A node with the offset behind it and the comments that belong to it. */
interface Read<N extends YamlNode = YamlNode> {
  readonly node: N;
  readonly end: number;
}

/** A comment on a line of its own. */
interface CommentLine {
  readonly column: number;
  /** Offset of the line's end. */
  readonly end: number;
}

/** An entry's collection: its column, and whether lists may stand in that column below a key. */
interface Parent {
  readonly column: number;
  readonly isMap: boolean;
}

/** Deepest nesting; the long way tells where it is too deep. */
const MAX_DEPTH = 50;
/** Keys of one map; more would make looking for repeated ones slow. */
const MAX_KEYS = 200;

/** With a line below that has something in it. */
const blockHeader = /[|>][-+]?(?= *\r?\n *[^ \r\n])/y;

const [SPACE, HASH, DASH] = [32, 35, 45];

class PlainReader {
  readonly comments: Comment[] = [];
  readonly #document: EditedText;
  readonly #text: string;
  /** Offset of the next line. */
  #next: number;
  /** Offset of what is to be read, its column, and the end of its line. The column is -1 at the end of the text. */
  #at = 0;
  #column = -1;
  #lineEnd = 0;
  /** Comments on lines of their own before what is to be read that belong to nothing yet. */
  #gap: CommentLine[] = [];
  #depth = 0;

  constructor(document: EditedText) {
    this.#document = document;
    this.#text = document.text;
    this.#next = this.#text.startsWith('\uFEFF') ? 1 : 0;
  }

  readRoot(): YamlMap | undefined {
    this.#goToNextLine();
    const read = this.#column === 0 ? this.#readMap() : undefined;
    // Whatever is left is neither an entry of the map nor a comment.
    return this.#column < 0 ? read?.node : undefined;
  }

  #goToNextLine(): void {
    const text = this.#text;
    this.#gap = [];
    this.#column = -1;
    while (this.#next < text.length) {
      const start = this.#next;
      const end = text.indexOf('\n', start);
      this.#next = end < 0 ? text.length : end + 1;
      this.#lineEnd = end < 0 ? text.length : text[end - 1] === '\r' ? end - 1 : end;
      const at = this.#skipBlanks(start);
      if (at >= this.#lineEnd) continue;
      this.#at = at;
      if (text.charCodeAt(at) === HASH) {
        this.#gap.push({ column: at - start, end: this.#noteComment(at) });
        continue;
      }
      this.#column = at - start;
      return;
    }
  }

  #skipBlanks(start: number): number {
    let at = start;
    while (this.#text.charCodeAt(at) === SPACE) at += 1;
    return at;
  }

  /** The offset behind the comment at `offset`. */
  #noteComment(offset: number): number {
    this.comments.push({ offset, text: this.#text.slice(offset, this.#lineEnd) });
    return this.#lineEnd;
  }

  #isAtDash(): boolean {
    const { length } = this.#text;
    if (this.#text.charCodeAt(this.#at) !== DASH) return false;
    const next = this.#at + 1;
    return next === length || next === this.#lineEnd || this.#text.charCodeAt(next) === SPACE;
  }

  #readCollection(): Read | undefined {
    if (this.#depth >= MAX_DEPTH) return undefined;
    this.#depth += 1;
    const read = this.#isAtDash() ? this.#readSequence() : this.#readMap();
    this.#depth -= 1;
    return read;
  }

  #readMap(): Read<YamlMap> | undefined {
    const [start, column] = [this.#at, this.#column];
    const pairs: YamlPair[] = [];
    let end: number;
    do {
      const keyStart = this.#at;
      const key = readPlainKey(this.#text, keyStart);
      const isNew = key && pairs.length < MAX_KEYS && pairs.every((pair) => pair.key !== key.name);
      if (!isNew) return undefined;
      this.#at = key.end;
      const read = this.#readEntry({ column, isMap: true });
      if (!read) return undefined;
      end = read.end;
      pairs.push(new LazyPair(this.#document, keyStart, key.end - 1, undefined, key.name, read.node));
    } while (this.#column === column);
    const trimmed = trimEnd(this.#text, start, end);
    return this.#close(column, new LazyMap(this.#document, start, trimmed, undefined, false, pairs), end);
  }

  #readSequence(): Read | undefined {
    const [start, column] = [this.#at, this.#column];
    const items: YamlNode[] = [];
    let end: number;
    do {
      this.#at += 1;
      const read = this.#readEntry({ column, isMap: false });
      if (!read) return undefined;
      end = read.end;
      items.push(read.node);
    } while (this.#column === column && this.#isAtDash());
    const trimmed = trimEnd(this.#text, start, end);
    return this.#close(
      column,
      new LazySequence(this.#document, start, trimmed, undefined, false, items),
      end,
    );
  }

  /** Ends a collection whose last entry ends at `end`. Comments behind it are its own unless all stand further out. */
  #close<N extends YamlNode>(column: number, node: N, end: number): Read<N> | undefined {
    if (this.#column > column) return undefined;
    const last = this.#gap[this.#gap.length - 1];
    if (!last || column === 0 || this.#gap.every((comment) => comment.column < column)) return { node, end };
    this.#gap = [];
    return { node, end: last.end };
  }

  /** The value behind an indicator, and goes to the line that follows it. */
  #readEntry(parent: Parent): Read | undefined {
    const at = this.#skipBlanks(this.#at);
    if (at >= this.#lineEnd || this.#text.charCodeAt(at) === HASH) return this.#readBelow(at, parent);
    if (!parent.isMap) {
      const column = this.#column + (at - this.#at) + 1;
      this.#at = at;
      if (this.#isAtDash() || readPlainKey(this.#text, at)) {
        this.#column = column;
        return this.#readCollection();
      }
    }
    this.#at = at;
    return this.#readValue(parent);
  }

  /** The value on the lines below, or none. `at` is the offset of a comment behind the indicator, or where one could be. */
  #readBelow(at: number, { column, isMap }: Parent): Read | undefined {
    const end = at < this.#lineEnd ? this.#noteComment(at) : at;
    this.#goToNextLine();
    if (this.#column > column || (isMap && this.#column === column && this.#isAtDash())) {
      this.#gap = [];
      return this.#readCollection();
    }
    // Where comments below an absent value belong is full of corners.
    if (this.#gap.length > 0) return undefined;
    return { node: new LazyScalar(this.#document, at, at, undefined, null, true), end };
  }

  #readValue(parent: Parent): Read | undefined {
    const [document, text, start] = [this.#document, this.#text, this.#at];
    const first = text[start];
    if (first === '|' || first === '>') return this.#readBlockText(parent);
    if (first === '{' || first === '[') return this.#endValue(readPlainFlow(document, start), parent);
    if (first !== '"' && first !== "'") return this.#endValue(this.#readPlain(), parent);
    const quoted = readQuoted(text, start);
    if (!quoted) return undefined;
    const { value, end } = quoted;
    return this.#endValue(
      { node: new LazyScalar(document, start, end, undefined, value, false), end },
      parent,
    );
  }

  #readPlain(): Read | undefined {
    const start = this.#at;
    const read = readPlainScalar(this.#text.slice(start, this.#lineEnd));
    if (!read) return undefined;
    const end = start + read.length;
    const trimmed = trimPlainEnd(this.#text, start, end);
    const value = withoutBreak(read.value);
    return { node: new LazyScalar(this.#document, start, trimmed, undefined, value, true), end };
  }

  /** Ends the entry whose value is `read`, all on one line, and goes to the next line. */
  #endValue(read: Read | undefined, { column }: Parent): Read | undefined {
    if (!read) return undefined;
    let { end } = read;
    const at = this.#skipBlanks(end);
    if (at < this.#lineEnd) {
      if (at === end || this.#text.charCodeAt(at) !== HASH) return undefined;
      end = this.#noteComment(at);
    }
    this.#goToNextLine();
    if (this.#column > column) return undefined;
    // Comments that stand further in than the entry belong to it.
    const others = this.#gap.findIndex((comment) => comment.column <= column);
    const own = this.#gap.splice(0, others < 0 ? this.#gap.length : others);
    return { node: read.node, end: own[own.length - 1]?.end ?? end };
  }

  /** A block text whose first line is not blank and tells its indentation. */
  #readBlockText({ column }: Parent): Read | undefined {
    const start = this.#at;
    blockHeader.lastIndex = start;
    if (!blockHeader.test(this.#text)) return undefined;
    const indent = this.#skipBlanks(this.#next) - this.#next;
    if (indent <= column) return undefined;
    const end = trimEnd(this.#text, start, this.#endOfBlock(indent));
    const value = resolveBlockText(this.#text.slice(start, this.#next));
    this.#goToNextLine();
    const isApart = this.#column <= column && this.#gap.every((comment) => comment.column <= column);
    if (value === undefined || !isApart) return undefined;
    return { node: new LazyScalar(this.#document, start, end, undefined, value, false), end };
  }

  /** Goes to the line behind a block of lines with `indent` blanks or more, or nothing in them; gives its offset. */
  #endOfBlock(indent: number): number {
    const text = this.#text;
    while (this.#next < text.length) {
      const at = this.#skipBlanks(this.#next);
      const isBlank = at === text.length || text[at] === '\n' || text[at] === '\r';
      if (!isBlank && at - this.#next < indent) break;
      const lineEnd = text.indexOf('\n', at);
      this.#next = lineEnd < 0 ? text.length : lineEnd + 1;
    }
    return this.#next;
  }
}

/** By the library's own reading; `block` begins with its header. */
function resolveBlockText(block: string): string | undefined {
  const { contents, errors, warnings } = parseDocument(`- ${block}`, { prettyErrors: false });
  const scalar = contents && 'items' in contents ? contents.items[0] : undefined;
  const isSound = errors.length === 0 && warnings.length === 0;
  return isSound && isScalar(scalar) && typeof scalar.value === 'string' ? scalar.value : undefined;
}
