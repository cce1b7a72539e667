// Where something stands in YAML's block style, told by indentation alone, so that it works while the text is broken.
// Knows lines; knows nothing about cursors and schemas.
import type { Path } from '../schema/pathDocument.ts';
import { isOpen, shapeOf, startsBlockText, type LineShape } from './lineShape.ts';
import type { TextLines } from './textLines.ts';

/** An entry of a line. */
export interface EntryPlace {
  readonly line: number;
  readonly shape: LineShape;
  readonly index: number;
}

/** What stands around a column, going up from a line. */
export interface Surroundings {
  /** What the nearest line says that has something at that column. */
  readonly nearest?: EntryPlace;
  /** Keys at that column, of the same map when `nearest` is a key. */
  readonly keys: ReadonlySet<string>;
  /** How many dashes there are at that column, down from the parent. */
  readonly itemCount: number;
  /** Whether lines further in stand between here and the parent, and nothing of the same kind at the column. */
  readonly isBelowDeeper: boolean;
  /** The entry that all of this is the value of; absent at the root. */
  readonly parent?: EntryPlace;
}

/**
 * Looks up from `line`, not including it; undefined where nothing can stand at `column`. Without `kind`, what is nearest
 * above decides whether `column` is that of dashes or of keys.
 */
export function lookUp(
  lines: TextLines,
  line: number,
  column: number,
  kind?: 'item' | 'key',
): Surroundings | undefined {
  const keys = new Set<string>();
  let nearest: EntryPlace | undefined;
  let itemCount = 0;
  let hasDeeper = false;
  for (let above = line - 1; above >= lines.first; above -= 1) {
    const indent = lines.indentOf(above);
    hasDeeper ||= indent > column;
    if (indent < 0 || indent > column) continue;
    const shape = shapeOf(lines.textOf(above));
    const index = shape.entries.findIndex((entry) => entry.column === column);
    const entry = shape.entries[index];
    if (entry) nearest ??= { line: above, shape, index };
    const isList = (kind ?? kindOf(nearest)) === 'item';
    if (entry?.kind === 'item') itemCount += 1;
    if (entry?.kind === 'key') {
      // A list may stand at the column of its key: YAML 1.2.2, 8.2.1, compact form.
      if (isList) return isOpen(shape) ? found({ line: above, shape, index }) : undefined;
      keys.add(entry.key);
    }
    const parent = shape.entries.findLastIndex((left) => left.column < column);
    if (parent < 0) continue;
    const isDirect = entry !== undefined || canHold(lines, above, shape, parent);
    return isDirect ? found({ line: above, shape, index: parent }) : undefined;
  }
  return found();

  function found(parent?: EntryPlace): Surroundings {
    const isBelowDeeper = hasDeeper && (kind === 'item' ? itemCount === 0 : !nearest);
    return { keys, itemCount, isBelowDeeper, ...(nearest ? { nearest } : {}), ...(parent ? { parent } : {}) };
  }
}

/** The path of the value of `place`; undefined when the lines above do not fit together. */
export function pathOf(lines: TextLines, place: EntryPlace): Path | undefined {
  const path: (string | number)[] = [];
  let next: EntryPlace | undefined = place;
  while (next) {
    const { line, shape, index }: EntryPlace = next;
    const entry = shape.entries[index];
    if (!entry) return undefined;
    if (index > 0) {
      path.unshift(entry.kind === 'key' ? entry.key : 0);
      next = { line, shape, index: index - 1 };
      continue;
    }
    const around = lookUp(lines, line, entry.column, entry.kind);
    // The first of its kind cannot come after lines further in; above, such lines are mistakes of others.
    if (!around || (next === place && around.isBelowDeeper)) return undefined;
    path.unshift(entry.kind === 'key' ? entry.key : around.itemCount);
    next = around.parent;
  }
  return path;
}

/** Keys at `column` below `line`, as far as the map reaches that is there. */
export function keysBelow(lines: TextLines, line: number, column: number): Set<string> {
  const keys = new Set<string>();
  for (let below = line + 1; below <= lines.last; below += 1) {
    const indent = lines.indentOf(below);
    if (indent < 0 || indent > column) continue;
    if (indent < column) break;
    const [entry] = shapeOf(lines.textOf(below)).entries;
    if (entry?.kind === 'key') keys.add(entry.key);
  }
  return keys;
}

/** What `place` is. */
export function kindOf(place: EntryPlace | undefined): 'item' | 'key' | undefined {
  return place?.shape.entries[place.index]?.kind;
}

/** Whether lines further in can be the value of the entry `index`: it is the last one and has no value yet. */
function canHold(lines: TextLines, line: number, shape: LineShape, index: number): boolean {
  if (index < shape.entries.length - 1) return false;
  return isOpen(shape) && !startsBlockText(lines.textOf(line), shape);
}
