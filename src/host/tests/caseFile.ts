// What the Test Explorer shows of a test case's file: name and place, also while the file is being written. Whether the case can run
// is not judged here. Cases are ten lines, so this is read where it is shown. Knows no vscode.
import type { Range } from '../../base/position.ts';
import { detectDocumentKind, kindOfDocument } from '../../graph/documentKind.ts';
import { parseYaml } from '../../graph/parseYaml.ts';
import { getText, getValue, type YamlNode } from '../../graph/yamlTree.ts';

export interface CaseFile {
  /** Undefined when the case has none: its file's name stands for it. */
  readonly name?: string;
  /** Of the name, or of the case as a whole. */
  readonly range: Range;
  /** Paths as written, relative to the file. */
  readonly uses: readonly string[];
  /** What keeps the file from being read. */
  readonly breakage?: string;
}

/** No test case is longer, in characters; other files can have such names. */
const MAX_TEXT = 200_000;

/** Undefined when `text` is something else than a test case. */
export function readCaseFile(text: string): CaseFile | undefined {
  if (text.length > MAX_TEXT || detectDocumentKind(text) !== 'test-case') return undefined;
  const { documents, problems } = parseYaml(text);
  const roots = documents.flatMap(({ root }) => root ?? []);
  const root = roots.find((each) => kindOfDocument(each) === 'test-case') ?? roots[0];
  const name = getText(root, 'name');
  const all = [...problems, ...documents.flatMap((document) => document.problems)];
  const broken = all.find(({ severity }) => severity === 'error');
  return {
    ...(name !== undefined && { name }),
    range: getValue(root, 'name')?.range ?? firstLine(root),
    uses: ['graph', 'input', 'expected'].flatMap((key) => getText(root, key) ?? []),
    ...(broken && { breakage: `Line ${String(broken.range.start.line + 1)}: ${broken.message}` }),
  };
}

function firstLine(root: YamlNode | undefined): Range {
  const start = root?.range.start ?? { line: 0, character: 0 };
  return { start, end: { line: start.line + 1, character: 0 } };
}
