// Whether the numbers on the canvas are of a run, of a replay, or past. Draws nothing until something has run.
import type { ReactElement } from 'react';
import { describeFaultCount, describeRunState, type RunState } from '../../../src/base/describeRun.ts';
import { formatElapsed } from '../../../src/base/formatNumbers.ts';
import type { RunOverlay } from './runOverlay.ts';
import { useRunState } from './useRun.ts';
import './run.css';

export interface RunStatusProps {
  readonly overlay: RunOverlay;
  /** Ends a replay before its time. */
  readonly onStop: () => void;
  /** Past numbers are not shown any more. */
  readonly onClear: () => void;
}

export function RunStatus({ overlay, onStop, onClear }: RunStatusProps): ReactElement | null {
  const state = useRunState(overlay);
  if (state.phase === 'none') return null;
  const isPast = state.phase === 'past';
  return (
    <div className="run-status" data-phase={state.phase} role="group" aria-label={describeRunState(state)}>
      <span className="run-status-mark" aria-hidden="true" />
      {/* Said when it changes, unlike the time. */}
      <span role="status">{wordOf(state)}</span>
      {state.faults !== undefined && (
        <span className="run-status-faults" role="status">
          {describeFaultCount(state.faults)}
        </span>
      )}
      <span className="run-status-time">{formatElapsed(state.elapsedMs)}</span>
      {/* One button, so that the keyboard stays on it when a replay ends. */}
      {(isPast || state.isReplay) && (
        <button type="button" onClick={isPast ? onClear : onStop}>
          {isPast ? 'Clear' : 'Stop'}
        </button>
      )}
    </div>
  );
}

function wordOf({ phase, isReplay }: RunState): string {
  const what = isReplay ? 'Replay' : 'Live run';
  if (phase === 'paused') return `${what}, paused`;
  return phase === 'past' ? `Past ${isReplay ? 'replay' : 'run'}` : what;
}
