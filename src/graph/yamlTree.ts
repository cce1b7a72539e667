// A YAML document as a plain tree: aliases and merge keys resolved, every part with its place. Knows no YAML library and
// nothing about graphs.
import type { Range } from '../base/position.ts';

/**
 * Where a node stands. `range` is what to show: the text of the node, or the alias through which it came. `source` is
 * where it is written: the same, or inside the anchored value when `isAliased`. Edits go to `source`.
 */
export interface Place {
  readonly range: Range;
  readonly source: Range;
  readonly isAliased: boolean;
}

/** A single value. `text` is as written, with quotes; empty for an absent value, which is null. */
export interface YamlScalar extends Place {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  readonly text: string;
  readonly isPlain: boolean;
}

/** A mapping. Keys are texts; a key that occurs twice is kept once, the first time. */
export interface YamlMap extends Place {
  readonly kind: 'map';
  readonly pairs: readonly YamlPair[];
  /** Keys that occur again, and merges: they are no pairs of the map, but their texts stand there. Absent when there are none. */
  readonly setAside?: readonly YamlPair[];
  readonly isFlow: boolean;
}

/** One key with its value. */
export interface YamlPair {
  readonly key: string;
  readonly keyPlace: Place;
  readonly value: YamlNode;
}

/** A list. */
export interface YamlSequence extends Place {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
  readonly isFlow: boolean;
}

export type YamlNode = YamlScalar | YamlMap | YamlSequence;

/** The pair with `key`, when `node` is a map that has it. */
export function findPair(node: YamlNode | undefined, key: string): YamlPair | undefined {
  return node?.kind === 'map' ? node.pairs.find((pair) => pair.key === key) : undefined;
}

/** The value at `key`, when `node` is a map that has it. */
export function getValue(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return findPair(node, key)?.value;
}

/** The text at `key`, when there is one and it is not empty. */
export function getText(node: YamlNode | undefined, key: string): string | undefined {
  const value = getValue(node, key);
  return value?.kind === 'scalar' && typeof value.value === 'string' && value.value !== ''
    ? value.value
    : undefined;
}

/** The items at `key`; none when there is no list. */
export function getItems(node: YamlNode | undefined, key: string): readonly YamlNode[] {
  const value = getValue(node, key);
  return value?.kind === 'sequence' ? value.items : [];
}

/** A map without prototype; engines make these faster than those of `Object.create(null)`. */
const PlainMap = function () {
  // Keys come later.
} as unknown as new () => Record<string, unknown>;
PlainMap.prototype = Object.create(null) as object;

/** The node as plain data; maps have no prototype, so any key is safe. */
export function toPlainData(node: YamlNode): unknown {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'sequence') return node.items.map(toPlainData);
  const result = new PlainMap();
  for (const pair of node.pairs) result[pair.key] = toPlainData(pair.value);
  return result;
}

/** Whether both say the same: comments, quotes and the order of keys do not count. */
export function areEqual(a: YamlNode, b: YamlNode): boolean {
  if (a.kind === 'scalar') return b.kind === 'scalar' && a.value === b.value;
  if (a.kind === 'sequence') {
    const others = b.kind === 'sequence' ? b.items : undefined;
    return (
      a.items.length === others?.length &&
      a.items.every((item, index) => areEqual(item, others[index] ?? item))
    );
  }
  if (b.kind !== 'map' || a.pairs.length !== b.pairs.length) return false;
  const others = new Map(b.pairs.map(({ key, value }) => [key, value]));
  return a.pairs.every(({ key, value }) => {
    const other = others.get(key);
    return other !== undefined && areEqual(value, other);
  });
}

/** Related places that tell where an aliased `place` is written; none for others. */
export function describeAnchor(place: Place): { message: string; range: Range }[] {
  return place.isAliased
    ? [{ message: 'The value behind the alias is written here.', range: place.source }]
    : [];
}

/** The end of `text` from `start` to `end` without the white space behind it; offsets in UTF-16 code units. */
export function trimEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && isBlank(text.charCodeAt(last - 1))) last -= 1;
  return last;
}

const LF = 10;
const CR = 13;

/**
 * As {@link trimEnd} for a text without quotes: only what YAML takes for white space goes (clause 6.1). Other white space, such as
 * one that does not break, is part of the text; were it left out of the place, no edit could remove it.
 */
export function trimPlainEnd(text: string, start: number, end: number): number {
  let last = end;
  while (last > start && isYamlBlank(text.charCodeAt(last - 1))) last -= 1;
  return last;
}

function isYamlBlank(code: number): boolean {
  return code === 32 || code === 9 || code === LF || code === CR;
}

/** YAML 1.2, clause 5.4: a CR alone breaks the line, so it is not part of a text without quotes; the library keeps it. */
export function withoutBreak<T>(value: T): T | string {
  return typeof value === 'string' && value.charCodeAt(value.length - 1) === CR
    ? value.replace(/[ \t\r]+$/, '')
    : value;
}

/** Whether a UTF-16 code unit is white space; the common ones first. */
function isBlank(code: number): boolean {
  if (code > 32 && code < 128) return false;
  return code === 32 || code === 10 || code === 13 || code === 9 || /\s/.test(String.fromCharCode(code));
}
