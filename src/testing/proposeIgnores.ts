// Finds what a test case cannot compare, because it is other in every run: the paths at which two runs of the same messages differ. Knows
// nothing about runs.
import { compareOutputs } from './compareOutputs.ts';
import { type OutputRecord, recordToNode } from './outputRecord.ts';

/** A path for `ignores`, with the first place at which the runs differed there. Values are JSON text; absent where there was none. */
export interface ProposedIgnore {
  /** Positions in lists are left open: `payload.readings[*].id`. */
  readonly path: string;
  readonly first?: string;
  readonly second?: string;
}

/** In the order in which they were found. `select`: as the test case has it. Outputs that only one run has are none of these. */
export function proposeIgnores(
  first: readonly OutputRecord[],
  second: readonly OutputRecord[],
  select: readonly string[],
): ProposedIgnore[] {
  const expected = { kind: 'all', records: first.map(recordToNode) } as const;
  const found = new Map<string, ProposedIgnore>();
  for (const difference of compareOutputs(expected, second, { select, ignores: [] })) {
    const path = difference.path.replace(/\[\d+\]/g, '[*]');
    if (path === '' || found.has(path)) continue;
    found.set(path, {
      path,
      ...(difference.expected !== undefined && { first: difference.expected }),
      ...(difference.actual !== undefined && { second: difference.actual }),
    });
  }
  return [...found.values()];
}
