// Small questions about an expression in source text: what is done with it, what stands around it. Knows nothing about
// operators and parameters.
import { closerOf, isAt, nameAt, splitAtCommas, type TokenRange } from './functions.ts';
import type { SourceFile } from './sourceFile.ts';
import type { TokenList } from './tokens.ts';

/** First and last token of an expression, both included. */
export interface Expression {
  readonly first: number;
  readonly last: number;
}

/** A call of a method, or an access to a member, behind an expression. */
export interface MemberUse {
  readonly name: string;
  /** The brackets of the call; absent when it is an access. */
  readonly open?: number;
  /** Last token of it. */
  readonly last: number;
}

/** `.name`, `?.name`, `.name(…)` and `.name::<…>(…)` behind `expression`. */
export function memberBehind(list: TokenList, { last }: Expression): MemberUse | undefined {
  const at = isAt(list, last + 1, '.', '?.') ? last + 2 : -1;
  const name = nameAt(list, at);
  if (name === undefined) return undefined;
  let open = at + 1;
  if (isAt(list, open, '::') && isAt(list, open + 1, '<')) {
    let angles = 0;
    for (open += 1; open < at + 40; open += 1) {
      if (isAt(list, open, '<')) angles += 1;
      else if (isAt(list, open, '>')) angles -= 1;
      if (angles === 0) break;
    }
    open += 1;
  }
  const close = isAt(list, open, '(') ? closerOf(list, open) : undefined;
  return close === undefined ? { name, last: at } : { name, open, last: close };
}

/** The token before `expression` and before the signs of reference that belong to it. */
export function before(list: TokenList, { first }: Expression): number {
  let at = first - 1;
  while (isAt(list, at, '&', '&&', '*', 'mut', 'await')) at -= 1;
  return at;
}

/** The call that `expression` is the whole argument `index` of. */
export function callAround(
  list: TokenList,
  expression: Expression,
): { callee: number; index: number; close: number } | undefined {
  const previous = before(list, expression);
  const open = list.outers[expression.first] ?? -1;
  const close = isAt(list, open, '(') ? closerOf(list, open) : undefined;
  if (close === undefined || !isAt(list, previous, '(', ',') || !isAt(list, expression.last + 1, ',', ')'))
    return undefined;
  let index = 0;
  if (previous !== open) {
    // Longer lists of arguments are data.
    if (expression.first - open > 2000) return undefined;
    index = splitAtCommas(list, open, close).findIndex(
      ({ from, to }) => from <= expression.first && expression.first < to,
    );
  }
  return { callee: open - 1, index, close };
}

/** The whole of a call whose name is at `callee`: with `new` and the path before it. */
export function callExpression(list: TokenList, callee: number, close: number): Expression {
  let first = callee;
  while (isAt(list, first - 1, '.', '::') && nameAt(list, first - 2) !== undefined) first -= 2;
  if (isAt(list, first - 1, 'new')) first -= 1;
  return { first, last: close };
}

/** A name that the value of an expression is given to. */
export interface Alias {
  readonly name: string;
  /** Whether it is a member of `self` or `this`. */
  readonly isMember: boolean;
  /** Whether the statement makes the name, so that it ends with the function. */
  readonly isLocal: boolean;
}

/** `let name = …;`, `name = …`, `self.name = …` where the right side is `expression` and nothing else. */
export function aliasOf({ list }: SourceFile, expression: Expression): Alias | undefined {
  const sign = before(list, expression);
  const next = list.tokens[expression.last + 1];
  const isWhole = !next || next.isFirst || isAt(list, expression.last + 1, ';', '?');
  if (!isAt(list, sign, '=') || !isWhole) return undefined;
  const target = targetOf(list, sign);
  const name = nameAt(list, target);
  if (name === undefined) return undefined;
  const isMember = isAt(list, target - 1, '.');
  if (isMember)
    return isAt(list, target - 2, 'self', 'this') ? { name, isMember, isLocal: false } : undefined;
  const isDeclared = isAt(list, target - 1, ...declarations, 'mut') || list.language === 'python';
  return { name, isMember, isLocal: isDeclared };
}

const declarations = ['let', 'const', 'var'];

/** The name before the `=` at `sign`, or before the type that stands between them. */
function targetOf(list: TokenList, sign: number): number {
  for (let at = sign - 1; at > sign - 30 && at >= 0 && !isAt(list, at, ';', '{', '}'); at -= 1) {
    const isStart = isAt(list, at - 1, ...declarations, 'mut') || (list.tokens[at]?.isFirst ?? false);
    if (isStart && isAt(list, at + 1, ':')) return at;
    if (isStart) break;
  }
  return sign - 1;
}

/** The innermost function around the token at `at`. */
export function functionAround({ functions }: SourceFile, at: number): TokenRange | undefined {
  return functions.findLast(({ body }) => body.from <= at && at < body.to)?.body;
}

/**
 * Tokens of the texts that a list, a set or a map in brackets holds, `open` being the bracket. Of maps the keys; of
 * JavaScript's objects keys that are names, too.
 */
export function textsInside(list: TokenList, open: number): number[] {
  const close = closerOf(list, open);
  if (close === undefined) return [];
  const isObject = list.language === 'javascript' && isAt(list, open, '{');
  return splitAtCommas(list, open, close).flatMap(({ from, to }) => {
    const isKey = isAt(list, from + 1, ':');
    if (list.tokens[from]?.kind === 'text') return isKey || to === from + 1 ? [from] : [];
    return isObject && isKey && nameAt(list, from) !== undefined ? [from] : [];
  });
}

/** The bracket that opens the list or map `name` is given in this file: `name = {`, `const name: T = [`. */
export function literalOf({ list, occurrences }: SourceFile, name: string): number | undefined {
  for (const at of (occurrences.get(name) ?? []).slice(0, 50)) {
    if (isAt(list, at - 1, '.')) continue;
    let sign = at + 1;
    if (isAt(list, sign, ':'))
      for (let steps = 0; steps < 30 && !isAt(list, sign, '=', ';'); steps += 1)
        sign = (closerOf(list, sign) ?? sign) + 1;
    if (!isAt(list, sign, '=')) continue;
    const open = isAt(list, sign + 1, '&') ? sign + 2 : sign + 1;
    if (isAt(list, open, '[', '{', '(')) return open;
  }
  return undefined;
}

/** The token of the text that the constant `name` has: `const NAME: &str = "…";`, or `NAME = "…"` at a margin. */
export function constantOf({ list, occurrences }: SourceFile, name: string): number | undefined {
  for (const at of (occurrences.get(name) ?? []).slice(0, 50)) {
    const isDeclared = isAt(list, at - 1, 'const', 'static');
    if (
      !isDeclared &&
      !(list.language === 'python' && list.tokens[at]?.isFirst && list.tokens[at].column === 0)
    )
      continue;
    for (let sign = at + 1; sign < at + 12; sign += 1) {
      if (!isAt(list, sign, '=')) continue;
      const next = list.tokens[sign + 2];
      const isWhole = !next || next.isFirst || isAt(list, sign + 2, ';');
      return list.tokens[sign + 1]?.kind === 'text' && isWhole ? sign + 1 : undefined;
    }
  }
  return undefined;
}
