// Real time, for composition roots; everything else gets it injected. Knows nothing about sessions.
import type { TimeSource } from '../scheduler/sessionClock.ts';

/** The machine's clocks. Timers do not keep the process alive. */
export const systemTime: TimeSource = {
  epochMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  startTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return { dispose: () => clearTimeout(timer) };
  },
};
