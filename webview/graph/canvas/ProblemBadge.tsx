// How many problems something has, and how bad the worst is. Knows no problem itself.
import type { ReactElement } from 'react';
import type { Severity } from '../../../src/graph/problem.ts';
import { Icon, type IconName } from '../icons/icons.tsx';

const icons: Readonly<Record<Severity, IconName>> = {
  error: 'error',
  warning: 'warning',
  info: 'info',
  hint: 'info',
};

interface ProblemBadgeProps {
  readonly count: number;
  readonly worst: Severity | undefined;
  readonly about: string;
  readonly onOpen: () => void;
}

/** Nothing without problems. Reached by the pointer; the keyboard has a command for it. */
export function ProblemBadge({ count, worst, about, onOpen }: ProblemBadgeProps): ReactElement | null {
  if (count === 0 || worst === undefined) return null;
  const words = count === 1 ? '1 problem' : `${String(count)} problems`;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`badge severity-${worst} nodrag`}
      title={`${words}: show`}
      aria-label={`${words} of ${about}: show`}
      onClick={(event) => {
        event.stopPropagation();
        onOpen();
      }}
    >
      <Icon name={icons[worst]} />
      {count > 1 && <span>{count}</span>}
    </button>
  );
}
