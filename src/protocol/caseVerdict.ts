// How a test case was judged, as a process that runs cases and a debug session tell it. Shapes only. Knows nothing about how cases are
// judged.
import type { Range } from '../base/position.ts';

export const caseEndings = ['passed', 'failed', 'error', 'skipped'] as const;

/** `failed`: other outputs than expected; `error`: there are no outputs to judge; `skipped`: cancelled. */
export type CaseEnding = (typeof caseEndings)[number];

/** One place where outputs are not as expected. */
export interface CaseDifference {
  readonly kind: 'missing' | 'unexpected' | 'changed' | 'extra-output' | 'missing-output';
  /** The difference as a sentence for people. */
  readonly message: string;
  /** In the expected file. */
  readonly range?: Range;
  /** Both outputs as far as they are compared, as JSON text over several lines; absent where there is none. */
  readonly expectedOutput?: string;
  readonly actualOutput?: string;
}

/** How a case was judged. */
export interface CaseVerdict {
  readonly status: CaseEnding;
  /** Not empty exactly when `failed`. */
  readonly differences: readonly CaseDifference[];
  /** Further differences that are not told. */
  readonly moreDifferences: number;
  readonly expectedFile?: string;
}
