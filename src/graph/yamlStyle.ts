// How a file is laid out, and new values written the same way: line ends, indentation, braces, quotes. Knows YAML's shape and
// no rule.
import type { EditedText } from './edits.ts';
import { quote } from './edits.ts';
import { isPlainInLine } from './plainText.ts';
import { getValue, type YamlNode } from './yamlTree.ts';

/** Columns are counted from the parent's column. */
export interface YamlStyle {
  readonly newline: string;
  /** Of keys in a map below a key. */
  readonly mapStep: number;
  /** Of the "-" of a list below a key; 0 in many files. */
  readonly listStep: number;
  /** From the "-" to its content. */
  readonly dashStep: number;
}

/** A value to write: a text, YAML as it stands, words, a text of many lines, an entry copied line by line, a list or a map. */
export type NewValue =
  string | { readonly raw: string } | NewProse | NewBlock | CopiedEntry | readonly NewValue[] | NewMap;
/** A text that is written without quotes wherever it is safe. */
export interface NewProse {
  readonly prose: string;
}
/** A text in lines of its own, where there are several, or where there were some: `header` says how those began. */
export interface NewBlock {
  readonly block: string;
  readonly header?: { readonly isFolded: boolean; readonly comment: string };
}
/** An entry as `lines` that were written elsewhere, moved to the first column; `value` says the same, for braces. */
export interface CopiedEntry {
  readonly lines: readonly string[];
  readonly value: NewMap;
}
export interface NewMap {
  readonly pairs: readonly (readonly [key: string, value: NewValue])[];
}

/** The style of the document with `root`, from the first places that show it; two columns each where nothing does. */
export function detectStyle({ text }: EditedText, root: YamlNode | undefined): YamlStyle {
  const newline = /\r?\n/.exec(text)?.[0] ?? '\n';
  const found: Partial<Writable<YamlStyle>> = {};
  if (root) look(root, found, 0);
  return {
    newline,
    mapStep: found.mapStep ?? 2,
    listStep: found.listStep ?? 2,
    dashStep: found.dashStep ?? 2,
  };
}

/** The formats nest seven deep, and what shows the style comes early. */
const LOOK_DEPTH = 6;
const LOOK_WIDTH = 12;
/** What is indented further shows no habit. */
const MAX_STEP = 8;

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function look(node: YamlNode, found: Partial<Writable<YamlStyle>>, depth: number): void {
  if (depth > LOOK_DEPTH || node.kind === 'scalar') return;
  const children = node.kind === 'map' ? node.pairs.map(({ value }) => value) : node.items;
  for (const child of children.slice(0, LOOK_WIDTH)) {
    if (!isInLines(node) || !isInLines(child)) continue;
    const step = columnOf(child) - columnOf(node);
    const isBelow = child.source.start.line > node.source.start.line || node.kind === 'sequence';
    if (step < 0 || step > MAX_STEP || !isBelow) continue;
    learn(node, child, step, found);
    look(child, found, depth + 1);
  }
}

function learn(node: YamlNode, child: YamlNode, step: number, found: Partial<Writable<YamlStyle>>): void {
  if (node.kind === 'map' && child.kind === 'sequence') found.listStep ??= step;
  else if (step > 0 && child.kind === 'map') found[node.kind === 'map' ? 'mapStep' : 'dashStep'] ??= step;
}

function isInLines(node: YamlNode): boolean {
  return node.kind !== 'scalar' && !node.isFlow && !node.isAliased;
}

/** A byte order mark before the first key takes a place in the line, but no column. */
function columnOf({ source, kind }: YamlNode): number {
  return kind === 'map' && source.start.line === 0 && source.start.character === 1
    ? 0
    : source.start.character;
}

/** `value` on one line, as it stands after a key, in a list or in braces. */
export function writeFlow(value: NewValue, template?: YamlNode): string {
  if (isText(value)) return writeScalar(value, template);
  if (isProse(value)) return writeScalar(value.prose, template);
  if (isBlock(value)) return quote(value.block);
  if (isCopied(value)) return writeFlow(value.value, template);
  if (isList(value)) return `[${value.map((item) => writeFlow(item)).join(', ')}]`;
  const pairs = value.pairs.map(
    ([key, part]) => `${writeKey(key)}: ${writeFlow(part, getValue(template, key))}`,
  );
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/**
 * `key: value` with the key in `column`; without indentation before the first line nor a line end after the last.
 * Parts that are in braces in `template`, a value of the same kind, are written so.
 */
export function writePair(
  style: YamlStyle,
  column: number,
  key: string,
  value: NewValue,
  template?: YamlNode,
): string {
  return `${writeKey(key)}:${writeAfterColon(style, column, value, template)}`;
}

/** What follows the colon of a key in `column`; the same as {@link writePair} otherwise. */
export function writeAfterColon(
  style: YamlStyle,
  column: number,
  value: NewValue,
  template?: YamlNode,
): string {
  const entry = isCopied(value) ? value.value : value;
  if (isText(entry) || isEmpty(entry) || isFlow(template)) return ` ${writeFlow(entry, template)}`;
  if (isProse(entry)) return ` ${isPlainInLine(entry.prose) ? entry.prose : quote(entry.prose)}`;
  if (isBlock(entry)) return ` ${writeBlock(style, column + style.mapStep, entry)}`;
  const inner = column + (isList(entry) ? style.listStep : style.mapStep);
  const body = isList(entry)
    ? entry.map((item) => writeItem(style, inner, item)).join(breakAt(style, inner))
    : writePairs(style, inner, entry, template);
  return breakAt(style, inner) + body;
}

/**
 * YAML 1.2.2, 8.1.2: a literal text with its lines in `column`; in quotes where that would not be the same text. One line that
 * was folded before stays so.
 */
function writeBlock(style: YamlStyle, column: number, { block: text, header }: NewBlock): string {
  const lines = text.replaceAll('\r\n', '\n').replace(/\n$/, '').split('\n');
  const isBlockText =
    (lines.length > 1 || header !== undefined) &&
    lines[0]?.trim() !== '' &&
    !/^[ \t]/.test(text) &&
    lines.at(-1)?.trim() !== '' &&
    /^[\t\n -~\u00A0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]*$/.test(lines.join('\n'));
  if (!isBlockText) return quote(text);
  const body = lines.map((line) => (line === '' ? style.newline : breakAt(style, column) + line)).join('');
  const isFolded = header?.isFolded === true && lines.length === 1 && !/\s$/.test(lines[0] ?? '');
  const chomping = text.endsWith('\n') ? '' : '-';
  return `${isFolded ? '>' : '|'}${chomping}${header?.comment ?? ''}${body}`;
}

/** `- value` with the "-" in `column`; the same as {@link writePair} otherwise. */
export function writeItem(style: YamlStyle, column: number, value: NewValue, template?: YamlNode): string {
  if (
    isText(value) ||
    isProse(value) ||
    isList(value) ||
    isBlock(value) ||
    isEmpty(value) ||
    isFlow(template)
  )
    return `- ${writeFlow(value, template)}`;
  const gap = ' '.repeat(style.dashStep - 1);
  if (isCopied(value))
    return `-${gap}${value.lines.map((line, at) => (at === 0 ? line : line === '' ? style.newline : breakAt(style, column + style.dashStep) + line)).join('')}`;
  return `-${gap}${writePairs(style, column + style.dashStep, value, template)}`;
}

function writePairs(style: YamlStyle, column: number, { pairs }: NewMap, template?: YamlNode): string {
  return pairs
    .map(([key, value]) => writePair(style, column, key, value, getValue(template, key)))
    .join(breakAt(style, column));
}

/** A line end and the indentation to `column`. */
export function breakAt({ newline }: YamlStyle, column: number): string {
  return newline + ' '.repeat(column);
}

function writeKey(key: string): string {
  return /^[A-Za-z_$][\w$-]*$/.test(key) && !isWord(key) ? key : quote(key);
}

function writeScalar(value: string | { readonly raw: string }, template?: YamlNode): string {
  if (typeof value !== 'string') return value.raw;
  const isQuoted = template?.kind === 'scalar' && !template.isPlain;
  if (isQuoted && template.text.startsWith("'") && /^[ -~]*$/.test(value))
    return `'${value.replaceAll("'", "''")}'`;
  return !isQuoted && isSafePlain(value) ? value : quote(value);
}

/** Whether `text` without quotes is that text for every YAML reader, also in braces. */
export function isSafePlain(text: string): boolean {
  return /^[A-Za-z][\w./-]*(?::\w[\w.-]*)?$/.test(text) && !isWord(text);
}

function isWord(text: string): boolean {
  return /^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text);
}

function isText(value: NewValue): value is string | { readonly raw: string } {
  return typeof value === 'string' || 'raw' in value;
}

function isProse(value: NewValue): value is NewProse {
  return typeof value === 'object' && 'prose' in value;
}

export function isBlock(value: NewValue): value is NewBlock {
  return typeof value === 'object' && 'block' in value;
}

function isCopied(value: NewValue): value is CopiedEntry {
  return typeof value === 'object' && 'lines' in value;
}

function isList(value: NewValue): value is readonly NewValue[] {
  return Array.isArray(value);
}

function isEmpty(value: Exclude<NewValue, string>): boolean {
  return isList(value) ? value.length === 0 : 'pairs' in value && value.pairs.length === 0;
}

function isFlow(template: YamlNode | undefined): boolean {
  return template !== undefined && template.kind !== 'scalar' && template.isFlow;
}
