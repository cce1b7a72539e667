// Comments that keep problems from being told: on their line, on the next one, or from there to the end of the file. Knows no
// rule; docs/errors/graph.md explains them to people.
import { findNearest } from './didYouMean.ts';
import type { Comment } from './findComments.ts';
import type { LineIndex } from './lineIndex.ts';
import { makeProblem, problemCodes, type Problem, type ProblemCode } from './problem.ts';

/** The word that every such comment begins with. */
export const suppressionWord = 'dataflow-graph-disable';

/** A file with its comments that contain {@link suppressionWord}. */
export interface CommentedFile {
  readonly lines: LineIndex;
  readonly comments: readonly Comment[];
}

/** What one comment says. */
export interface Suppression {
  readonly comment: Comment;
  /** Lines from 0; `lastLine` belongs to it. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Empty for every code, or when none of its names is a code. */
  readonly codes: ReadonlySet<ProblemCode>;
  readonly isForAll: boolean;
  readonly unknown: readonly SuppressedName[];
}

/** A name in a comment, with the offset at which it stands. */
export interface SuppressedName {
  readonly name: string;
  readonly offset: number;
}

const pattern = /^#[ \t]*dataflow-graph-disable(?<scope>-next-line|-line)?(?:(?=$)|[ \t:]+(?<names>.*))$/;

/** Every suppression of `file`, in the order of the text. */
export function suppressions({ comments, lines }: CommentedFile): Suppression[] {
  return comments.flatMap((comment) => readSuppression(comment, lines) ?? []);
}

function readSuppression(comment: Comment, lines: LineIndex): Suppression | undefined {
  const groups = pattern.exec(comment.text.trimEnd())?.groups;
  if (!groups) return undefined;
  const { scope, names: list = '' } = groups;
  // What comes after "--" is the reason, for people.
  const words = list.replace(/(?:^|\s)--(?:\s.*)?$/, '');
  const start = comment.offset + comment.text.trimEnd().length - list.length;
  const names = [...words.matchAll(/[^\s,]+/g)].map(({ 0: name, index }) => ({
    name,
    offset: start + index,
  }));
  const { line } = lines.positionAt(comment.offset);
  const firstLine = scope === '-next-line' ? line + 1 : line;
  return {
    comment,
    firstLine,
    lastLine: scope === undefined ? Infinity : firstLine,
    codes: new Set(names.flatMap(({ name }) => (isCode(name) ? name : []))),
    isForAll: names.length === 0,
    unknown: names.filter(({ name }) => !isCode(name)),
  };
}

const codes: ReadonlySet<string> = new Set(problemCodes);

function isCode(name: string): name is ProblemCode {
  return codes.has(name);
}

/** Those of `problems` that no comment of `file` suppresses; a problem stands on the line on which it begins. */
export function withoutSuppressed(file: CommentedFile, problems: readonly Problem[]): readonly Problem[] {
  const all = suppressions(file);
  if (all.length === 0) return problems;
  const [single, lasting] = [new Map<number, Suppression[]>(), [] as Suppression[]];
  for (const suppression of all) {
    const { firstLine, lastLine } = suppression;
    if (lastLine !== firstLine) lasting.push(suppression);
    else single.set(firstLine, [...(single.get(firstLine) ?? []), suppression]);
  }
  const isMeant = ({ code, range }: Problem, { isForAll, codes: some, firstLine }: Suppression): boolean =>
    range.start.line >= firstLine && (isForAll || some.has(code));
  return problems.filter(
    (problem) =>
      !lasting.some((one) => isMeant(problem, one)) &&
      !(single.get(problem.range.start.line) ?? []).some((one) => isMeant(problem, one)),
  );
}

/** Names in such comments that are no codes. */
export function checkSuppressions(file: CommentedFile): Problem[] {
  return suppressions(file).flatMap(({ unknown }) =>
    unknown.map(({ name, offset }) => {
      const range = file.lines.rangeAt(offset, offset + name.length);
      const meant = findNearest(name, problemCodes);
      const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
      const fix =
        meant === undefined ? undefined : { title: `Write ${meant}`, edits: [{ range, newText: meant }] };
      return makeProblem('SUPPRESSION_UNKNOWN', range, `No problem has the code "${name}".${hint}`, { fix });
    }),
  );
}
