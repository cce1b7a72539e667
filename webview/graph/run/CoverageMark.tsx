// How many messages of the tests came to a node or by an edge. Nothing is told by colour alone.
import type { ReactElement } from 'react';
import { formatCount } from '../../../src/base/formatNumbers.ts';
import './coverage.css';

interface CoverageMarkProps {
  readonly count: number;
  /** Where there is little room. */
  readonly isShort?: boolean;
}

export function CoverageMark({ count, isShort = false }: CoverageMarkProps): ReactElement {
  const description =
    count === 0
      ? 'no test passes here'
      : `tests: ${String(count)} ${count === 1 ? 'message' : 'messages'} passed here`;
  return (
    <span
      className="coverage-mark"
      data-covered={count > 0}
      role="img"
      aria-label={description}
      title={description}
    >
      {count > 0 ? `✓ ${formatCount(count)}` : isShort ? '✗ 0' : '✗ not tested'}
    </span>
  );
}
