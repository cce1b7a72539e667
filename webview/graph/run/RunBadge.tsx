// What a run does at one node: messages, rate, time, errors, what waits. Draws nothing until a run has told something.
import type { ReactElement } from 'react';
import { formatCount, formatMicroseconds, formatRate } from '../../../src/base/formatNumbers.ts';
import { describeNodeRun } from '../../../src/base/describeRun.ts';
import type { NodeRun, RunOverlay } from './runOverlay.ts';
import { useNodeRun } from './useRun.ts';
import './run.css';

interface RunBadgeProps {
  readonly overlay: RunOverlay;
  readonly operation: string;
}

export function RunBadge({ overlay, operation }: RunBadgeProps): ReactElement | null {
  const run = useNodeRun(overlay, operation);
  if (!run) return null;
  const description = describeNodeRun(run);
  return (
    <div
      className="run-badge"
      data-state={stateOf(run)}
      role="img"
      aria-label={description}
      title={description}
    >
      {run.isStopped && <span className="run-word">stopped</span>}
      {run.isFailing && <span className="run-word">failing</span>}
      <span className="run-count">{formatCount(run.count)}</span>
      {!run.isPast && run.rate > 0 && <span>{formatRate(run.rate)}</span>}
      {run.p50Us !== undefined && run.p50Us > 0 && <span>{formatMicroseconds(run.p50Us)}</span>}
      {run.errors > 0 && <span className="run-errors">✕ {formatCount(run.errors)}</span>}
      {run.queued > 0 && <span className="run-queue">⧗ {formatCount(run.queued)}</span>}
    </div>
  );
}

function stateOf({ isStopped, isFailing, isPast, errors }: NodeRun): string {
  if (isStopped) return 'stopped';
  if (isFailing) return 'failing';
  if (isPast) return errors > 0 ? 'past-errors' : 'past';
  return errors > 0 ? 'errors' : 'running';
}
