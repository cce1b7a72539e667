// Whether a text can be read in full, so that it may be shown and changed. Knows the codes of problems and no rule.
import type { Problem, ProblemCode } from './problem.ts';

/** With these a text says something else than its author means, so that nothing may be concluded from it. */
export const unreadableCodes: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'YAML_SYNTAX',
  'YAML_TAB_INDENT',
  'YAML_CONFLICT_MARKER',
  'YAML_UNKNOWN_ALIAS',
  'YAML_ALIAS_LIMIT',
  'YAML_BAD_MERGE',
  'YAML_TOO_DEEP',
]);

/** The first of `problems` by which the text cannot be read; suppressing it does not make the text readable. */
export function findUnreadable(problems: readonly Problem[]): Problem | undefined {
  return problems.find(({ code }) => unreadableCodes.has(code));
}
