// Comments that suppress a problem on its line: at the end of the line, in the comment that is there, or on a line before.
import type { Range, TextEdit } from '../../base/position.ts';
import type { GraphDocument, GraphFile } from '../../graph/parseGraph.ts';
import type { Problem, ProblemCode } from '../../graph/problem.ts';
import { suppressions, suppressionWord } from '../../graph/suppressions.ts';
import type { YamlNode } from '../../graph/yamlTree.ts';
import { comparePositions } from '../navigation/rangeOrder.ts';

/** Where the text is not YAML, or no YAML that people write, no comment is sure to be one. */
const unsuppressible: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'YAML_SYNTAX',
  'YAML_TAB_INDENT',
  'YAML_CONFLICT_MARKER',
  'YAML_TOO_DEEP',
  'YAML_COMPLEX_KEY',
]);

/** The edit after which `problem` is not told any more; undefined where no comment can stand. */
export function suppress(
  file: GraphFile,
  document: GraphDocument | undefined,
  { code, range }: Problem,
): TextEdit | undefined {
  if (unsuppressible.has(code) || document?.problems.some((one) => unsuppressible.has(one.code)))
    return undefined;
  const { line } = range.start;
  // An empty key has no place of its own: it is where the comment would end.
  if (code === 'KEY_UNKNOWN' && comparePositions(range.start, range.end) === 0) return undefined;
  const existing = suppressions(file).find(
    ({ firstLine, lastLine, isForAll }) => firstLine === line && lastLine === line && !isForAll,
  );
  const { lines, text } = file;
  if (existing) {
    // Behind the last code, before a reason.
    const { comment, codes, unknown } = existing;
    const names = [...codes, ...unknown.map(({ name }) => name)];
    const ends = names.map((name) => comment.text.lastIndexOf(name) + name.length);
    const end = comment.offset + Math.max(...ends);
    return { range: lines.rangeAt(end, end), newText: `, ${code}` };
  }
  const start = lines.offsetAt({ line, character: 0 });
  const next = lines.offsetAt({ line: line + 1, character: 0 });
  const content = text.slice(start, next).replace(/[\r\n]+$/, '');
  const end = start + content.length;
  const texts = findTexts(document?.root, line);
  const isIn = (offset: number, isEndInside: boolean): boolean =>
    texts.some(({ source }) => {
      const [first, last] = [lines.offsetAt(source.start), lines.offsetAt(source.end)];
      return first < offset && (isEndInside ? offset <= last : offset < last);
    });
  // A block text's first line goes on below, and so may any other that begins here.
  const isOpen =
    isIn(end, false) || texts.some((one) => /^[|>]/.test(one.text) && one.source.start.line === line);
  const hasComment = /(?:^|[ \t])#/.test(content);
  if (!isOpen && !hasComment && content.trim() !== '')
    return { range: lines.rangeAt(end, end), newText: ` # ${suppressionWord}-line ${code}` };
  if (content.trim() === '' || isIn(start, true)) return undefined;
  const indent = /^[ ]*/.exec(content.replace(/^\uFEFF/, ''))?.[0] ?? '';
  const newline = /\r?\n/.exec(text)?.[0] ?? '\n';
  const at = content.startsWith('\uFEFF') ? start + 1 : start;
  return {
    range: lines.rangeAt(at, at),
    newText: `${indent}# ${suppressionWord}-next-line ${code}${newline}`,
  };
}

/** Scalars and keys that have a part on `line`. */
function findTexts(
  node: YamlNode | undefined,
  line: number,
  found: { readonly source: Range; readonly text: string }[] = [],
): { readonly source: Range; readonly text: string }[] {
  if (!node || node.isAliased || !isOn(node.source, line)) return found;
  if (node.kind === 'scalar') found.push(node);
  else if (node.kind === 'sequence') for (const item of node.items) findTexts(item, line, found);
  else {
    for (const { keyPlace, value } of [...node.pairs, ...(node.setAside ?? [])]) {
      if (isOn(keyPlace.source, line)) found.push({ source: keyPlace.source, text: '' });
      findTexts(value, line, found);
    }
  }
  return found;
}

function isOn({ start, end }: Range, line: number): boolean {
  return start.line <= line && line <= end.line;
}
