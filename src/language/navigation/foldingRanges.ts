// What can be folded: sections, items, texts of several lines and comments. Knows no format, only YAML's shape.
import { FoldingRangeKind, type FoldingRange } from 'vscode-languageserver-types';
import type { GraphFile } from '../../graph/parseGraph.ts';
import type { YamlNode } from '../../graph/yamlTree.ts';
import { pairRange } from './yamlPath.ts';

/** The ranges by whole lines, at most one that begins on each line (the longest), in the order of the text. */
export function foldingRanges(file: GraphFile): FoldingRange[] {
  const ends = new Map<number, number>();
  const texts: FoldedText[] = [];
  for (const { root } of file.documents) if (root) collect(root, ends, texts);
  const blocks = [...ends].map(([startLine, endLine]): FoldingRange => ({ startLine, endLine }));
  return [...blocks, ...foldComments(file, texts)].sort((a, b) => a.startLine - b.startLine);
}

/** First and last line of a text in which `#` starts no comment. */
interface FoldedText {
  readonly startLine: number;
  readonly endLine: number;
}

function collect(node: YamlNode, ends: Map<number, number>, texts: FoldedText[]): void {
  // What is behind an alias is folded where it is written.
  if (node.isAliased) return;
  const { start, end } = node.range;
  if (node.kind === 'scalar') {
    if (end.line > start.line) texts.push({ startLine: start.line, endLine: end.line });
    return;
  }
  if (node.isFlow) add(ends, start.line, end.line);
  if (node.kind === 'sequence') {
    for (const item of node.items) {
      if (!item.isAliased) add(ends, item.range.start.line, item.range.end.line);
      collect(item, ends, texts);
    }
    return;
  }
  for (const pair of node.pairs) {
    if (pair.keyPlace.isAliased || pair.value.isAliased) continue;
    const range = pairRange(pair);
    add(ends, range.start.line, range.end.line);
    collect(pair.value, ends, texts);
  }
}

function add(ends: Map<number, number>, startLine: number, endLine: number): void {
  if (endLine > startLine) ends.set(startLine, Math.max(endLine, ends.get(startLine) ?? 0));
}

/** Two and more lines in a row that hold nothing but a comment. */
function foldComments({ text }: GraphFile, texts: readonly FoldedText[]): FoldingRange[] {
  const covered = new Set<number>();
  for (const { startLine, endLine } of texts)
    for (let line = startLine + 1; line <= endLine; line += 1) covered.add(line);
  const ranges: FoldingRange[] = [];
  let startLine = -1;
  const lines = [...text.split(/\r\n|\r|\n/), ''];
  for (const [line, content] of lines.entries()) {
    const isComment = /^[ \t]*#/.test(content) && !covered.has(line);
    if (isComment && startLine < 0) startLine = line;
    if (isComment || startLine < 0) continue;
    if (line - 1 > startLine) ranges.push({ startLine, endLine: line - 1, kind: FoldingRangeKind.Comment });
    startLine = -1;
  }
  return ranges;
}
