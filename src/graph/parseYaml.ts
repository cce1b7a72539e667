// Text to YAML trees with problems; never throws. Stops where a text would cost without end: conflict markers, deep
// nesting, alias bombs. Knows nothing about graphs. The YAML library is used here, in buildTree.ts, plainTree.ts and
// findComments.ts only.
import type { Range } from '../base/position.ts';
import { Composer, CST, Parser, type Document, type YAMLError } from 'yaml';
import { buildTree } from './buildTree.ts';
import type { EditedText } from './edits.ts';
import { findComments, type Comment } from './findComments.ts';
import { LineIndex } from './lineIndex.ts';
import { makeProblem, type Problem, type SuggestedFix } from './problem.ts';
import { describeSyntaxError } from './describeSyntaxError.ts';
import { readPlainTree } from './plainTree.ts';
import { suppressionWord } from './suppressions.ts';
import type { YamlNode } from './yamlTree.ts';

/** One document of a YAML file. `root` is absent when there is nothing but comments. */
export interface YamlDocument {
  readonly root?: YamlNode;
  /** From the first to the last character of its content. */
  readonly range: Range;
  readonly problems: readonly Problem[];
  /** Whether the tree may differ from what was meant, because the text is not YAML. */
  readonly hasSyntaxErrors: boolean;
}

/** A whole file. `problems` are those of the file itself; each document has its own. */
export interface YamlFile {
  readonly text: string;
  readonly lines: LineIndex;
  readonly documents: readonly YamlDocument[];
  /** Those that contain the word of suppressions. */
  readonly comments: readonly Comment[];
  readonly problems: readonly Problem[];
}

/** Deepest nesting of lists and maps that is read; the graph format needs seven. */
export const maxDepth = 100;

/** Most syntax errors reported per document; the later ones are usually echoes of the first. */
const maxSyntaxErrors = 10;

/** Reads `text` as YAML 1.2, one or more documents. Empty documents are left out. */
export function parseYaml(text: string): YamlFile {
  const lines = new LineIndex(text);
  const conflict = findConflictMarker(text, lines);
  if (conflict) return { text, lines, documents: [], comments: [], problems: [conflict] };
  return readPlainly({ text, lines }) ?? composeFile({ text, lines });
}

/** By {@link readPlainTree}, which is fast and gives the same where it gives anything. */
function readPlainly(document: EditedText): YamlFile | undefined {
  const plain = readPlainTree(document);
  if (!plain) return undefined;
  const { root, comments } = plain;
  return {
    ...document,
    documents: [{ root, range: root.range, problems: [], hasSyntaxErrors: false }],
    comments: comments.filter((comment) => comment.text.includes(suppressionWord)),
    problems: [],
  };
}

/** By the library, which reads everything. */
export function composeFile({ text, lines }: EditedText): YamlFile {
  const tokens = [...new Parser().parse(text)];
  const deepest = mayBeDeep(text) ? findTooDeep(tokens) : undefined;
  if (deepest !== undefined)
    return { text, lines, documents: [], comments: [], problems: [describeTooDeep(lines, deepest)] };
  // Duplicate keys and merge keys are dealt with by buildTree: the library's check is quadratic and has no places.
  const composer = new Composer({
    uniqueKeys: false,
    merge: false,
    resolveKnownTags: false,
    prettyErrors: false,
  });
  const documents = [...composer.compose(tokens, true, text.length)];
  return {
    text,
    lines,
    documents: documents
      .map((document) => readDocument(document as Document, text, lines))
      .filter((document) => !isEmpty(document)),
    comments: findComments(tokens, text, suppressionWord),
    problems: [],
  };
}

function readDocument(document: Document, text: string, lines: LineIndex): YamlDocument {
  const syntaxProblems = describeErrors(document, text, lines);
  const { root, problems } = buildTree(document, text, lines);
  const hasSyntaxErrors = document.errors.length > 0 || problems.some(({ code }) => code === 'YAML_SYNTAX');
  // What the library has said already need not be said again.
  const isNew = ({ code }: Problem): boolean => code !== 'YAML_SYNTAX' || syntaxProblems.length === 0;
  const treeProblems = hasSyntaxErrors ? problems.filter(isNew).map(withoutFixes) : problems;
  return {
    ...(root ? { root } : {}),
    range: root?.range ?? lines.rangeAt(0, 0),
    problems: [...syntaxProblems, ...treeProblems],
    hasSyntaxErrors,
  };
}

/** Where the text is not YAML, the tree does not tell what an edit would do. */
function withoutFixes({ code, severity, message, range, related }: Problem): Problem {
  return { code, severity, message, range, related };
}

function isEmpty({ root, problems }: YamlDocument): boolean {
  return problems.length === 0 && (!root || (root.kind === 'scalar' && root.text === ''));
}

function findConflictMarker(text: string, lines: LineIndex): Problem | undefined {
  const start = /^<{7}(?: .*)?$/m.exec(text);
  if (!start) return undefined;
  const rest = start.index + start[0].length;
  const related = [/^={7}$/m, /^>{7}(?: .*)?$/m].flatMap((marker) => {
    const match = marker.exec(text.slice(rest));
    return match
      ? [
          {
            message: `"${match[0].slice(0, 7)}" stands here.`,
            range: lines.rangeAt(rest + match.index, rest + match.index + 7),
          },
        ]
      : [];
  });
  return makeProblem(
    'YAML_CONFLICT_MARKER',
    lines.rangeAt(start.index, rest),
    'This file holds an unresolved merge conflict. Resolve it first; nothing else is examined until then.',
    { related },
  );
}

/** Columns that lines must reach, or brackets that must be opened, before nesting could be too deep: half of what it takes. */
const DEEP = maxDepth / 2;

/**
 * Whether nesting could be too deep, told fast. In brackets each level opens one. In lines a column holds two levels at
 * most (a key, and a list in the same column below it), so that a line is indented far, or begins with many "- ".
 */
function mayBeDeep(text: string): boolean {
  if (text.includes(' '.repeat(DEEP / 2)) || /^[ \t]*(?:[?:-][ \t]+){8}/m.test(text)) return true;
  let count = 0;
  for (const bracket of ['{', '[']) {
    for (let at = text.indexOf(bracket); at >= 0 && count < DEEP; at = text.indexOf(bracket, at + 1))
      count += 1;
  }
  return count >= DEEP;
}

/** Offset of the first collection nested deeper than {@link maxDepth}. Iterative, because the composer is not. */
function findTooDeep(tokens: readonly CST.Token[]): number | undefined {
  let level: CST.Token[] = tokens.flatMap((token) =>
    token.type === 'document' && token.value ? token.value : [],
  );
  for (let depth = 0; level.length > 0; depth += 1) {
    const [first] = level;
    if (depth > maxDepth && first) return first.offset;
    const next: CST.Token[] = [];
    for (const token of level) {
      if (!CST.isCollection(token)) continue;
      for (const { key, value } of token.items) {
        // Only collections hold anything that could be deeper.
        if (key && CST.isCollection(key)) next.push(key);
        if (value && CST.isCollection(value)) next.push(value);
      }
    }
    level = next;
  }
  return undefined;
}

function describeTooDeep(lines: LineIndex, offset: number): Problem {
  return makeProblem(
    'YAML_TOO_DEEP',
    lines.rangeAt(offset, offset + 1),
    `Lists and maps are nested more than ${String(maxDepth)} deep here; nothing in this file is examined.`,
  );
}

function describeErrors(document: Document, text: string, lines: LineIndex): Problem[] {
  const seenLines = new Set<number>();
  const problems: Problem[] = [];
  // A tab shifts everything after it: whatever else is wrong then may only follow from that.
  const tabs = document.errors.filter(({ code }) => code === 'TAB_AS_INDENT');
  const errors = tabs.length > 0 ? tabs : document.errors;
  for (const error of [...errors, ...document.warnings]) {
    const problem = describeError(error, text, lines);
    const line = problem.range.start.line;
    // One mistake often makes several errors on its line; the first says it best.
    if (seenLines.has(line) || problems.length >= maxSyntaxErrors) continue;
    seenLines.add(line);
    problems.push(problem);
  }
  return problems;
}

function describeError(error: YAMLError, text: string, lines: LineIndex): Problem {
  const [start, end] = error.pos;
  const range = lines.rangeAt(start, Math.max(end, start));
  if (error.code === 'TAB_AS_INDENT') {
    const message = 'A tab indents this line. YAML allows spaces only.';
    return makeProblem('YAML_TAB_INDENT', range, message, { fix: replaceTabs(text, lines, start) });
  }
  const code = error.name === 'YAMLWarning' ? 'YAML_IGNORED' : 'YAML_SYNTAX';
  return makeProblem(code, range, describeSyntaxError(error.code, error.message));
}

/** Two spaces for every tab of the gap around `offset`. */
function replaceTabs(text: string, lines: LineIndex, offset: number): SuggestedFix | undefined {
  const isGap = (at: number): boolean => text[at] === ' ' || text[at] === '\t';
  let [start, end] = [offset, offset];
  while (isGap(start - 1)) start -= 1;
  while (isGap(end)) end += 1;
  const gap = text.slice(start, end);
  if (!gap.includes('\t')) return undefined;
  return {
    title: 'Indent with spaces',
    edits: [{ range: lines.rangeAt(start, end), newText: gap.replaceAll('\t', '  ') }],
  };
}
