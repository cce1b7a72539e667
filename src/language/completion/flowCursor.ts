// What a cursor in YAML's flow style, in brackets and braces, asks for, told by reading from the outermost bracket to the
// cursor. Knows no schema.
import type { Path } from '../schema/pathDocument.ts';

/** A place in flow style; offsets are those of the text. `start` to `end` is what is typed. */
export interface FlowPlace {
  readonly place: 'key' | 'value';
  readonly path: Path;
  /** Keys of the map that stand before the cursor. */
  readonly before: readonly string[];
  readonly start: number;
  readonly end: number;
  readonly hasColon: boolean;
  readonly needsSpace: boolean;
  /** Another entry follows on a line below without a comma between. */
  readonly needsComma: boolean;
}

/** `outside` when every bracket is closed before the cursor; `nowhere` when nothing can be typed there. */
export type FlowAnswer = FlowPlace | 'outside' | 'nowhere';

interface Frame {
  readonly isMap: boolean;
  readonly path: Path;
  readonly keys: string[];
  /** The key whose value comes next. */
  key: string | undefined;
  /** Offset after the colon of that key. */
  colon: number;
  index: number;
}

interface Token {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Whether it is a bracket that was closed here. */
  readonly isBracket: boolean;
}

/** Reads `text` from `start`, a bracket whose value has the path `path`, to `cursor`. */
export function findFlowPlace(text: string, start: number, cursor: number, path: Path): FlowAnswer {
  const reader = new FlowReader(text, path);
  let at = start;
  while (at < cursor) {
    if (isCommentAt(text, at)) {
      at = endOfLine(text, at);
      if (at >= cursor) return 'nowhere';
      continue;
    }
    const next = reader.read(at);
    if (next === undefined) return 'nowhere';
    if (reader.frames.length === 0) return 'outside';
    at = next;
  }
  const frame = reader.frames.at(-1);
  if (!frame) return 'outside';
  const found = placeIn(text, frame, reader.token, cursor);
  if (found === 'nowhere') return found;
  return { ...found, needsComma: isEntryBehind(text, found.end) && reader.canCloseBehind(found.end) };
}

/** Reads one mark or word after the other. */
class FlowReader {
  readonly frames: Frame[] = [];
  /** The last word, or a bracket that was closed; none after a comma, a colon or an open bracket. */
  token: Token | undefined;
  readonly #text: string;
  readonly #path: Path;

  constructor(text: string, path: Path) {
    this.#text = text;
    this.#path = path;
  }

  /** Reads what is at `at` and returns where it ends; undefined for a second word without a comma between. */
  read(at: number): number | undefined {
    const char = this.#text.charAt(at);
    if (/\s/.test(char)) return at + 1;
    if ('{[}],'.includes(char)) return this.#readMark(char, at);
    const frame = this.frames.at(-1);
    if (char === ':' && frame?.isMap === true && this.token && isColon(this.#text, at, this.token)) {
      frame.key = this.token.text;
      frame.colon = at + 1;
      frame.keys.push(frame.key);
      this.token = undefined;
      return at + 1;
    }
    if (this.token) return undefined;
    this.token = readToken(this.#text, at);
    return this.token.end;
  }

  /** Reads on at `at` as if a comma stood there; tells whether the innermost bracket is closed then. */
  canCloseBehind(at: number): boolean {
    const depth = this.frames.length;
    this.#readMark(',', at);
    for (let next: number | undefined = at; next !== undefined && next < this.#text.length;) {
      next = isCommentAt(this.#text, next) ? endOfLine(this.#text, next) : this.read(next);
      if (this.frames.length < depth) return true;
    }
    return false;
  }

  #readMark(char: string, at: number): number {
    const frame = this.frames.at(-1);
    const isClosing = char === '}' || char === ']';
    this.token = isClosing ? { start: at, end: at + 1, text: '', isBracket: true } : undefined;
    if (isClosing) this.frames.pop();
    else if (char !== ',') this.frames.push(openFrame(char === '{', frame ? pathIn(frame) : this.#path));
    else if (frame) next(frame);
    return at + 1;
  }
}

function isCommentAt(text: string, at: number): boolean {
  return text[at] === '#' && /\s/.test(text.charAt(at - 1));
}

function placeIn(
  text: string,
  frame: Frame,
  token: Token | undefined,
  cursor: number,
): Omit<FlowPlace, 'needsComma'> | 'nowhere' {
  // A bracket that has just been closed, or a word that has ended.
  if (token && (token.end < cursor || token.isBracket)) return 'nowhere';
  const following = token ?? tokenAfter(text, cursor);
  const { start, end } = following ?? { start: cursor, end: cursor };
  const rest = /[^\S\r\n]*/y;
  rest.lastIndex = end;
  rest.exec(text);
  const after = text.charAt(rest.lastIndex);
  const hasColon = after === ':';
  const isFree = after === '' || '\r\n,}]#'.includes(after);
  if (frame.isMap && frame.key === undefined) {
    const place = { place: 'key', path: frame.path, before: [...frame.keys], start, end } as const;
    return isFree || hasColon ? { ...place, hasColon, needsSpace: false } : 'nowhere';
  }
  if (!isFree) return 'nowhere';
  const needsSpace = frame.isMap && frame.colon === start;
  return { place: 'value', path: pathIn(frame), before: [], start, end, hasColon: false, needsSpace };
}

/** Whether, blanks and comments aside, anything but a comma or a closing bracket comes after `end`. */
function isEntryBehind(text: string, end: number): boolean {
  const blanks = /(?:\s|(?<=\s)#[^\r\n]*)*/y;
  blanks.lastIndex = end;
  blanks.exec(text);
  const char = text.charAt(blanks.lastIndex);
  return char !== '' && !',}]'.includes(char);
}

/** The word that begins right at the cursor. */
function tokenAfter(text: string, cursor: number): Token | undefined {
  const char = text.charAt(cursor);
  return char === '' || /[\s,:#{}[\]]/.test(char) ? undefined : readToken(text, cursor);
}

function openFrame(isMap: boolean, path: Path): Frame {
  return { isMap, path, keys: [], key: undefined, colon: -1, index: 0 };
}

function pathIn({ isMap, path, key, index }: Frame): Path {
  return [...path, isMap ? (key ?? '') : index];
}

function next(frame: Frame): void {
  frame.key = undefined;
  frame.index += 1;
}

/** YAML 1.2.2, 7.4: a colon ends a key before a space or bracket, and anywhere behind a quoted key. */
function isColon(text: string, at: number, token: Token): boolean {
  return /^["']/.test(text.charAt(token.start)) || /[\s,{}[\]]|^$/.test(text.charAt(at + 1));
}

function readToken(text: string, start: number): Token {
  const quote = text.charAt(start);
  if (quote === '"' || quote === "'") {
    let end = start + 1;
    while (end < text.length && text[end] !== quote && !/[\r\n]/.test(text.charAt(end))) {
      end += text[end] === '\\' && quote === '"' ? 2 : 1;
    }
    const isClosed = text[end] === quote;
    return {
      start,
      end: Math.min(text.length, isClosed ? end + 1 : end),
      text: text.slice(start + 1, end),
      isBracket: false,
    };
  }
  let end = start + 1;
  while (end < text.length && !isPlainEnd(text, end)) end += 1;
  const word = text.slice(start, end).trimEnd();
  return { start, end: start + word.length, text: word, isBracket: false };
}

function isPlainEnd(text: string, at: number): boolean {
  const char = text.charAt(at);
  if ('\r\n,{}[]'.includes(char)) return true;
  if (char === ':') return /[\s,{}[\]]|^$/.test(text.charAt(at + 1));
  return isCommentAt(text, at);
}

function endOfLine(text: string, at: number): number {
  const match = /[\r\n]/g;
  match.lastIndex = at;
  return match.exec(text)?.index ?? text.length;
}
