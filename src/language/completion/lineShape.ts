// One line of YAML in block style taken apart: dashes, a key, and what follows. Reads half-typed lines too. Knows nothing
// about the lines around it.

/** A dash or a key; columns count from 0. */
export interface LineEntry {
  readonly kind: 'item' | 'key';
  readonly column: number;
  /** The key without quotes; empty for a dash. */
  readonly key: string;
  /** Where the key ends, quotes included. */
  readonly keyEnd: number;
  /** After the dash or the colon. */
  readonly end: number;
}

/** A line that is not blank. */
export interface LineShape {
  readonly indent: number;
  readonly entries: readonly LineEntry[];
  /** What follows the entries, without anchor, tag and comment; both are the same when there is nothing. */
  readonly rest: { readonly start: number; readonly end: number };
  /** Where a comment begins; the end of the line when there is none. */
  readonly comment: number;
}

/** Takes `line` (without its line break) apart. */
export function shapeOf(line: string): LineShape {
  const comment = findComment(line);
  const content = line.slice(0, comment).trimEnd();
  const indent = skipSpace(content, 0);
  const entries: LineEntry[] = [];
  let at = indent;
  while (content[at] === '-' && isSpaceAt(content, at + 1)) {
    entries.push({ kind: 'item', column: at, key: '', keyEnd: at, end: at + 1 });
    at = skipProperties(content, skipSpace(content, at + 1));
  }
  const key = readKey(content, at);
  if (key) {
    entries.push(key);
    at = skipSpace(content, key.end);
  }
  return { indent, entries, rest: { start: skipProperties(content, at), end: content.length }, comment };
}

/** Whether nothing follows the last entry. */
export function isOpen({ rest }: LineShape): boolean {
  return rest.start >= rest.end;
}

/** Whether `line`, of `shape`, ends in the head of a block text: YAML 1.2.2, 8.1.1 Block Scalar Headers. */
export function startsBlockText(line: string, { rest }: LineShape): boolean {
  return /^[|>][-+\d]{0,2}$/.test(line.slice(rest.start, rest.end));
}

function findComment(line: string): number {
  let quote = '';
  let canQuote = true;
  for (let index = 0; index < line.length; index += 1) {
    const char = line.charAt(index);
    if (quote !== '') {
      if (char === '\\' && quote === '"') index += 1;
      else if (char === quote) quote = '';
      continue;
    }
    if (char === '#' && (index === 0 || /\s/.test(line.charAt(index - 1)))) return index;
    // A quote inside a plain text is part of it.
    if ((char === '"' || char === "'") && canQuote) quote = char;
    if (char !== ' ' && char !== '\t') canQuote = ':-,[{'.includes(char);
  }
  return line.length;
}

function readKey(content: string, at: number): LineEntry | undefined {
  const first = content.charAt(at);
  if (first === '' || '[]{},|>#%@`*'.includes(first) || (first === '?' && isSpaceAt(content, at + 1))) {
    return undefined;
  }
  if (first === '"' || first === "'") return readQuotedKey(content, at, first);
  for (let colon = content.indexOf(':', at); colon > at; colon = content.indexOf(':', colon + 1)) {
    if (!isSpaceAt(content, colon + 1)) continue;
    const key = content.slice(at, colon).trimEnd();
    return { kind: 'key', column: at, key, keyEnd: at + key.length, end: colon + 1 };
  }
  return undefined;
}

function readQuotedKey(content: string, at: number, quote: string): LineEntry | undefined {
  const end = content.indexOf(quote, at + 1);
  const colon = skipSpace(content, end + 1);
  if (end < 0 || content[colon] !== ':' || !isSpaceAt(content, colon + 1)) return undefined;
  return { kind: 'key', column: at, key: content.slice(at + 1, end), keyEnd: end + 1, end: colon + 1 };
}

function skipProperties(content: string, at: number): number {
  const { lastIndex } = match(/(?:[&!]\S*(?:[ \t]+|$))*/y, content, at);
  return lastIndex;
}

function skipSpace(content: string, at: number): number {
  return match(/[ \t]*/y, content, at).lastIndex;
}

function match(form: RegExp, content: string, at: number): RegExp {
  form.lastIndex = at;
  form.exec(content);
  return form;
}

function isSpaceAt(content: string, at: number): boolean {
  return at >= content.length || content[at] === ' ' || content[at] === '\t';
}
