// Which texts the key of a property is compared with. Knows nothing about where the key comes from.
import {
  before,
  callAround,
  constantOf,
  type Expression,
  literalOf,
  memberBehind,
  textsInside,
} from './expressions.ts';
import { closerOf, indentedBlock, isAt, nameAt, splitAtCommas } from './functions.ts';
import type { SourceFile } from './sourceFile.ts';
import type { TokenList } from './tokens.ts';

const equalSigns = ['==', '!=', '===', '!=='];

/** Tokens of the texts that the value of `key` is compared with, in whatever form the language has for it. */
export function comparedTexts(file: SourceFile, key: Expression): number[] {
  const { list } = file;
  const previous = before(list, key);
  const next = key.last + 1;
  const texts: number[] = [];
  if (isAt(list, next, ...equalSigns)) texts.push(isAt(list, next + 1, '&', '*') ? next + 2 : next + 1);
  if (isAt(list, previous, ...equalSigns)) texts.push(previous - 1);
  const member = memberBehind(list, key);
  if (member?.open !== undefined && ['eq', 'ne', 'eq_ignore_ascii_case'].includes(member.name))
    texts.push(isAt(list, member.open + 1, '&') ? member.open + 2 : member.open + 1);
  return [
    ...texts.flatMap((at) => textAt(file, at) ?? []),
    ...textsOfMembership(file, key),
    ...textsOfChoice(list, key, previous),
  ];
}

/** The token of the text that stands at `at`, or that the constant named there has. */
export function textAt(file: SourceFile, at: number): number | undefined {
  const token = file.list.tokens[at];
  if (token?.kind === 'text') return at;
  // A path or a member is no constant of this file; a call is none at all.
  const isPlain = token?.kind === 'name' && !isAt(file.list, at + 1, '(', '.', '::', '?.', '[');
  return isPlain ? constantOf(file, token.text) : undefined;
}

/** `key in settings`, `key not in ("a", "b")`, `["a", "b"].contains(&key)`. */
function textsOfMembership(file: SourceFile, key: Expression): number[] {
  const { list } = file;
  const next = key.last + 1;
  let target = isAt(list, next, 'in') ? next + 1 : -1;
  if (isAt(list, next, 'not') && isAt(list, next + 1, 'in')) target = next + 2;
  const isLoop = isAt(list, key.first - 1, 'for', ',', 'const', 'let');
  if (list.language === 'rust' || isLoop) target = -1;
  const call = target === -1 ? callAround(list, key) : undefined;
  if (call && isAt(list, call.callee, 'contains', 'includes') && isAt(list, call.callee - 1, '.')) {
    const end = call.callee - 2;
    target = isAt(list, end, ']') ? (list.partners[end] ?? -1) : end;
  }
  if (target === -1) return [];
  const name = nameAt(list, target);
  const isMember = isAt(list, target + 1, '.', '(', '[') && !call;
  const open = name === undefined ? target : isMember ? undefined : literalOf(file, name);
  return open === undefined ? [] : textsInside(list, open);
}

/** `match key {`, `match (key, value) {`, `matches!(key, …)`, `match key:`, `switch (key) {`. */
function textsOfChoice(list: TokenList, key: Expression, previous: number): number[] {
  const next = key.last + 1;
  if (list.language === 'python')
    return isAt(list, previous, 'match') && isAt(list, next, ':') ? pythonCases(list, previous, next) : [];
  const open = list.outers[key.first] ?? -1;
  if (list.language === 'rust') return textsOfMatch(list, key, previous, open);
  const isSwitch = previous === open && isAt(list, open - 1, 'switch') && isAt(list, next, ')');
  return isSwitch && isAt(list, next + 1, '{') ? javaScriptCases(list, next + 1) : [];
}

function textsOfMatch(list: TokenList, key: Expression, previous: number, open: number): number[] {
  const next = key.last + 1;
  const close = closerOf(list, open);
  if (isAt(list, previous, 'match') && isAt(list, next, '{')) return rustArms(list, next, undefined);
  if (close === undefined || !isAt(list, open, '(') || !isAt(list, next, ',', ')')) return [];
  if (isAt(list, open - 1, 'match') && isAt(list, close + 1, '{') && isAt(list, previous, '(', ',')) {
    const index = splitAtCommas(list, open, close).findIndex(
      ({ from, to }) => from <= key.first && key.first < to,
    );
    return rustArms(list, close + 1, index);
  }
  const isMatches = isAt(list, open - 1, '!') && isAt(list, open - 2, 'matches') && previous === open;
  return isMatches ? textsBetween(list, next, close, ['|', ',', ')']) : [];
}

/** Texts at the top level of the patterns of `match … {`; of tuples the element `index`. */
function rustArms(list: TokenList, open: number, index: number | undefined): number[] {
  const close = closerOf(list, open) ?? list.tokens.length;
  const texts: number[] = [];
  for (let at = open + 1; at < close; at = (closerOf(list, at) ?? at) + 1) {
    if (index === undefined) {
      const isPattern = isAt(list, at + 1, '=>', '|', 'if') && isAt(list, at - 1, '{', '}', ',', '|');
      if (isPattern && list.tokens[at]?.kind === 'text') texts.push(at);
      continue;
    }
    const end = isAt(list, at, '(') ? closerOf(list, at) : undefined;
    const isPattern = isAt(list, at - 1, '{', '}', ',', '|');
    if (end === undefined || !isPattern || !isAt(list, end + 1, '=>', '|', 'if')) continue;
    const element = splitAtCommas(list, at, end)[index];
    if (element) texts.push(...textsBetween(list, element.from - 1, element.to, ['|', ',', ')']));
  }
  return texts;
}

/** Texts between two tokens that one of `ends` follows. */
function textsBetween(list: TokenList, from: number, to: number, ends: readonly string[]): number[] {
  const texts: number[] = [];
  for (let at = from + 1; at < to; at = (closerOf(list, at) ?? at) + 1) {
    if (isAt(list, at, 'if')) break;
    if (list.tokens[at]?.kind === 'text' && isAt(list, at + 1, ...ends, 'if')) texts.push(at);
  }
  return texts;
}

function javaScriptCases(list: TokenList, open: number): number[] {
  const close = closerOf(list, open) ?? list.tokens.length;
  const texts: number[] = [];
  for (let at = open + 1; at < close; at = (closerOf(list, at) ?? at) + 1)
    if (isAt(list, at, 'case') && isAt(list, at + 2, ':')) texts.push(at + 1);
  return texts;
}

function pythonCases(list: TokenList, keyword: number, colon: number): number[] {
  const { from, to } = indentedBlock(list, keyword, colon);
  const column = list.tokens[from]?.column;
  const texts: number[] = [];
  for (let at = from; at < to; at += 1) {
    const token = list.tokens[at];
    if (!token?.isFirst || token.column !== column || token.text !== 'case') continue;
    for (let each = at + 1; each < Math.min(to, at + 100) && !isAt(list, each, ':', 'if'); each += 1)
      if (list.tokens[each]?.kind === 'text') texts.push(each);
  }
  return texts;
}
