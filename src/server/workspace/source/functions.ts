// The functions of a source file: names, parameters, and where their bodies are. Knows nothing about operators.
import type { TokenList } from './tokens.ts';

/** Indexes of tokens, half-open. */
export interface TokenRange {
  readonly from: number;
  readonly to: number;
}

export interface FunctionParameter {
  /** Empty when it is a pattern. */
  readonly name: string;
  /** All of it, with its type. */
  readonly tokens: TokenRange;
}

export interface SourceFunction {
  readonly name: string;
  readonly nameToken: number;
  /** Without `self`. */
  readonly parameters: readonly FunctionParameter[];
  readonly body: TokenRange;
}

/** No head of anything, and no expression behind an arrow, has more tokens; looking further would take long on odd texts. */
const longest = 400;

/** Functions in order of the text. */
export function findFunctions(list: TokenList): SourceFunction[] {
  return list.tokens.flatMap((token, at) => {
    if (token.kind !== 'name') return [];
    if (list.language === 'rust') return token.text === 'fn' ? readRust(list, at) : [];
    if (list.language === 'python') return token.text === 'def' ? readPython(list, at) : [];
    return readJavaScript(list, at);
  });
}

/** Whether the token at `at` has this text and is no literal. */
export function isAt(list: TokenList, at: number, ...texts: readonly string[]): boolean {
  const token = list.tokens[at];
  return (
    token !== undefined && (token.kind === 'mark' || token.kind === 'name') && texts.includes(token.text)
  );
}

/** The name at `at`; undefined when something else stands there. */
export function nameAt(list: TokenList, at: number): string | undefined {
  const token = list.tokens[at];
  return token?.kind === 'name' ? token.text : undefined;
}

/** The bracket that closes the one at `at`; undefined when there is none. */
export function closerOf(list: TokenList, at: number): number | undefined {
  const partner = list.partners[at] ?? -1;
  return partner > at ? partner : undefined;
}

/** Parts between the brackets `open` and `close` that commas part, without those inside of inner brackets. */
export function splitAtCommas(list: TokenList, open: number, close: number): TokenRange[] {
  const parts: TokenRange[] = [];
  let from = open + 1;
  let angles = 0;
  for (let at = from; at < close; at += 1) {
    if (list.language === 'rust' && isAt(list, at, '<')) angles += 1;
    else if (list.language === 'rust' && isAt(list, at, '>')) angles = Math.max(0, angles - 1);
    else if (isAt(list, at, ',') && angles === 0) {
      parts.push({ from, to: at });
      from = at + 1;
    } else at = closerOf(list, at) ?? at;
  }
  if (from < close) parts.push({ from, to: close });
  return parts;
}

/** The block that belongs to the line of token `at`, whose colon is at `colon`: everything that is indented deeper. */
export function indentedBlock(list: TokenList, at: number, colon: number): TokenRange {
  let head = at;
  while (head > 0 && !list.tokens[head]?.isFirst) head -= 1;
  const indent = list.tokens[head]?.column ?? 0;
  let to = colon + 1;
  while (to < list.tokens.length) {
    const token = list.tokens[to];
    if (token?.isFirst && token.column <= indent) break;
    to = (closerOf(list, to) ?? to) + 1;
  }
  return { from: colon + 1, to };
}

/** The first of `texts` from `from` on, passing over brackets; undefined when `until` or the end comes first. */
export function findAhead(
  list: TokenList,
  from: number,
  texts: readonly string[],
  until: readonly string[] = [],
): number | undefined {
  const limit = Math.min(list.tokens.length, from + longest);
  for (let at = from; at < limit; at += 1) {
    if (isAt(list, at, ...texts)) return at;
    if (isAt(list, at, ...until)) return undefined;
    at = closerOf(list, at) ?? at;
  }
  return undefined;
}

function readRust(list: TokenList, at: number): SourceFunction[] {
  const name = nameAt(list, at + 1);
  if (name === undefined) return [];
  let open = at + 2;
  for (let angles = 0; open < at + 200; open += 1) {
    if (isAt(list, open, '<')) angles += 1;
    else if (isAt(list, open, '>')) angles -= 1;
    else if (angles <= 0) break;
  }
  const close = isAt(list, open, '(') ? closerOf(list, open) : undefined;
  const body = close === undefined ? undefined : findAhead(list, close + 1, ['{'], [';']);
  if (close === undefined || body === undefined) return [];
  const parameters = readParameters(list, open, close, ['mut', 'ref']).filter(
    ({ tokens }) => !isSelf(list, tokens),
  );
  return [{ name, nameToken: at + 1, parameters, body: insideOf(list, body) }];
}

function isSelf(list: TokenList, { from, to }: TokenRange): boolean {
  for (let at = from; at < Math.min(to, from + 10); at += 1) {
    if (isAt(list, at, ':')) return false;
    if (isAt(list, at, 'self')) return true;
  }
  return false;
}

function readPython(list: TokenList, at: number): SourceFunction[] {
  const isStatement = list.tokens[at]?.isFirst === true || isAt(list, at - 1, 'async');
  const name = isStatement ? nameAt(list, at + 1) : undefined;
  const close = isAt(list, at + 2, '(') ? closerOf(list, at + 2) : undefined;
  const colon = close === undefined ? undefined : findAhead(list, close + 1, [':']);
  if (name === undefined || close === undefined || colon === undefined) return [];
  const parameters = readParameters(list, at + 2, close, []).filter(
    (parameter, index) => index > 0 || !['self', 'cls'].includes(parameter.name),
  );
  return [{ name, nameToken: at + 1, parameters, body: indentedBlock(list, at, colon) }];
}

const noMethods = ['if', 'for', 'while', 'switch', 'catch', 'with', 'return', 'await', 'function'];

/** `name(…) {`, `function name(…) {`, `name = (…) =>`, `name: one =>`, `name: function (…) {`. */
function readJavaScript(list: TokenList, at: number): SourceFunction[] {
  const name = nameAt(list, at) ?? '';
  if (noMethods.includes(name) || isAt(list, at - 1, '.', 'new')) return [];
  if (!isAt(list, at + 1, '=', ':')) return readBraced(list, at, at + 1);
  const start = isAt(list, at + 2, 'async') ? at + 3 : at + 2;
  if (isAt(list, start, 'function'))
    return readBraced(list, at, start + (nameAt(list, start + 1) === undefined ? 1 : 2));
  const single = nameAt(list, start);
  if (single !== undefined && isAt(list, start + 1, '=>')) {
    const parameters = [{ name: single, tokens: { from: start, to: start + 1 } }];
    return [{ name, nameToken: at, parameters, body: arrowBody(list, start + 2) }];
  }
  const close = isAt(list, start, '(') ? closerOf(list, start) : undefined;
  if (close === undefined || !isAt(list, close + 1, '=>')) return [];
  const parameters = readParameters(list, start, close, []);
  return [{ name, nameToken: at, parameters, body: arrowBody(list, close + 2) }];
}

/** A function whose parameters begin at `open`, and whose body has braces. */
function readBraced(list: TokenList, at: number, open: number): SourceFunction[] {
  const close = isAt(list, open, '(') ? closerOf(list, open) : undefined;
  if (close === undefined) return [];
  const body = isAt(list, close + 1, ':') ? findAhead(list, close + 1, ['{'], [';', ',']) : close + 1;
  if (body === undefined || !isAt(list, body, '{')) return [];
  const parameters = readParameters(list, open, close, []);
  return [{ name: nameAt(list, at) ?? '', nameToken: at, parameters, body: insideOf(list, body) }];
}

/** What follows an arrow: a block, or an expression up to where its list, call or statement ends. */
function arrowBody(list: TokenList, from: number): TokenRange {
  if (isAt(list, from, '{')) return insideOf(list, from);
  let to = from;
  while (to < from + longest && to < list.tokens.length && !isAt(list, to, ',', ';', ')', ']', '}'))
    to = (closerOf(list, to) ?? to) + 1;
  return { from, to };
}

function insideOf(list: TokenList, open: number): TokenRange {
  return { from: open + 1, to: closerOf(list, open) ?? list.tokens.length };
}

function readParameters(
  list: TokenList,
  open: number,
  close: number,
  modifiers: readonly string[],
): FunctionParameter[] {
  return splitAtCommas(list, open, close).map((tokens) => {
    let at = tokens.from;
    while (at < tokens.to && isAt(list, at, ...modifiers, '*', '...')) at += 1;
    return { name: nameAt(list, at) ?? '', tokens };
  });
}
