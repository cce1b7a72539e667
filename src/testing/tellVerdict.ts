// A result as programs are told it: differences as sentences, with both outputs in full and the place of the expectation. Knows
// nothing about who is told.
import type { Range } from '../base/position.ts';
import type { Difference, ShownOutputs } from './compareOutputs.ts';
import { formatDifferences } from './formatDifference.ts';
import { locateExpectation } from './locateExpectation.ts';
import type { CaseResult } from './runCases.ts';

/** The most differences that are told. */
const MAX_DIFFERENCES = 50;
/** Longer outputs are cut, in characters. */
const MAX_OUTPUT = 100_000;

/** One difference, told. */
export interface ToldDifference {
  readonly kind: Difference['kind'];
  readonly message: string;
  /** In the expected file. */
  readonly range?: Range;
  readonly expectedOutput?: string;
  readonly actualOutput?: string;
}

export interface ToldVerdict {
  readonly status: CaseResult['status'];
  readonly differences: readonly ToldDifference[];
  /** Further ones that are not told. */
  readonly moreDifferences: number;
}

/** `expected`: the expected file, for places; its bytes are undefined when it cannot be read. */
export function tellVerdict(
  { status, differences, shownOutputs }: Pick<CaseResult, 'status' | 'differences' | 'shownOutputs'>,
  expected?: { readonly file: string; readonly bytes: Uint8Array | undefined },
): ToldVerdict {
  const told = differences.slice(0, MAX_DIFFERENCES).map((difference, index): ToldDifference => {
    const range = expected?.bytes && locateExpectation(difference, expected.file, expected.bytes);
    return {
      kind: difference.kind,
      message: formatDifferences([difference]),
      ...(range && { range }),
      ...wholeOutputs(shownOutputs[index]),
    };
  });
  return { status, differences: told, moreDifferences: differences.length - told.length };
}

function wholeOutputs(shown: ShownOutputs = {}): Pick<ToldDifference, 'expectedOutput' | 'actualOutput'> {
  const cut = (text: string): string => (text.length <= MAX_OUTPUT ? text : `${text.slice(0, MAX_OUTPUT)}…`);
  return {
    ...(shown.expected !== undefined && { expectedOutput: cut(shown.expected) }),
    ...(shown.actual !== undefined && { actualOutput: cut(shown.actual) }),
  };
}
