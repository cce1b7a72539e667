// The clock port. Nothing in the runtime reads the system time directly: a clock is injected, so that tests and
// virtual time are exact.
import type { Disposable } from './disposable.ts';

/** A source of time and timers for one session. */
export interface Clock {
  /** Milliseconds since the Unix epoch, whole, as this session sees them (frozen while paused, jumping when virtual). */
  nowMs(): number;
  /** Monotonic milliseconds with fractions; for durations only. */
  monotonicMs(): number;
  /** Calls `callback` once after `delayMs`; dispose to cancel. */
  startTimer(callback: () => void, delayMs: number): Disposable;
}
