// Items taken out of a list and put into it as one change: what stays keeps every byte. Knows YAML's shape and no graph.
import type { OffsetRange } from '../../base/position.ts';
import type { EditedText } from '../../graph/edits.ts';
import { columnAt, endOf, endOfLine } from '../../graph/treeEdits.ts';
import { breakAt, writeFlow, writeItem, type NewValue, type YamlStyle } from '../../graph/yamlStyle.ts';
import type { YamlPair, YamlSequence } from '../../graph/yamlTree.ts';
import { endWithComments, nextLine, placeOfItem, type EntryPlace } from './entryPlace.ts';
import type { Splice } from './joinEdits.ts';

/** What becomes of a list: places in it, counted from 0. */
export interface ListChange {
  readonly removed: ReadonlySet<number>;
  /** Values to put behind an item; behind the last one with undefined. */
  readonly added: readonly { readonly behind: number | undefined; readonly value: NewValue }[];
}

/** The changes to the list of `pair`; undefined where the text is written in a way that makes them uncertain. */
export function changeList(
  document: EditedText,
  style: YamlStyle,
  pair: YamlPair,
  list: YamlSequence,
  change: ListChange,
): Splice[] | undefined {
  const { length } = list.items;
  const groups: NewValue[][] = [];
  for (const { behind, value } of change.added) (groups[behind ?? length - 1] ??= []).push(value);
  const splices = list.isFlow
    ? changeInBrackets(document, list, change.removed, groups)
    : changeInLines(document, style, list, change.removed, groups);
  const isEmptied = change.removed.size === length && change.added.length === 0;
  if (!isEmptied || list.isFlow || !splices) return splices;
  const colon = colonOf(document, pair);
  return colon === undefined ? undefined : [{ start: colon, end: colon, newText: ' []' }, ...splices];
}

/** The offset behind the colon of a key. */
export function colonOf({ lines, text }: EditedText, { keyPlace }: YamlPair): number | undefined {
  const end = lines.offsetAt(keyPlace.source.end);
  const colon = /^[ \t]*:(?=\s|$)/.exec(text.slice(end, end + 200));
  return colon ? end + colon[0].length : undefined;
}

function changeInLines(
  document: EditedText,
  style: YamlStyle,
  list: YamlSequence,
  removed: ReadonlySet<number>,
  groups: readonly (readonly NewValue[] | undefined)[],
): Splice[] | undefined {
  const { text } = document;
  const splices: Splice[] = [];
  const indexes = new Set([...removed, ...groups.keys()]);
  for (const index of indexes) {
    const values = groups[index] ?? [];
    if (!removed.has(index) && values.length === 0) continue;
    const place = placeOfItem(document, list, index);
    if (!place) return undefined;
    const written = values.map(
      (value) => breakAt(style, place.column) + writeItem(style, place.column, value, list.items[index]),
    );
    splices.push(
      removed.has(index)
        ? replaceLines(text, place, written.join(''), style.newline)
        : { start: place.end, end: place.end, newText: written.join('') },
    );
  }
  return splices;
}

/** `written` are lines, each behind a line break. */
function replaceLines(text: string, { start, end }: EntryPlace, written: string, newline: string): Splice {
  const next = nextLine(text, end);
  const newText = written === '' ? '' : written.slice(newline.length) + text.slice(end, next);
  return { start, end: next, newText };
}

function changeInBrackets(
  document: EditedText,
  list: YamlSequence,
  removed: ReadonlySet<number>,
  groups: readonly (readonly NewValue[] | undefined)[],
): Splice[] | undefined {
  const { lines } = document;
  const { items } = list;
  const places = items.map((item) => ({
    start: lines.offsetAt(item.range.start),
    end: lines.offsetAt(endOf(item)),
  }));
  const written = items.map((item, index) => (groups[index] ?? []).map((value) => writeFlow(value, item)));
  const [first, last] = [places[0], places[places.length - 1]];
  if (removed.size === items.length && first && last)
    return [{ start: first.start, end: last.end, newText: written.flat().join(', ') }];
  const cuts = cutItems(document, list, places, removed);
  return cuts && [...cuts, ...insertItems(places, removed, written)];
}

type Place = OffsetRange;

/** Behind the nearest item that stays, or before the first of those. */
function insertItems(
  places: readonly Place[],
  removed: ReadonlySet<number>,
  written: readonly (readonly string[])[],
): Splice[] {
  const firstKept = places.findIndex((_place, index) => !removed.has(index));
  const splices: Splice[] = [];
  let kept: Place | undefined;
  for (const [index, place] of places.entries()) {
    if (!removed.has(index)) kept = place;
    const texts = written[index] ?? [];
    const at = kept?.end ?? places[firstKept]?.start ?? 0;
    const newText = texts.map((one) => (kept ? `, ${one}` : `${one}, `)).join('');
    if (newText !== '') splices.push({ start: at, end: at, newText, rank: -1 });
  }
  return splices;
}

function cutItems(
  { text, lines }: EditedText,
  list: YamlSequence,
  places: readonly Place[],
  removed: ReadonlySet<number>,
): Splice[] | undefined {
  const opening = lines.offsetAt(list.source.start) + 1;
  const splices: Splice[] = [];
  for (const index of removed) {
    const before = text.slice(places[index - 1]?.end ?? opening, places[index]?.start);
    // An anchor or a tag belongs to the item.
    const cuts = /^(?:\s|,|#[^\r\n]*(?=[\r\n]))*$/.test(before)
      ? cutItem(text, places, removed, index)
      : undefined;
    if (!cuts) return undefined;
    splices.push(...cuts);
  }
  return splices;
}

/** One item and one comma: the one before it, or the one behind it where all items before go, too. */
function cutItem(
  text: string,
  places: readonly Place[],
  removed: ReadonlySet<number>,
  index: number,
): Splice[] | undefined {
  const place = places[index];
  const isFirst = !places.slice(0, index).some((_place, at) => !removed.has(at));
  const other = places[isFirst ? index + 1 : index - 1];
  if (!place || !other) return undefined;
  const [from, to] = isFirst ? [place.end, other.start] : [other.end, place.start];
  const gap = text.slice(from, to);
  if (/^\s*,\s*$/.test(gap)) return [isFirst ? cut(place.start, to) : cut(from, place.end)];
  // A comment stays where it is.
  const comma = /^(?:\s|#[^\r\n]*(?=[\r\n]))*,/.exec(gap);
  if (!comma) return undefined;
  const at = from + comma[0].length - 1;
  return [cut(place.start, place.end), cut(at, at + 1)];
}

function cut(start: number, end: number): Splice {
  return { start, end, newText: '' };
}

/**
 * Puts the first items into the list of `pair`, whose value is nothing, null or `[]`: in lines below the key, or in
 * brackets when `isFlow`.
 */
export function fillList(
  document: EditedText,
  style: YamlStyle,
  pair: YamlPair,
  values: readonly NewValue[],
  isFlow: boolean,
): Splice[] | undefined {
  const { lines, text } = document;
  const { value, keyPlace } = pair;
  const keyStart = lines.offsetAt(keyPlace.source.start);
  const column = columnAt(text, keyStart);
  const colon = colonOf(document, pair);
  if (colon === undefined) return undefined;
  const valueStart = Math.max(colon, lines.offsetAt(value.range.start));
  const valueEnd = Math.max(colon, lines.offsetAt(endOf(value)));
  if (!/^(?:|~|null|\[\s*\])$/i.test(text.slice(valueStart, valueEnd).trim())) return undefined;
  const isBare = text.slice(colon, valueStart).trim() === '';
  const start = isBare ? colon : valueStart;
  if (isFlow || column === undefined)
    return [{ start, end: valueEnd, newText: `${isBare ? ' ' : ''}${writeFlow([...values])}` }];
  const lineEnd = endOfLine(text, valueEnd, false);
  if (lineEnd === undefined) return undefined;
  const end = endWithComments(text, lineEnd, column);
  const inner = column + style.listStep;
  const written = values.map((one) => breakAt(style, inner) + writeItem(style, inner, one)).join('');
  return [
    { start, end: valueEnd, newText: '' },
    { start: end, end, newText: written },
  ];
}
