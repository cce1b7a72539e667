// Source text of operators cut into names, texts and marks, without comments. Enough to follow a few names through
// Rust, Python and JavaScript; no grammar of any of them. Takes any text, in linear time.

export type SourceLanguage = 'rust' | 'python' | 'javascript';

/**
 * `text` is a literal without escapes or placeholders, and `text` its value; `blob` is any other literal or a regular
 * expression. Offsets are UTF-16 code units, `end` is behind the token.
 */
export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'mark' | 'blob';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Distance from the start of its line. */
  readonly column: number;
  /** Whether nothing but space stands before it in its line. */
  readonly isFirst: boolean;
}

/** Tokens and how brackets pair; all numbers are indexes of tokens, -1 stands for none. */
export interface TokenList {
  readonly language: SourceLanguage;
  readonly tokens: readonly Token[];
  /** For each bracket the other one. */
  readonly partners: readonly number[];
  /** For each token the innermost bracket that opens before it and is not closed yet. */
  readonly outers: readonly number[];
}

const name = /[\p{L}\p{Nl}_$][\p{L}\p{N}_$]*/uy;
const number = /\d[\w]*(?:\.\d\w*)?/y;
const mark = /===|!==|=>|==|!=|->|::|\|\||&&|\?\.|\.\.\.?|[^]/uy;

export function readTokens(text: string, language: SourceLanguage): TokenList {
  const tokens: Token[] = [];
  let lineStart = 0;
  let nextBreak = text.indexOf('\n');
  let lastEnd = 0;
  for (let at = skipSpace(text, 0); at < text.length; at = skipSpace(text, at)) {
    while (nextBreak !== -1 && nextBreak < at) {
      lineStart = nextBreak + 1;
      nextBreak = text.indexOf('\n', lineStart);
    }
    const afterComment = skipComment(text, at, language);
    if (afterComment > at) {
      at = afterComment;
      continue;
    }
    const found = readLiteral(text, at, language, tokens.at(-1)) ?? readPlain(text, at);
    const isFirst = lastEnd <= lineStart && (lineStart > 0 || tokens.length === 0);
    tokens.push({ ...found, start: at, column: at - lineStart, isFirst });
    at = lastEnd = found.end;
  }
  return { language, tokens, ...pairBrackets(tokens) };
}

type Found = Pick<Token, 'kind' | 'text' | 'end'>;

function readPlain(text: string, at: number): Found {
  const found =
    matchAt(name, text, at, 'name') ?? matchAt(number, text, at, 'number') ?? matchAt(mark, text, at, 'mark');
  return found ?? { kind: 'mark', text: text.charAt(at), end: at + 1 };
}

function matchAt(pattern: RegExp, text: string, at: number, kind: Token['kind']): Found | undefined {
  pattern.lastIndex = at;
  const match = pattern.exec(text)?.[0];
  // The offset may lie inside a surrogate pair, where a pattern steps back.
  return match && text.startsWith(match, at) ? { kind, text: match, end: at + match.length } : undefined;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && (text.charCodeAt(at) <= 32 || text.charCodeAt(at) === 0xfeff)) at += 1;
  return at;
}

function skipComment(text: string, at: number, language: SourceLanguage): number {
  if (text.startsWith(language === 'python' ? '#' : '//', at)) return lineEnd(text, at);
  if (language === 'python' || !text.startsWith('/*', at)) return at;
  if (language === 'javascript') return after(text, '*/', at + 2);
  // Rust's block comments nest.
  const edge = /\/\*|\*\//g;
  edge.lastIndex = at;
  for (let depth = 0, match = edge.exec(text); match; match = edge.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1;
    if (depth === 0) return edge.lastIndex;
  }
  return text.length;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found === -1 ? text.length : found + end.length;
}

const rustRaw = /[bc]?r(?<hashes>#{0,255})"/y;
const rustPlain = /[bc]?"/y;
const rustChar = /b?'(?:\\.[^'\n]{0,12}|[^\\'\n]{1,2})'/y;
const rustLifetime = /'[A-Za-z_]\w*/y;
const pythonStart = /(?<prefix>[rRbBuUfF]{0,2})(?<quote>"""|'''|"|')/y;

function readLiteral(
  text: string,
  at: number,
  language: SourceLanguage,
  previous: Token | undefined,
): Found | undefined {
  if (language === 'rust') return readRustLiteral(text, at);
  if (language === 'python') {
    pythonStart.lastIndex = at;
    const groups = pythonStart.exec(text)?.groups;
    const { prefix = '', quote } = groups ?? {};
    return quote ? readQuoted(text, at + prefix.length, quote, /f/i.test(prefix)) : undefined;
  }
  const first = text.charAt(at);
  if (first === '"' || first === "'") return readQuoted(text, at, first);
  if (first === '`') return readTemplate(text, at);
  if (first === '/' && canRegExpFollow(previous)) return readRegExp(text, at);
  return undefined;
}

function readRustLiteral(text: string, at: number): Found | undefined {
  rustRaw.lastIndex = at;
  const raw = rustRaw.exec(text);
  if (raw) {
    const close = `"${raw.groups?.['hashes'] ?? ''}`;
    const end = after(text, close, rustRaw.lastIndex);
    return { kind: 'text', text: text.slice(rustRaw.lastIndex, end - close.length), end };
  }
  rustPlain.lastIndex = at;
  if (rustPlain.test(text)) return readQuoted(text, rustPlain.lastIndex - 1, '"', false, true);
  const short = matchAt(rustChar, text, at, 'blob') ?? matchAt(rustLifetime, text, at, 'blob');
  return short && { ...short, text: '' };
}

function readQuoted(
  text: string,
  at: number,
  quote: string,
  hasPlaceholders = false,
  isMultiline = quote.length === 3,
): Found {
  let end = at + quote.length;
  let isPlain = !hasPlaceholders;
  while (end < text.length && !text.startsWith(quote, end)) {
    if (!isMultiline && text.charAt(end) === '\n') return { kind: 'blob', text: '', end };
    const isEscape = text.charAt(end) === '\\';
    if (isEscape) isPlain = false;
    end += isEscape ? 2 : 1;
  }
  if (end >= text.length) return { kind: 'blob', text: '', end: text.length };
  const value = isPlain ? text.slice(at + quote.length, end) : '';
  return { kind: isPlain ? 'text' : 'blob', text: value, end: end + quote.length };
}

/** What stands in placeholders is passed over, with its braces counted. */
function readTemplate(text: string, at: number): Found {
  let depth = 0;
  let isPlain = true;
  let end = at + 1;
  for (; end < text.length; end += 1) {
    const sign = text.charAt(end);
    if (depth === 0 && sign === '`') break;
    if (sign === '\\' || sign === '$') isPlain = false;
    if (sign === '\\') end += 1;
    else if (depth === 0 ? text.startsWith('${', end) : sign === '{') {
      depth += 1;
      if (sign === '$') end += 1;
    } else if (depth > 0 && sign === '}') depth -= 1;
  }
  if (end >= text.length) return { kind: 'blob', text: '', end: text.length };
  return { kind: isPlain ? 'text' : 'blob', text: isPlain ? text.slice(at + 1, end) : '', end: end + 1 };
}

function canRegExpFollow(previous: Token | undefined): boolean {
  if (!previous) return true;
  if (previous.kind === 'mark') return ![')', ']', '}'].includes(previous.text);
  return (
    previous.kind === 'name' && ['return', 'typeof', 'case', 'in', 'of', 'throw'].includes(previous.text)
  );
}

function readRegExp(text: string, at: number): Found | undefined {
  let isInClass = false;
  for (let end = at + 1; end < text.length; end += 1) {
    const sign = text.charAt(end);
    if (sign === '\n') return undefined;
    if (sign === '\\') end += 1;
    else if (sign === '[') isInClass = true;
    else if (sign === ']') isInClass = false;
    else if (sign === '/' && !isInClass) return { kind: 'blob', text: '', end: end + 1 };
  }
  return undefined;
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

function pairBrackets(tokens: readonly Token[]): Pick<TokenList, 'partners' | 'outers'> {
  const partners = tokens.map(() => -1);
  const outers = tokens.map(() => -1);
  const open: { at: number; closer: string }[] = [];
  const waiting: Record<string, number> = { ')': 0, ']': 0, '}': 0 };
  tokens.forEach((token, at) => {
    const isMark = token.kind === 'mark';
    if (isMark && (waiting[token.text] ?? 0) > 0) {
      // Brackets that were left open end with the one around them.
      for (let last = open.pop(); last; last = open.pop()) {
        waiting[last.closer] = (waiting[last.closer] ?? 0) - 1;
        if (last.closer !== token.text) continue;
        partners[at] = last.at;
        partners[last.at] = at;
        break;
      }
    }
    outers[at] = open.at(-1)?.at ?? -1;
    const closer = isMark ? closers[token.text] : undefined;
    if (closer === undefined) return;
    open.push({ at, closer });
    waiting[closer] = (waiting[closer] ?? 0) + 1;
  });
  return { partners, outers };
}
