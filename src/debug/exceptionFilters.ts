// The exception filters: which failures of a hop stop the run. Knows nothing about when they apply.
import type { DebugProtocol as Dap } from '@vscode/debugprotocol';
import { type FailureKind, failureKinds, type StopSettings } from '../protocol/debugging.ts';

const described: Readonly<Record<FailureKind, readonly [label: string, description: string, isOn: boolean]>> =
  {
    error: ['Operator errors', 'An operator answered with an error.', true],
    trap: [
      'Traps',
      'An operator ended in a WebAssembly trap: a panic, an abort, memory out of bounds.',
      true,
    ],
    timeout: ['Timeouts', 'An operator ran longer than its limit.', true],
    badResult: ['Bad results', 'An operator answered something its type does not allow.', true],
    dropped: ['Dropped messages', 'A filter said no, or a limit was reached.', false],
    unconnected: ['Unconnected arms', 'A branch chose an arm that leads nowhere.', false],
    late: ['Late messages', 'A message came after its time was complete.', false],
  };

export const exceptionFilters: readonly Dap.ExceptionBreakpointsFilter[] = failureKinds.map((filter) => {
  const [label, description, isOn] = described[filter];
  return {
    filter,
    label,
    description,
    default: isOn,
    supportsCondition: true,
    conditionDescription: 'A CEL expression, such as node == "filter-temperature"',
  };
});

/** What is in force until a client says otherwise. */
export const defaultFailures: StopSettings['failures'] = failureKinds
  .filter((kind) => described[kind][2])
  .map((kind) => ({ kind }));

/** One result for each filter asked for, those with options last, as the protocol has it. */
export function readExceptionFilters({ filters, filterOptions = [] }: Dap.SetExceptionBreakpointsArguments): {
  readonly failures: StopSettings['failures'];
  readonly breakpoints: Dap.Breakpoint[];
} {
  const asked = [
    ...filters.map((filterId) => ({ filterId })),
    ...filterOptions,
  ] as Dap.ExceptionFilterOptions[];
  const failures: { kind: FailureKind; condition?: string }[] = [];
  const breakpoints = asked.map(({ filterId, condition = '' }): Dap.Breakpoint => {
    const kind = failureKinds.find((known) => known === filterId);
    if (!kind) return { verified: false, message: `There is no exception filter "${filterId}".` };
    failures.push({ kind, ...(condition.trim() !== '' && { condition }) });
    return { verified: true };
  });
  return { failures, breakpoints };
}

/** What a failure is called where the run has stopped for it. */
export function labelOfFailure(kind: FailureKind): string {
  return described[kind][0].replace(/s$/, '');
}
