// From a position in a text to what the cursor there asks for: picks the document, its kind, and the style of YAML around
// the cursor. Knows no schema beyond its kind.
import type { Position } from '../../base/position.ts';
import type { GraphDocument, GraphFile } from '../../graph/parseGraph.ts';
import { getText, type YamlNode } from '../../graph/yamlTree.ts';
import type { Path } from '../schema/pathDocument.ts';
import { hasSchema, type SchemaKind } from '../schema/schemaFiles.ts';
import { findBlockCursors } from './blockCursors.ts';
import { keysBelow, pathOf } from './blockPath.ts';
import { makeCursor, quoteOf, type Cursor } from './cursor.ts';
import { findFlowPlace, type FlowPlace } from './flowCursor.ts';
import { shapeOf } from './lineShape.ts';
import { TextLines } from './textLines.ts';

/** The document at a cursor. `kind` is what its text is taken for, a graph definition when nothing says otherwise. */
export interface CursorDocument {
  readonly kind: SchemaKind;
  readonly document?: GraphDocument;
  readonly cursors: readonly Cursor[];
}

/** What a cursor at `position` may ask for; nothing in comments, in block texts, and in documents of other kinds. */
export function findCursors(file: GraphFile, position: Position): CursorDocument | undefined {
  const line = Math.max(0, Math.min(position.line, file.lines.lineCount - 1));
  const lines = new TextLines(file, line);
  const character = Math.max(0, Math.min(position.character, lines.textOf(line).length));
  const document = file.documents.find(
    ({ root }) => root && root.range.start.line >= lines.first && root.range.start.line <= lines.last,
  );
  const kind = kindOf(lines, document);
  if (!kind) return undefined;
  const cursors = cursorsIn(file, lines, { line, character }, document?.root);
  return { kind, cursors, ...(document ? { document } : {}) };
}

function cursorsIn(
  file: GraphFile,
  lines: TextLines,
  position: Position,
  root: YamlNode | undefined,
): readonly Cursor[] {
  const offset = lines.startOf(position.line) + position.character;
  const found = root && reach(root, position);
  if (found?.node.kind === 'scalar' && isInLongText(found.node, position)) return [];
  const bracket = bracketOf(file, found, offset) ?? bracketInLine(lines, position);
  if (bracket) {
    const place = findFlowPlace(file.text, bracket.start, offset, bracket.path);
    if (place === 'nowhere') return [];
    if (place !== 'outside') return [flowCursor(file, lines, position.line, place, root)];
  }
  return findBlockCursors(lines, position).map((cursor) => withMergedKeys(cursor, root));
}

/** Keys that come into the map of `cursor` through a merge are there too, though on no line of it. */
function withMergedKeys(cursor: Cursor, root: YamlNode | undefined): Cursor {
  const map = cursor.place === 'key' ? nodeAt(root, cursor.path) : undefined;
  const merged = map?.kind === 'map' ? map.pairs.filter(({ keyPlace }) => keyPlace.isAliased) : [];
  if (merged.length === 0) return cursor;
  return { ...cursor, present: new Set([...cursor.present, ...merged.map(({ key }) => key)]) };
}

interface Reached {
  readonly node: YamlNode;
  readonly path: Path;
}

/** The last scalar or collection in brackets that starts before `position`. */
function reach(root: YamlNode, position: Position): Reached {
  const path: (string | number)[] = [];
  let node = root;
  while (node.kind !== 'scalar' && !node.isFlow) {
    const step: { key: string | number; value: YamlNode } | undefined =
      node.kind === 'map'
        ? node.pairs.findLast(
            ({ keyPlace }) => !keyPlace.isAliased && isBefore(keyPlace.range.start, position),
          )
        : lastItemBefore(node.items, position);
    if (!step || step.value.isAliased || !isBefore(step.value.range.start, position)) break;
    path.push(step.key);
    node = step.value;
  }
  return { node, path };
}

function lastItemBefore(
  items: readonly YamlNode[],
  position: Position,
): { key: number; value: YamlNode } | undefined {
  const key = items.findLastIndex(({ range }) => isBefore(range.start, position));
  const value = items[key];
  return value && { key, value };
}

function isBefore(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}

/** Whether `position` is on a later line of a text of several lines. */
function isInLongText({ range, text }: YamlNode & { kind: 'scalar' }, position: Position): boolean {
  const isInside = range.start.line < position.line && !isBefore(range.end, position);
  return isInside && /^["'|>]/.test(text);
}

interface Bracket {
  readonly start: number;
  readonly path: Path;
}

/** The brackets around `offset`, as far as the tree shows them; those that are not closed end with the text. */
function bracketOf(
  { text, lines }: GraphFile,
  reached: Reached | undefined,
  offset: number,
): Bracket | undefined {
  const node = reached?.node;
  if (!node || node.kind === 'scalar' || !node.isFlow) return undefined;
  const start = lines.offsetAt(node.range.start);
  const end = lines.offsetAt(node.range.end);
  const isNear = offset > start && (offset <= end || /^\s*$/.test(text.slice(end, offset)));
  return isNear ? { start, path: reached.path } : undefined;
}

/** Brackets that begin on the line of the cursor, for texts of which there is no tree. */
function bracketInLine(lines: TextLines, { line, character }: Position): Bracket | undefined {
  const text = lines.textOf(line);
  const shape = shapeOf(text);
  const { start } = shape.rest;
  if (!'[{'.includes(text.charAt(start) || ' ') || character <= start) return undefined;
  const index = shape.entries.length - 1;
  const path = index < 0 ? [] : pathOf(lines, { line, shape, index });
  return path && { start: lines.startOf(line) + start, path };
}

function flowCursor(
  file: GraphFile,
  lines: TextLines,
  line: number,
  found: FlowPlace,
  root: YamlNode | undefined,
): Cursor {
  const { place, path, before, start, end, hasColon, needsSpace, needsComma } = found;
  const range = file.lines.rangeAt(start, end);
  const map = place === 'key' ? nodeAt(root, path) : undefined;
  const pairs = map?.kind === 'map' ? map.pairs : [];
  const others = pairs.filter(({ keyPlace }) => file.lines.offsetAt(keyPlace.range.start) !== start);
  const present = new Set([...before, ...others.map(({ key }) => key)]);
  const quote = quoteOf(file.text.slice(start, end));
  const column = Math.max(0, lines.indentOf(line));
  const needs = { needsSpace, needsComma };
  const parts = { place, path, range, column, present, quote, hasColon, hasValue: hasColon, ...needs };
  return makeCursor({ ...parts, isFlow: true });
}

/** The node at `path` in `root`. */
export function nodeAt(root: YamlNode | undefined, path: Path): YamlNode | undefined {
  return path.reduce<YamlNode | undefined>((node, key) => {
    if (node?.kind === 'map') return node.pairs.find((pair) => pair.key === key)?.value;
    return node?.kind === 'sequence' && typeof key === 'number' ? node.items[key] : undefined;
  }, root);
}

const testCaseKeys = ['graph', 'input', 'expected', 'select', 'ignores', 'timeout'];

function kindOf(lines: TextLines, document: GraphDocument | undefined): SchemaKind | undefined {
  if (document && hasSchema(document.kind)) return document.kind;
  const keys = keysBelow(lines, lines.first - 1, 0);
  if (keys.has('apiVersion') || keys.has('kind')) {
    const kind = getText(document?.root, 'kind') ?? '';
    if (kind !== '' && 'RegistryEndpoint'.startsWith(kind)) return 'registry-endpoint';
    return 'DataflowGraph'.startsWith(kind) ? 'dataflow-graph' : undefined;
  }
  const isGraph = ['metadata', 'operations', 'connections', 'moduleRequirements'].some((key) =>
    keys.has(key),
  );
  return !isGraph && testCaseKeys.some((key) => keys.has(key)) ? 'test-case' : 'graph-definition';
}
