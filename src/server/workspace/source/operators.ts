// Where operators are written in a source file: the forms that the SDKs and binding generators of each language ask for.
// Knows nothing about parameters.
import { type ModuleOperationType, moduleOperationTypes } from '../../../graph/model.ts';
import {
  closerOf,
  findAhead,
  indentedBlock,
  isAt,
  nameAt,
  type SourceFunction,
  splitAtCommas,
  type TokenRange,
} from './functions.ts';
import type { TokenList } from './tokens.ts';

/** An operator in a source file; offsets are those of the text. */
export interface FoundOperator {
  readonly type: ModuleOperationType;
  readonly start: number;
  readonly end: number;
  /** The function that is given the configuration, as far as it was found. */
  readonly init?: SourceFunction;
}

/** Operators in order of the text. */
export function findOperators(list: TokenList, functions: readonly SourceFunction[]): FoundOperator[] {
  switch (list.language) {
    case 'rust':
      return findRust(list, functions);
    case 'python':
      return list.tokens.flatMap((_, at) => readPythonClass(list, at, functions));
    case 'javascript':
      return findJavaScript(list, functions);
  }
}

function typeOf(name: string | undefined): ModuleOperationType | undefined {
  return moduleOperationTypes.find((type) => type === name);
}

function makeOperator(
  list: TokenList,
  type: ModuleOperationType,
  [first, last]: readonly [number, number],
  init: SourceFunction | undefined,
): FoundOperator[] {
  const start = list.tokens[first]?.start ?? 0;
  const end = list.tokens[last]?.end ?? start;
  return [{ type, start, end, ...(init ? { init } : {}) }];
}

/** The function called `init` that stands directly in `body`. */
function initIn(functions: readonly SourceFunction[], body: TokenRange): SourceFunction | undefined {
  return functions.find(
    ({ name, nameToken }) => name === 'init' && nameToken >= body.from && nameToken < body.to,
  );
}

function findRust(list: TokenList, functions: readonly SourceFunction[]): FoundOperator[] {
  const imports = readUses(list);
  return list.tokens.flatMap((token, at) => {
    if (token.kind !== 'name') return [];
    if (token.text === 'impl') return readImpl(list, at, imports, functions);
    return token.text.endsWith('_operator') ? readAttribute(list, at, functions) : [];
  });
}

/** `#[map_operator(init = "name")] fn …` of the SDK's macros. */
function readAttribute(list: TokenList, at: number, functions: readonly SourceFunction[]): FoundOperator[] {
  const type = typeOf(list.tokens[at]?.text.replace(/_operator$/, ''));
  const open = list.outers[at] ?? -1;
  const close = isAt(list, open, '[') && isAt(list, open - 1, '#') ? closerOf(list, open) : undefined;
  if (!type || close === undefined) return [];
  const keyword = findAhead(list, close + 1, ['fn'], [';']);
  if (keyword === undefined || nameAt(list, keyword + 1) === undefined) return [];
  let initName: string | undefined;
  for (let each = at + 1; each < close; each += 1)
    if (isAt(list, each, 'init') && isAt(list, each + 1, '=')) initName = list.tokens[each + 2]?.text;
  const named = functions.filter((each) => each.name === initName);
  // Several modules of a file may use the name: it stands close before its operator as a rule.
  const init = named.findLast((each) => each.nameToken < at) ?? named[0];
  return makeOperator(list, type, [keyword + 1, keyword + 1], init);
}

/** `impl exports::…::map::Guest for X`, or `impl Guest for X` where `use` says whose guest it is. */
function readImpl(
  list: TokenList,
  at: number,
  imports: ReadonlyMap<string, readonly string[]>,
  functions: readonly SourceFunction[],
): FoundOperator[] {
  const target = findAhead(list, at + 1, ['for'], ['{', ';']);
  const body = target === undefined ? undefined : findAhead(list, target, ['{'], [';']);
  if (target === undefined || body === undefined) return [];
  const path: string[] = [];
  for (let each = at + 1; each < target; each += 1) {
    const name = nameAt(list, each);
    if (name !== undefined) path.push(name);
  }
  const first = imports.get(path[0] ?? '');
  const full = first ? [...first, ...path.slice(1)] : path;
  const type = full.at(-1) === 'Guest' ? typeOf(full.at(-2)) : undefined;
  if (!type) return [];
  const to = closerOf(list, body) ?? list.tokens.length;
  return makeOperator(list, type, [at, body - 1], initIn(functions, { from: body, to }));
}

/** What `use` brings in: full path by local name. */
function readUses(list: TokenList): Map<string, readonly string[]> {
  const uses = new Map<string, readonly string[]>();
  list.tokens.forEach((_, at) => {
    if (isAt(list, at, 'use')) readUse(list, at + 1, uses);
  });
  return uses;
}

function readUse(list: TokenList, from: number, uses: Map<string, readonly string[]>): void {
  const prefixes: (readonly string[])[] = [];
  let path: readonly string[] = [];
  for (let at = from; at < Math.min(list.tokens.length, from + 400); at += 1) {
    const name = nameAt(list, at);
    if (isAt(list, at, 'as')) {
      uses.set(nameAt(list, at + 1) ?? '', path);
      path = [];
      at += 1;
    } else if (name !== undefined) path = path.length < 20 ? [...path, name] : path;
    else if (isAt(list, at, '{')) prefixes.push(path);
    else if (isAt(list, at, ',', '}', ';')) {
      if (path.length > (prefixes.at(-1)?.length ?? 0)) uses.set(path.at(-1) ?? '', path);
      if (isAt(list, at, ';')) return;
      if (isAt(list, at, '}')) {
        prefixes.pop();
        path = [];
      } else path = prefixes.at(-1) ?? [];
    } else if (!isAt(list, at, '::')) path = [];
  }
}

/** `class Map(exports.Map):`, or a class of that name with both functions of an operator. */
function readPythonClass(list: TokenList, at: number, functions: readonly SourceFunction[]): FoundOperator[] {
  if (!isAt(list, at, 'class') || !list.tokens[at]?.isFirst) return [];
  const name = nameAt(list, at + 1) ?? '';
  const type = /^[A-Z]/.test(name) ? typeOf(name.toLowerCase()) : undefined;
  const colon = type && findAhead(list, at + 2, [':']);
  if (!type || colon === undefined) return [];
  const body = indentedBlock(list, at, colon);
  const has = (method: string): boolean =>
    functions.some((each) => each.name === method && each.nameToken > body.from && each.nameToken < body.to);
  const isExport =
    isAt(list, colon - 2, name) && isAt(list, colon - 3, '.') && isAt(list, colon - 4, 'exports');
  if (!isExport && !(has('init') && has('process'))) return [];
  return makeOperator(list, type, [at + 1, at + 1], initIn(functions, body));
}

const declares = ['const', 'let', 'var', 'class', 'function'];

function findJavaScript(list: TokenList, functions: readonly SourceFunction[]): FoundOperator[] {
  const places = new Map<string, number>();
  list.tokens.forEach((token, at) => {
    if (token.kind === 'name' && isAt(list, at - 1, ...declares) && !places.has(token.text))
      places.set(token.text, at);
  });
  return list.tokens.flatMap((_, at) =>
    isAt(list, at, 'export') ? readExport(list, at, functions, places) : [],
  );
}

/** `export const map = …`, `export class map`, `export { impl as map }`. */
function readExport(
  list: TokenList,
  at: number,
  functions: readonly SourceFunction[],
  places: ReadonlyMap<string, number>,
): FoundOperator[] {
  if (isAt(list, at + 1, ...declares)) {
    const type = typeOf(nameAt(list, at + 2));
    return type ? makeOperator(list, type, [at + 2, at + 2], initBehind(list, at + 2, functions)) : [];
  }
  const close = isAt(list, at + 1, '{') ? closerOf(list, at + 1) : undefined;
  if (close === undefined) return [];
  return splitAtCommas(list, at + 1, close).flatMap(({ from, to }) => {
    const type = typeOf(nameAt(list, to - 1));
    if (!type) return [];
    const place = places.get(nameAt(list, from) ?? '');
    if (place === undefined) return makeOperator(list, type, [to - 1, to - 1], undefined);
    return makeOperator(list, type, [place, place], initBehind(list, place, functions));
  });
}

function initBehind(
  list: TokenList,
  at: number,
  functions: readonly SourceFunction[],
): SourceFunction | undefined {
  const open = findAhead(list, at + 1, ['{'], [';']);
  return open === undefined
    ? undefined
    : initIn(functions, { from: open, to: closerOf(list, open) ?? list.tokens.length });
}
