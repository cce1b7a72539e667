// What is done with the properties of a configuration: looked up, walked through, turned into a map, handed on. Knows
// nothing about where they come from.
import { textAt } from './comparisons.ts';
import {
  before,
  callAround,
  callExpression,
  type Expression,
  type MemberUse,
  memberBehind,
} from './expressions.ts';
import {
  closerOf,
  findAhead,
  indentedBlock,
  isAt,
  nameAt,
  splitAtCommas,
  type TokenRange,
} from './functions.ts';
import type { SourceFile } from './sourceFile.ts';
import type { TokenList } from './tokens.ts';

/** What a name stands for. A pair is one property, a record has properties as members. */
export type Role = 'configuration' | 'properties' | 'record' | 'pair' | 'key';

/** A name with a role, in a part of the text. */
export interface BoundName {
  readonly name: string;
  readonly role: Role;
  readonly scope: TokenRange;
  /** Whether it is a member of `self` or `this`. */
  readonly isMember?: boolean;
}

export interface PropertiesUse {
  /** Tokens of keys that are looked up. */
  readonly texts: number[];
  readonly names: BoundName[];
  /** Larger expressions that are the properties still, as a list or a map. */
  readonly values: Expression[];
  /** The same as an object with members. */
  readonly records: Expression[];
}

/** Methods that leave a key what it is, but for case and space. */
export const keyMethods: readonly string[] = [
  ...['as_str', 'as_ref', 'clone', 'to_string', 'to_owned', 'trim', 'to_lowercase', 'to_ascii_lowercase'],
  ...['as_deref', 'borrow', 'into', 'lower', 'strip', 'casefold', 'toLowerCase', 'toString'],
];

const listMethods = [
  ...[
    'iter',
    'into_iter',
    'iter_mut',
    'clone',
    'cloned',
    'copied',
    'collect',
    'to_vec',
    'to_owned',
    'as_slice',
  ],
  ...['as_ref', 'items', 'entries', 'slice', 'copy'],
];
/** They hand each property to a function; after `filter` it is properties still. */
const walkMethods = [
  ...['find', 'any', 'all', 'filter', 'find_map', 'filter_map', 'map', 'for_each', 'position', 'flat_map'],
  ...['some', 'every', 'forEach', 'flatMap', 'findLast', 'findIndex', 'partition'],
];
const lookUpMethods = [
  'get',
  'contains_key',
  'has',
  'pop',
  'remove',
  'get_mut',
  'setdefault',
  'get_key_value',
];
const mapMakers = ['dict', 'list', 'tuple', 'sorted', 'OrderedDict', 'Map', 'from', 'from_iter'];

export function followProperties(file: SourceFile, start: Expression, isRecord: boolean): PropertiesUse {
  const found: PropertiesUse = { texts: [], names: [], values: [], records: [] };
  let here = start;
  for (let steps = 0; steps < 20; steps += 1) {
    const member = memberBehind(file.list, here);
    if (!member) break;
    if (member.open === undefined) {
      if (isRecord) found.texts.push(member.last);
      return found;
    }
    if (lookUpMethods.includes(member.name)) pushText(file, firstOf(file.list, member.open), found);
    if (walkMethods.includes(member.name)) readClosure(file.list, member, found);
    if (!listMethods.includes(member.name) && member.name !== 'filter') return found;
    here = { first: start.first, last: member.last };
  }
  followWhole(file, here, isRecord, found, 0);
  return found;
}

function firstOf(list: TokenList, open: number): number {
  return isAt(list, open + 1, '&') ? open + 2 : open + 1;
}

function pushText(file: SourceFile, at: number, found: PropertiesUse): void {
  const text = textAt(file, at);
  if (text !== undefined) found.texts.push(text);
}

/** `whole` is the properties, and no method is called on it. */
function followWhole(
  file: SourceFile,
  whole: Expression,
  isRecord: boolean,
  found: PropertiesUse,
  depth: number,
): void {
  const { list } = file;
  (isRecord ? found.records : found.values).push(whole);
  if (isAt(list, whole.last + 1, '[') && isAt(list, whole.last + 3, ']'))
    pushText(file, whole.last + 2, found);
  const previous = before(list, whole);
  if (isAt(list, previous, 'in', 'of')) {
    const isNot = isAt(list, previous - 1, 'not');
    pushText(file, isNot ? previous - 2 : previous - 1, found);
    const collected = readLoop(list, previous, whole, found);
    if (collected && depth < 5) followWhole(file, collected, false, found, depth + 1);
  }
  const call = callAround(list, whole);
  if (!call || depth >= 5) return;
  const result = callExpression(list, call.callee, call.close);
  if (isAt(list, call.callee, 'fromEntries')) followCall(file, result, true, found, depth + 1);
  else if (isAt(list, call.callee, ...mapMakers)) followCall(file, result, false, found, depth + 1);
}

/** The call's result is the properties: methods may follow again. */
function followCall(
  file: SourceFile,
  call: Expression,
  isRecord: boolean,
  found: PropertiesUse,
  depth: number,
): void {
  const member = memberBehind(file.list, call);
  if (!member) {
    followWhole(file, call, isRecord, found, depth);
    return;
  }
  if (member.open === undefined) {
    if (isRecord) found.texts.push(member.last);
    return;
  }
  if (lookUpMethods.includes(member.name)) pushText(file, firstOf(file.list, member.open), found);
  if (walkMethods.includes(member.name)) readClosure(file.list, member, found);
}

/** `|(key, value)| …` and `([key, value]) => …` as the first argument of a call. */
function readClosure(list: TokenList, { open = -1, last }: MemberUse, found: PropertiesUse): void {
  let at = open + 1;
  if (isAt(list, at, 'move', 'async')) at += 1;
  const scope = { from: open + 1, to: last };
  if (list.language === 'rust') {
    if (isAt(list, at, '|')) bindPattern(list, { from: at + 1, to: last }, scope, found);
    return;
  }
  if (isAt(list, at, 'function')) at += 1;
  if (isAt(list, at, '(')) bindPattern(list, { from: at + 1, to: last }, scope, found);
  else if (isAt(list, at, 'lambda') || isAt(list, at + 1, '=>'))
    bindPattern(list, { from: isAt(list, at, 'lambda') ? at + 1 : at, to: last }, scope, found);
}

/** A pattern at `from`: its first name is the key, or the pair when there is but one name. */
function bindPattern(
  list: TokenList,
  { from, to }: TokenRange,
  scope: TokenRange,
  found: PropertiesUse,
): void {
  let at = from;
  let isPair = true;
  for (; at < to; at += 1) {
    if (isAt(list, at, '(', '[')) isPair = false;
    else if (!isAt(list, at, '&', '&&', 'ref', 'mut', 'const', 'let', 'var')) break;
  }
  const name = nameAt(list, at);
  if (name === undefined) return;
  const isKey = !isPair || (list.language === 'python' && isAt(list, at + 1, ','));
  found.names.push({ name, role: isKey ? 'key' : 'pair', scope });
}

/** The loop whose `in` or `of` is at `sign`. Gives what a comprehension collects when that is the properties again. */
function readLoop(
  list: TokenList,
  sign: number,
  whole: Expression,
  found: PropertiesUse,
): Expression | undefined {
  let keyword = sign - 1;
  for (let steps = 0; steps < 15 && !isAt(list, keyword, 'for'); steps += 1) keyword -= 1;
  if (!isAt(list, keyword, 'for')) {
    // JavaScript's loops have brackets around their heads.
    return undefined;
  }
  const open = isAt(list, keyword + 1, '(') && list.language === 'javascript' ? keyword + 1 : -1;
  const pattern = { from: open === -1 ? keyword + 1 : open + 1, to: sign };
  if (list.language === 'python') {
    if (!list.tokens[keyword]?.isFirst && !isAt(list, keyword - 1, 'async'))
      return readComprehension(list, keyword, pattern, found);
    const colon = findAhead(list, whole.last + 1, [':']);
    if (colon !== undefined) bindPattern(list, pattern, indentedBlock(list, keyword, colon), found);
    return undefined;
  }
  const start =
    open === -1 ? findAhead(list, whole.last + 1, ['{'], [';']) : (closerOf(list, open) ?? -2) + 1;
  if (start === undefined || start < 0) return undefined;
  // Without braces the body is a statement, which ends soon.
  const to = closerOf(list, start) ?? findAhead(list, start, [';']) ?? start;
  bindPattern(list, pattern, { from: start, to }, found);
  return undefined;
}

function readComprehension(
  list: TokenList,
  keyword: number,
  pattern: TokenRange,
  found: PropertiesUse,
): Expression | undefined {
  const open = list.outers[keyword] ?? -1;
  const close = closerOf(list, open);
  if (close === undefined) return undefined;
  bindPattern(list, pattern, { from: open + 1, to: close }, found);
  const head = splitAtCommas(list, open, close)[0];
  const key = nameAt(list, open + 1);
  const isCollected =
    isAt(list, open, '{') && isAt(list, open + 2, ':') && key === nameAt(list, pattern.from);
  return head && isCollected ? { first: open, last: close } : undefined;
}
