// Problems of a test case beyond its YAML: files it names, what is in them, paths it selects. Knows no rule.
import type { Range } from '../base/position.ts';
import type { Problem } from '../graph/problem.ts';

/** Every code with its severity; the codes of src/graph apply to the test file's YAML. */
export const testSeverities = {
  TEST_FILE_MISSING: 'error',
  TEST_FILE_UNREADABLE: 'error',
  TEST_FILE_ENCODING: 'error',
  TEST_JSON_SYNTAX: 'error',
  TEST_EXPECTED_SHAPE: 'error',
  TEST_EXPECTED_KEY: 'warning',
  TEST_FAULT_SHAPE: 'error',
  TEST_INPUT_EMPTY: 'warning',
  TEST_MESSAGE_SHAPE: 'error',
  TEST_PATH_UNKNOWN: 'error',
  TEST_PATH_UNMATCHED: 'warning',
} as const;

/** Closed list of codes. */
export type TestProblemCode = keyof typeof testSeverities;

/** A problem and the file it is in; places count from 0 and lie inside that file. */
export interface CaseProblem extends Omit<Problem, 'code'> {
  readonly file: string;
  readonly code: Problem['code'] | TestProblemCode;
}

/** Makes a problem with the severity of its code. */
export function makeCaseProblem(
  code: TestProblemCode,
  file: string,
  range: Range,
  message: string,
): CaseProblem {
  return { file, code, severity: testSeverities[code], message, range, related: [] };
}

/** `file:line:character: message`, counted from 1. */
export function formatCaseProblem({ file, range, message }: CaseProblem): string {
  return `${file}:${String(range.start.line + 1)}:${String(range.start.character + 1)}: ${message}`;
}
