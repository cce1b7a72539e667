// What the parts of the publish view are given. Knows no component.
import type { DraftField } from '../../src/base/messageDraft.ts';
import type { PublishStore, Shown } from './publishStore.ts';

export interface PartProps {
  readonly store: PublishStore;
  readonly shown: Shown;
}

/** What is wrong with a field, of `severity`; undefined when nothing is. */
export function problemOf(
  { problems }: Shown,
  field: DraftField,
  severity: 'error' | 'warning' = 'error',
): string | undefined {
  return problems.find((problem) => problem.field === field && problem.severity === severity)?.message;
}
