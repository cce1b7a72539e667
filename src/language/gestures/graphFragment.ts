// Entries of graphs on their way from one text into another, with their comments. Knows how they are written, and no gesture.
import { quote, type EditedText } from '../../graph/edits.ts';
import { columnAt, endOf, endOfLine, startOfLine } from '../../graph/treeEdits.ts';
import { detectStyle, writePair, type NewMap, type NewValue } from '../../graph/yamlStyle.ts';
import type { YamlNode } from '../../graph/yamlTree.ts';
import { endWithComments } from './entryPlace.ts';

/** Lists of a graph's entries, to be written. */
export interface Fragment {
  readonly moduleConfigurations: readonly NewValue[];
  readonly operations: readonly NewValue[];
  readonly connections: readonly NewValue[];
  readonly schemas: readonly NewValue[];
}

/** `node` as a value to write elsewhere: its own lines where it is written in lines, without anchors. */
export function copyEntry(document: EditedText, node: YamlNode): NewValue {
  const value = copyValue(node);
  const lines = node.kind === 'map' && !node.isFlow ? copyLines(document, node) : undefined;
  return lines && isMap(value) ? { lines, value } : value;
}

function copyLines({ text, lines }: EditedText, node: YamlNode): string[] | undefined {
  if (hasAlias(node)) return undefined;
  const start = lines.offsetAt(node.source.start);
  const column = columnAt(text, start);
  const lineEnd = endOfLine(text, lines.offsetAt(endOf(node)), true);
  if (column === undefined || lineEnd === undefined) return undefined;
  const dash = text.slice(startOfLine(text, start), start).lastIndexOf('-');
  const end = endWithComments(text, lineEnd, dash < 0 ? column - 1 : dash);
  const written = text.slice(start, end);
  if (/(?:^|[\s:,[{-])[&*!]/.test(written) || written.includes('\t')) return undefined;
  return written.split(/\r?\n/).map((line, index) => {
    if (index === 0) return line;
    const indent = /^ */.exec(line)?.[0].length ?? 0;
    return line.slice(Math.min(indent, column));
  });
}

function hasAlias(node: YamlNode): boolean {
  if (node.isAliased) return true;
  if (node.kind === 'sequence') return node.items.some(hasAlias);
  return (
    node.kind === 'map' && node.pairs.some(({ keyPlace, value }) => keyPlace.isAliased || hasAlias(value))
  );
}

function copyValue(node: YamlNode): NewValue {
  if (node.kind === 'sequence') return node.items.map(copyValue);
  if (node.kind === 'map')
    return { pairs: node.pairs.map(({ key, value }) => [key, copyValue(value)] as const) };
  if (typeof node.value === 'string')
    return /\n./.test(node.value) ? { block: node.value } : copyText(node.text, node.value);
  return { raw: String(node.value) };
}

function copyText(text: string, value: string): NewValue {
  return { raw: /^(?:"[^\n]*"|'[^\n]*')$/.test(text) ? text : quoteUnlessPlain(text, value) };
}

/** A plain text that stood in lines may not stand in braces. */
function quoteUnlessPlain(text: string, value: string): string {
  return text === value && /^[A-Za-z][\w./-]*(?::\w[\w.-]*)?$/.test(text) ? text : quote(value);
}

function isMap(value: NewValue): value is NewMap {
  return typeof value === 'object' && 'pairs' in value;
}

/** The lists of `fragment` that are not empty, as YAML in the layout of the samples. */
export function writeFragment(fragment: Fragment): string {
  const style = detectStyle({ text: '' } as EditedText, undefined);
  const keys = ['moduleConfigurations', 'operations', 'connections', 'schemas'] as const;
  const parts = keys.flatMap((key) =>
    fragment[key].length === 0 ? [] : [`${writePair(style, 0, key, fragment[key])}\n`],
  );
  return parts.join('\n');
}
