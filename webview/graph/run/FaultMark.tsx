// Says at a node that faults disturb it on purpose now, and which. Draws nothing while there are none.
import type { ReactElement } from 'react';
import type { RunOverlay } from './runOverlay.ts';
import { useNodeRun } from './useRun.ts';
import './run.css';

interface FaultMarkProps {
  readonly overlay: RunOverlay;
  readonly operation: string;
}

export function FaultMark({ overlay, operation }: FaultMarkProps): ReactElement | null {
  const faults = useNodeRun(overlay, operation)?.disturbedBy;
  if (faults === undefined) return null;
  const description = `disturbed on purpose: ${faults}`;
  return (
    <span className="run-fault" role="img" aria-label={description} title={description}>
      <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
        <path d="M9.5 1 3 9h4l-1 6 7-8.5H8.7z" fill="currentColor" />
      </svg>
    </span>
  );
}
