// Which run compares modules, and which modules, for people who choose one. Knows no view.
import { basename } from 'node:path';
import type { ComparedOperation } from '../../protocol/comparison.ts';
import type { RunReport } from '../../protocol/runProcess.ts';

/** A module and the operations that it runs beside. */
export interface ComparedModule {
  /** Its file. */
  readonly module: string;
  readonly operations: readonly string[];
  /** File name. */
  readonly label: string;
  /** What came of it so far: `convert, bounds: 12 calls, 3 differ`. */
  readonly description: string;
  /** Why it was compared no further, where it was not. */
  readonly detail: string;
}

/** In the order of their first operations. */
export function groupByModule(compared: readonly ComparedOperation[]): readonly ComparedModule[] {
  const groups = new Map<string, ComparedOperation[]>();
  for (const each of compared) groups.set(each.module, [...(groups.get(each.module) ?? []), each]);
  return [...groups].map(([module, reports]) => {
    const operations = reports.map(({ node }) => node);
    const sum = (key: 'calls' | 'differing'): string =>
      String(reports.reduce((total, report) => total + report[key], 0));
    const ends = reports.flatMap(({ node, ended }) =>
      ended === undefined ? [] : [`"${node}" is compared no further: ${ended}`],
    );
    return {
      module,
      operations,
      label: basename(module),
      description: `${operations.join(', ')}: ${sum('calls')} calls, ${sum('differing')} differ`,
      detail: ends.join(' '),
    };
  });
}

/** The run in front, otherwise the first that compares; undefined when none does. */
export function findComparing<T extends { readonly report: Pick<RunReport, 'compared'> | undefined }>({
  active,
  all,
}: {
  readonly active: T | undefined;
  readonly all: readonly T[];
}): T | undefined {
  return [active, ...all].find((run) => (run?.report?.compared ?? 0) > 0);
}
