// Real time for commands, in the form that what they call takes. Knows nothing about what is timed.
import type { Clock } from '../base/clock.ts';
import { systemTime } from '../runtime/engine/systemTime.ts';

export const realClock: Clock = {
  nowMs: systemTime.epochMs,
  monotonicMs: systemTime.monotonicMs,
  startTimer: systemTime.startTimer,
};
