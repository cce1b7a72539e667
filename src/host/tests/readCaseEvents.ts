// The lines of the process that runs test cases, taken apart and checked. Knows nothing about processes. Knows no vscode.
import { logLevels } from '../../base/logger.ts';
import { arms, operationTypes } from '../../graph/model.ts';
import { caseEndings } from '../../protocol/caseVerdict.ts';
import type { CaseEvent } from '../../protocol/testRuns.ts';
import {
  isCount,
  isNumber,
  isText,
  kindsBy,
  listOf,
  oneOf,
  optional,
  record,
  type Shape,
} from '../webview/shapes.ts';

const isRange = record({
  start: record({ line: isCount, character: isCount }),
  end: record({ line: isCount, character: isCount }),
});
const isPlace = record({ file: isText, firstLine: isCount, lastLine: isCount });

const isDifference = record({
  kind: oneOf('missing', 'unexpected', 'changed', 'extra-output', 'missing-output'),
  message: isText,
  range: optional(isRange),
  expectedOutput: optional(isText),
  actualOutput: optional(isText),
});

const isCoverage = record({
  nodes: listOf(
    record({ name: isText, type: oneOf(...operationTypes), place: optional(isPlace), count: isCount }),
  ),
  connections: listOf(
    record({
      from: isText,
      arm: optional(oneOf(...arms)),
      to: isText,
      place: optional(isPlace),
      count: isCount,
    }),
  ),
  arms: listOf(
    record({
      node: isText,
      file: optional(isText),
      arm: oneOf(...arms),
      places: listOf(isPlace),
      count: isCount,
    }),
  ),
});

/** What a verdict consists of, here and at the end of a debug session. */
export const verdictShapes: Readonly<Record<string, Shape>> = {
  status: oneOf(...caseEndings),
  differences: listOf(isDifference),
  moreDifferences: isCount,
  expectedFile: optional(isText),
};

const isEvent = kindsBy('event', {
  started: { file: isText, name: isText },
  preparing: { file: isText, label: isText },
  log: {
    file: isText,
    level: oneOf(...logLevels),
    node: optional(isText),
    context: isText,
    message: isText,
  },
  ended: {
    ...verdictShapes,
    file: isText,
    name: isText,
    durationMs: isNumber,
    error: optional(record({ code: isText, message: isText })),
    faults: listOf(record({ file: isText, range: isRange, message: isText })),
    uses: listOf(isText),
    coverage: optional(isCoverage),
  },
  finished: {
    passed: isCount,
    failed: isCount,
    errors: isCount,
    skipped: isCount,
    durationMs: isNumber,
  },
});

/** The event that `line` tells; undefined when it is none, such as what an operator's host prints. */
export function readCaseEvent(line: string): CaseEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isEvent(value) ? (value as CaseEvent) : undefined;
  } catch {
    return undefined; // No JSON: no event.
  }
}
