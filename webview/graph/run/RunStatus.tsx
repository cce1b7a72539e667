// Whether the numbers on the canvas are of a run, of a replay, or past. Draws nothing until something has run.
import type { ReactElement } from 'react';
import { describeRunState, type RunState } from '../../../src/base/describeRun.ts';
import { formatElapsed } from '../../../src/base/formatNumbers.ts';
import type { RunOverlay } from './runOverlay.ts';
import { useRunState } from './useRun.ts';
import './run.css';

export function RunStatus({ overlay }: { readonly overlay: RunOverlay }): ReactElement | null {
  const state = useRunState(overlay);
  if (state.phase === 'none') return null;
  return (
    <div className="run-status" data-phase={state.phase} role="group" aria-label={describeRunState(state)}>
      <span className="run-status-mark" aria-hidden="true" />
      {/* Said when it changes, unlike the time. */}
      <span role="status">{wordOf(state)}</span>
      <span className="run-status-time">{formatElapsed(state.elapsedMs)}</span>
      {state.phase === 'past' && (
        <button type="button" onClick={() => overlay.clear()}>
          Clear
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
