// Which problems of a file are told, and how much they matter: what its text says, what others know, the user's choice, and
// comments that suppress. Knows no editor.
import type { GraphFile } from '../../graph/parseGraph.ts';
import { sortProblems, type Problem, type ProblemCode, type Severity } from '../../graph/problem.ts';
import { withoutSuppressed } from '../../graph/suppressions.ts';

/** What decides on the problems of one file. */
export interface TellingOptions {
  /** Severity by code, in place of the usual one. */
  readonly severities?: Readonly<Partial<Record<ProblemCode, Severity | 'off'>>> | undefined;
  /** Problems that the text alone cannot show, such as those of modules. */
  readonly extraProblems?: readonly Problem[] | undefined;
}

/** Sorted by place. */
export function tellProblems(file: GraphFile, options: TellingOptions): readonly Problem[] {
  const { extraProblems = [], severities = {} } = options;
  const all = extraProblems.length > 0 ? sortProblems([...file.problems, ...extraProblems]) : file.problems;
  return withoutSuppressed(file, all).flatMap((problem) => {
    const severity = severities[problem.code];
    if (severity === 'off') return [];
    return severity === undefined || severity === problem.severity ? problem : { ...problem, severity };
  });
}
