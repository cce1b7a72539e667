// What a cursor in YAML's block style asks for, told by its line and the indentation around it. Knows no schema.
import type { Position, Range } from '../../base/position.ts';
import type { Path } from '../schema/pathDocument.ts';
import { kindOf, keysBelow, lookUp, pathOf, type EntryPlace, type Surroundings } from './blockPath.ts';
import { makeCursor, quoteOf, type Cursor } from './cursor.ts';
import { isOpen, shapeOf, type LineEntry, type LineShape } from './lineShape.ts';
import type { TextLines } from './textLines.ts';

/** What may be meant at `position`; more than one where a list may stand at the column of its key, none in comments. */
export function findBlockCursors(lines: TextLines, { line, character }: Position): Cursor[] {
  const text = lines.textOf(line);
  const shape = shapeOf(text);
  const isInComment = shape.comment < text.length && character >= shape.comment;
  if (isInComment || lines.isDivider(line)) return [];
  const spot: Spot = { lines, line, text, shape, character };
  const last = shape.entries.at(-1);
  const index = shape.entries.findIndex(({ column, keyEnd }) => character >= column && character <= keyEnd);
  const entry = shape.entries[index];
  if (entry?.kind === 'key') return atKey(spot, entry, index);
  if (isOpen(shape)) {
    if (!last) return atColumn(spot, character, character, character);
    if (last.kind === 'key') return character >= last.end ? atValue(spot, last, character, character) : [];
    return character > last.end ? behindDash(spot, character, character, character) : [];
  }
  const { start, end } = shape.rest;
  // Behind a plain text its next word may come; behind a closing quote nothing does.
  const isLonger = character > end && quoteOf(text.slice(start)) === '';
  if (character < start || (character > end && !isLonger)) return [];
  const stop = Math.max(end, character);
  if (last?.kind === 'key') return atValue(spot, last, start, stop);
  return last ? behindDash(spot, start, start, stop) : atColumn(spot, start, start, stop);
}

/** A cursor in its line. */
interface Spot {
  readonly lines: TextLines;
  readonly line: number;
  readonly text: string;
  readonly shape: LineShape;
  readonly character: number;
}

function rangeIn({ line }: Spot, start: number, end: number): Range {
  return { start: { line, character: start }, end: { line, character: end } };
}

function atKey(spot: Spot, entry: LineEntry, index: number): Cursor[] {
  const { lines, line, shape } = spot;
  const place = { line, shape, index };
  const path = pathOf(lines, place)?.slice(0, -1);
  if (!path) return [];
  const above = index > 0 ? undefined : lookUp(lines, line, entry.column, 'key');
  const present = new Set([...(above?.keys ?? []), ...keysBelow(lines, line, entry.column)]);
  const range = rangeIn(spot, entry.column, entry.keyEnd);
  const quote = quoteOf(spot.text.slice(entry.column));
  const { column } = entry;
  return [makeCursor({ place: 'key', path, present, range, quote, column, hasValue: true, hasColon: true })];
}

/** Behind the key `entry`, where the text from `start` to `end` is the value. */
function atValue(spot: Spot, entry: LineEntry, start: number, end: number): Cursor[] {
  const { lines, line, text, shape } = spot;
  if ('[{&*!|>'.includes(text.charAt(start)) && start < end) return [];
  // Lines further in are the value already; so is a list at the key's own column.
  const next = lines.nextAfter(line);
  const indent = next === undefined ? -1 : lines.indentOf(next);
  const hasList = next !== undefined && indent === entry.column && startsWithDash(lines, next);
  if (indent > entry.column || hasList) return [];
  const path = pathOf(lines, { line, shape, index: shape.entries.length - 1 });
  if (!path) return [];
  const needsSpace = start === entry.end;
  const quote = quoteOf(text.slice(start, end));
  const range = rangeIn(spot, start, end);
  return [makeCursor({ place: 'value', path, range, quote, column: entry.column, needsSpace })];
}

/** Behind the last dash of the line; what stands there starts at `column`. */
function behindDash(spot: Spot, column: number, start: number, end: number): Cursor[] {
  const { lines, line, shape, text } = spot;
  const dash = shape.entries.at(-1);
  const path = pathOf(lines, { line, shape, index: shape.entries.length - 1 });
  if (!dash || !path || isForeign(text, start, end)) return [];
  const next = lines.nextAfter(line);
  const indent = next === undefined ? -1 : lines.indentOf(next);
  const range = rangeIn(spot, start, end);
  const quote = quoteOf(text.slice(start, end));
  if (indent <= dash.column)
    return [makeCursor({ place: 'node', path, range, quote, column, dash: dash.column })];
  const present = keysBelow(lines, line, column);
  const hasValue = start < end && indent > column;
  if (!hasValue && (indent !== column || present.size === 0)) return [];
  return [makeCursor({ place: 'key', path, present, range, quote, column, hasValue })];
}

/** On a line of its own, at `column`. */
function atColumn(spot: Spot, column: number, start: number, end: number): Cursor[] {
  const { lines, line, text } = spot;
  const around = lookUp(lines, line, column);
  if (!around || isForeign(text, start, end)) return [];
  const next = lines.nextAfter(line);
  const indent = next === undefined ? -1 : lines.indentOf(next);
  const isBlank = start === end;
  // A key between another one and its value would take the value away.
  if (isBlank && indent > column) return [];
  const nextIsDash = next !== undefined && indent === column && startsWithDash(lines, next);
  const range = rangeIn(spot, start, end);
  const parts = { range, column, quote: quoteOf(text.slice(start, end)), hasValue: indent > column };
  return cursorsAt(spot, around, column, nextIsDash).map((found) => makeCursor({ ...parts, ...found }));
}

type FoundPlace = Pick<Cursor, 'place' | 'path'> & Partial<Cursor>;

function cursorsAt(spot: Spot, around: Surroundings, column: number, nextIsDash: boolean): FoundPlace[] {
  const { lines, line } = spot;
  const { nearest, parent } = around;
  const path: Path | undefined = parent ? pathOf(lines, parent) : [];
  if (!path) return [];
  if (nearest && kindOf(nearest) === 'key') {
    const isListOfKey = nextIsDash && isLastAndOpen(nearest);
    if (isListOfKey) return [{ place: 'item', path: pathOf(lines, nearest) ?? path }];
    const present = new Set([...around.keys, ...keysBelow(lines, line, column)]);
    return [{ place: 'key', path, present }];
  }
  if (kindOf(nearest) === 'item') return [{ place: 'item', path }, ...keysBeside(lines, line, around)];
  return openPlace(spot, around, path, column);
}

/** In a list at the column of its key, the next key of that map may be meant as well. */
function keysBeside(lines: TextLines, line: number, { nearest, parent }: Surroundings): FoundPlace[] {
  const entry = parent?.shape.entries[parent.index];
  const isBeside = entry?.column === nearest?.shape.entries[nearest.index]?.column;
  const above = parent && entry && isBeside ? lookUp(lines, line, entry.column, 'key') : undefined;
  const path = parent && above ? pathOf(lines, parent)?.slice(0, -1) : undefined;
  if (!above || !path || !entry) return [];
  return [{ place: 'key', path, present: new Set([...above.keys, ...keysBelow(lines, line, entry.column)]) }];
}

/** The first thing of a value: what is below decides, when there is something. */
function openPlace(
  { lines, line }: Spot,
  { parent, isBelowDeeper }: Surroundings,
  path: Path,
  column: number,
): FoundPlace[] {
  if (isBelowDeeper) return [];
  const next = lines.nextAfter(line);
  const indent = next === undefined ? -1 : lines.indentOf(next);
  const entry = parent?.shape.entries[parent.index];
  if (next === undefined || indent < (entry?.column ?? 0)) return [{ place: 'node', path }];
  const isDash = startsWithDash(lines, next);
  if (indent === entry?.column) return isDash && entry.kind === 'key' ? [] : [{ place: 'node', path }];
  if (indent > column) return [{ place: 'key', path }];
  if (indent < column) return [];
  return isDash
    ? [{ place: 'item', path }]
    : [{ place: 'key', path, present: keysBelow(lines, line, column) }];
}

function startsWithDash(lines: TextLines, line: number): boolean {
  return shapeOf(lines.textOf(line)).entries[0]?.kind === 'item';
}

function isLastAndOpen({ shape, index }: EntryPlace): boolean {
  return index === shape.entries.length - 1 && isOpen(shape);
}

/** Whether the text from `start` to `end` is something that is not typed as a word. */
function isForeign(text: string, start: number, end: number): boolean {
  return start < end && '[]{}&*!|>%@`?,'.includes(text.charAt(start));
}
