// What a run sent along one edge: how many messages, and how the last one began. Draws nothing until a run has told
// something.
import type { ReactElement } from 'react';
import { describeEdgeRun } from '../../../src/base/describeRun.ts';
import { formatCount } from '../../../src/base/formatNumbers.ts';
import type { RunEdge, RunOverlay } from './runOverlay.ts';
import { useEdgeRun } from './useRun.ts';
import './run.css';

interface EdgeRunLabelProps extends RunEdge {
  readonly overlay: RunOverlay;
}

export function EdgeRunLabel({ overlay, ...edge }: EdgeRunLabelProps): ReactElement | null {
  const run = useEdgeRun(overlay, edge);
  if (!run) return null;
  const description = describeEdgeRun(run);
  return (
    <span
      className="run-edge"
      data-state={run.isPast ? 'past' : 'running'}
      role="img"
      aria-label={description}
      title={description}
    >
      {/* A new key starts the pulse again. */}
      {!run.isPast && <span key={run.count} className="run-pulse" aria-hidden="true" />}
      <span className="run-count">{formatCount(run.count)}</span>
      {run.lastValue !== undefined && <span className="run-value">{run.lastValue}</span>}
    </span>
  );
}
