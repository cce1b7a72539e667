// Entries of maps and lists put in and taken out as text edits that leave everything else alone. Gives no edit where the
// text is written in a way that makes the change uncertain. Knows YAML's shape and no rule.
import type { Position, Range, TextEdit } from '../base/position.ts';
import type { EditedText } from './edits.ts';
import type { YamlMap, YamlNode, YamlPair, YamlSequence } from './yamlTree.ts';
import { breakAt, writeFlow, writeItem, writePair, type NewValue, type YamlStyle } from './yamlStyle.ts';

/** Adds `key: value` to `map`, behind the key `after` where there is one, else before the first key. */
export function insertPair(
  document: EditedText,
  style: YamlStyle,
  map: YamlMap,
  key: string,
  value: NewValue,
  after?: string,
): TextEdit | undefined {
  if (map.isAliased) return undefined;
  const { lines, text } = document;
  const start = lines.offsetAt(map.source.start);
  const before = map.pairs.find((pair) => pair.key === after);
  if (map.isFlow) return insertInBraces(document, map, writePair(style, 0, key, wrap(value)), before);
  const column = columnAt(text, start);
  if (column === undefined || map.pairs.length === 0) return undefined;
  const written = writePair(style, column, key, value);
  const end = before && endOfEntry(document, map, before);
  if (end !== undefined && isDoneAt(text, end, column))
    return insertAt(document, end, breakAt(style, column) + written);
  // Something that is no plain key may stand first.
  const isAtKey = map.pairs.some(({ keyPlace }) => lines.offsetAt(keyPlace.source.start) === start);
  return isAtKey ? insertAt(document, start, written + breakAt(style, column)) : undefined;
}

/** In braces everything is on one line. */
function wrap(value: NewValue): NewValue {
  return { raw: writeFlow(value) };
}

function insertInBraces(
  document: EditedText,
  map: YamlMap,
  written: string,
  before: YamlPair | undefined,
): TextEdit | undefined {
  const { lines, text } = document;
  const start = lines.offsetAt(map.source.start);
  const end = lines.offsetAt(map.source.end);
  if (/^\{\s*\}$/.test(text.slice(start, end))) return { range: map.source, newText: `{ ${written} }` };
  if (before && !isAbsent(before.value) && isIn(map, before.value))
    return insertAt(document, lines.offsetAt(endOf(before.value)), `, ${written}`);
  if (text[start] !== '{' || map.pairs.length === 0) return undefined;
  return insertAt(document, start + 1, ` ${written},${/^\s/.test(text.charAt(start + 1)) ? '' : ' '}`);
}

/** The end of the line on which `pair`, an entry of a map in lines, ends; undefined when anything else is on that line. */
function endOfEntry(document: EditedText, map: YamlMap, pair: YamlPair): number | undefined {
  const { lines, text } = document;
  const { isAliased, source } = pair.keyPlace;
  const isOwn =
    !isAliased && source.start.character >= map.source.start.character && isIn(map, pair.keyPlace);
  if (!isOwn || columnAt(text, lines.offsetAt(source.start)) === undefined) return undefined;
  return endOfLine(text, lines.offsetAt(endOf(pair.value)), isAbsent(pair.value));
}

/** Adds `values` at the end of the list below `pair` of `map`, which may have no value yet. */
export function appendItems(
  document: EditedText,
  style: YamlStyle,
  map: YamlMap,
  pair: YamlPair,
  values: readonly NewValue[],
): TextEdit | undefined {
  const { value: list, keyPlace } = pair;
  if (keyPlace.isAliased || list.isAliased) return undefined;
  if (list.kind === 'sequence') return appendTo(document, style, list, values);
  if (!isAbsent(list)) return undefined;
  if (map.isFlow) return fillValue(document, pair, values);
  const { lines, text } = document;
  const column = columnAt(text, lines.offsetAt(keyPlace.source.start));
  const end = endOfLine(text, lines.offsetAt(keyPlace.source.end), true);
  if (column === undefined || end === undefined) return undefined;
  const inner = column + style.listStep;
  return insertAt(document, end, writeItems(style, inner, values));
}

function appendTo(
  document: EditedText,
  style: YamlStyle,
  list: YamlSequence,
  values: readonly NewValue[],
): TextEdit | undefined {
  const { lines, text } = document;
  const start = lines.offsetAt(list.source.start);
  const last = list.items[list.items.length - 1];
  if (list.isFlow && /^\[\s*\]$/.test(text.slice(start, lines.offsetAt(list.source.end))))
    return { range: list.source, newText: `[${values.map((value) => writeFlow(value)).join(', ')}]` };
  if (!last || isAbsent(last)) return undefined;
  const end = lines.offsetAt(endOf(last));
  if (list.isFlow)
    return insertAt(document, end, values.map((value) => `, ${writeFlow(value, last)}`).join(''));
  const column = columnAt(text, start);
  const lineEnd = endOfLine(text, end, false);
  if (column === undefined || text[start] !== '-' || lineEnd === undefined) return undefined;
  if (!isDoneAt(text, lineEnd, column)) return undefined;
  return insertAt(document, lineEnd, writeItems(style, column, values, last));
}

/** Lines with `values`, each behind a line end. */
function writeItems(
  style: YamlStyle,
  column: number,
  values: readonly NewValue[],
  template?: YamlNode,
): string {
  return values.map((value) => breakAt(style, column) + writeItem(style, column, value, template)).join('');
}

/** Takes `pair` out of `map`, with its line; not the only one, and not where another of its key would take its place. */
export function removePair(document: EditedText, map: YamlMap, pair: YamlPair): TextEdit | undefined {
  const index = map.pairs.indexOf(pair);
  if (map.isAliased || index < 0 || map.pairs.length < 2) return undefined;
  if (map.setAside?.some((other) => givesKey(other, pair.key))) return undefined;
  return removePairBetween(document, map.isFlow, map.pairs[index - 1], pair, map.pairs[index + 1]);
}

/** Whether a pair that was set aside, or what it merges, has `key`. */
function givesKey(other: YamlPair, key: string): boolean {
  if (other.key !== '<<') return other.key === key;
  const merged = other.value.kind === 'sequence' ? other.value.items : [other.value];
  return merged.some((node) => node.kind === 'map' && node.pairs.some((pair) => pair.key === key));
}

/** The same for a pair that is in the text only, because its key occurs twice. */
export function removePairBetween(
  document: EditedText,
  isFlow: boolean,
  before: YamlPair | undefined,
  pair: YamlPair,
  next?: YamlPair,
): TextEdit | undefined {
  const { lines } = document;
  if ([before, pair, next].some((one) => one?.keyPlace.isAliased)) return undefined;
  return removeEntry(document, {
    isFlow,
    start: lines.offsetAt(pair.keyPlace.source.start),
    end: lines.offsetAt(endOf(pair.value)),
    isAbsent: isAbsent(pair.value),
    ...(before && !isAbsent(before.value) && { beforeEnd: lines.offsetAt(endOf(before.value)) }),
    ...(next && { nextStart: lines.offsetAt(next.keyPlace.source.start) }),
  });
}

/** Takes an item out of `list`, with its lines; not the only one. */
export function removeItem(document: EditedText, list: YamlSequence, item: YamlNode): TextEdit | undefined {
  const { lines, text } = document;
  const index = list.items.indexOf(item);
  const [before, next] = [list.items[index - 1], list.items[index + 1]];
  if (list.isAliased || item.isAliased || isAbsent(item) || index < 0 || list.items.length < 2)
    return undefined;
  const start = lines.offsetAt(item.source.start);
  const end = lines.offsetAt(item.source.end);
  if (list.isFlow) {
    return removeEntry(document, {
      isFlow: true,
      start,
      end,
      isAbsent: false,
      ...(before && { beforeEnd: lines.offsetAt(endOf(before)) }),
      ...(next && { nextStart: lines.offsetAt(next.range.start) }),
    });
  }
  const lineStart = startOfLine(text, start);
  if (!/^ *- +$/.test(text.slice(lineStart, start))) return undefined;
  return removeLines(document, lineStart, end, false);
}

/** An entry as offsets: itself, the end of the one before and the start of the next, where they are. */
interface Entry {
  readonly isFlow: boolean;
  readonly start: number;
  readonly end: number;
  readonly isAbsent: boolean;
  readonly beforeEnd?: number;
  readonly nextStart?: number;
}

function removeEntry(document: EditedText, entry: Entry): TextEdit | undefined {
  const { text } = document;
  const { isFlow, start, end, beforeEnd, nextStart } = entry;
  if (isFlow) {
    if (beforeEnd !== undefined && /^\s*,\s*$/.test(text.slice(beforeEnd, start)))
      return cut(document, beforeEnd, end);
    const isFirst =
      beforeEnd === undefined && nextStart !== undefined && /^[{[]$/.test(lastBefore(text, start));
    return isFirst && /^\s*,\s*$/.test(text.slice(end, nextStart))
      ? cut(document, start, nextStart)
      : undefined;
  }
  const lineStart = startOfLine(text, start);
  if (/^ *$/.test(text.slice(lineStart, start))) return removeLines(document, lineStart, end, entry.isAbsent);
  // It shares its line with a "-": only the way to the next key goes.
  const isAfterDash = columnAt(text, start) !== undefined && nextStart !== undefined;
  const isPlainWay = /^[ \t]*:?[ \t]*(?:#[^\r\n]*)?\r?\n *$/.test(text.slice(end, nextStart));
  return isAfterDash && isPlainWay ? cut(document, start, nextStart) : undefined;
}

/** Cuts the lines from `lineStart` to the one with `end`, which must hold nothing else. */
function removeLines(
  document: EditedText,
  lineStart: number,
  end: number,
  isNull: boolean,
): TextEdit | undefined {
  const { text } = document;
  const lineEnd = endOfLine(text, end, isNull);
  if (lineEnd === undefined) return undefined;
  const next = text.startsWith('\r\n', lineEnd) ? lineEnd + 2 : lineEnd + 1;
  if (lineEnd < text.length) return cut(document, lineStart, next);
  // The last line has no end of its own, so the end of the line before goes.
  const before = text.startsWith('\r\n', lineStart - 2) ? lineStart - 2 : Math.max(0, lineStart - 1);
  return cut(document, before, lineEnd);
}

/** Puts `value` behind the colon of a key without value. */
export function fillValue(document: EditedText, pair: YamlPair, value: NewValue): TextEdit | undefined {
  if (!isAbsent(pair.value) || pair.keyPlace.isAliased) return undefined;
  const { lines, text } = document;
  const end = lines.offsetAt(pair.keyPlace.source.end);
  const colon = /^[ \t]*:(?=[ \t]*(?:[,}\r\n]|$|[ \t]#))/.exec(text.slice(end, end + 200));
  return colon ? insertAt(document, end + colon[0].length, ` ${writeFlow(value)}`) : undefined;
}

/** Cuts a part of the text, but no anchor that something may refer to, and no key behind a "?", whose end is uncertain. */
function cut(document: EditedText, start: number, end: number): TextEdit | undefined {
  const part = document.text.slice(start, end);
  if (/(?:^|[\s[{,:-])&/.test(part) || /^[ \t-]*\?(?:[ \t]|$)/m.test(part)) return undefined;
  return { range: document.lines.rangeAt(start, end), newText: '' };
}

function insertAt({ lines }: EditedText, offset: number, newText: string): TextEdit {
  return { range: lines.rangeAt(offset, offset), newText };
}

/** The column of what begins at `offset`, when nothing but indentation and "- " stands before it on its line. */
export function columnAt(text: string, offset: number): number | undefined {
  const prefix = text.slice(startOfLine(text, offset), offset).replace(/^\uFEFF/, '');
  return /^ *(?:- +)*$/.test(prefix) ? prefix.length : undefined;
}

export function startOfLine(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** The end of the line with `offset`, before its line break; undefined unless only a comment, or a colon, is behind it. */
export function endOfLine(text: string, offset: number, mayHaveColon: boolean): number | undefined {
  const pattern = mayHaveColon
    ? /[ \t]*:?[ \t]*(?:(?<=[ \t])#[^\r\n]*)?/y
    : /[ \t]*(?:(?<=[ \t])#[^\r\n]*)?/y;
  pattern.lastIndex = offset;
  const end = offset + (pattern.exec(text)?.[0].length ?? 0);
  return end === text.length || text[end] === '\n' || text.startsWith('\r\n', end) ? end : undefined;
}

/** Whether nothing that is indented beyond `column` follows the line that ends at `lineEnd`; comments do not count. */
function isDoneAt(text: string, lineEnd: number, column: number): boolean {
  const way = /(?:\r?\n[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|$))*\r?\n(?<indent>[ \t]*)\S/y;
  way.lastIndex = lineEnd;
  return (way.exec(text)?.groups?.['indent'] ?? '').length <= column;
}

/** The last character before `offset` that is not white space. */
export function lastBefore(text: string, offset: number): string {
  let at = offset - 1;
  while (/\s/.test(text.charAt(at))) at -= 1;
  return text.charAt(at);
}

/** Where the text of a value ends, or the alias through which it came. */
export function endOf(node: YamlNode): Position {
  return node.isAliased ? node.range.end : node.source.end;
}

export function isAbsent(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.text === '';
}

function isIn(map: YamlMap, place: { readonly range: Range }): boolean {
  const [outer, inner] = [map.source, place.range];
  const starts = inner.start.line - outer.start.line || inner.start.character - outer.start.character;
  const ends = outer.end.line - inner.end.line || outer.end.character - inner.end.character;
  return starts >= 0 && ends >= 0;
}
