// The two clocks of a run: wall time without the time spent paused, and virtual time that moves only when told.
// Knows nothing about messages.
import type { Clock } from '../../base/clock.ts';
import type { Disposable } from '../../base/disposable.ts';

/** The session clock. Everything a run times (expiry, windows, WASI) goes by it. */
export interface SessionClock extends Clock {
  readonly isVirtual: boolean;
  /** Virtual: jumps to `ms` when that is later. Wall: nothing, time passes by itself. */
  advanceTo(ms: number): void;
  /** Stops time until `resume`; calls nest. Virtual: nothing. */
  pause(): void;
  resume(): void;
  /** Blocks this thread for so long (wall), or moves time (virtual). Milliseconds. */
  sleep(durationMs: number): void;
}

/** Where real time comes from; `performance.now`, `Date.now` and `setTimeout` outside of tests. */
export interface TimeSource {
  readonly epochMs: () => number;
  readonly monotonicMs: () => number;
  readonly startTimer: (callback: () => void, delayMs: number) => Disposable;
}

/** Real time, frozen while paused. */
export class WallClock implements SessionClock {
  readonly isVirtual = false;
  readonly #source: TimeSource;
  readonly #offsetMs: number;
  #pausedMs = 0;
  #pauseDepth = 0;
  #pausedAtMs = 0;

  constructor(source: TimeSource) {
    this.#source = source;
    // Wall time set back or forward during a run must not disturb it, so it is read once.
    this.#offsetMs = source.epochMs() - source.monotonicMs();
  }

  nowMs(): number {
    const monotonic = this.#pauseDepth > 0 ? this.#pausedAtMs : this.#source.monotonicMs();
    return Math.floor(monotonic - this.#pausedMs + this.#offsetMs);
  }

  monotonicMs(): number {
    return this.#source.monotonicMs();
  }

  startTimer(callback: () => void, delayMs: number): Disposable {
    return this.#source.startTimer(callback, delayMs);
  }

  advanceTo(): void {
    // Wall time cannot be moved.
  }

  pause(): void {
    if (this.#pauseDepth === 0) this.#pausedAtMs = this.#source.monotonicMs();
    this.#pauseDepth += 1;
  }

  resume(): void {
    if (this.#pauseDepth === 0) return;
    this.#pauseDepth -= 1;
    if (this.#pauseDepth === 0) this.#pausedMs += this.#source.monotonicMs() - this.#pausedAtMs;
  }

  sleep(durationMs: number): void {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, durationMs);
  }
}

/** Time that moves only by `advanceTo` and `sleep`; durations are still real. */
export class VirtualClock implements SessionClock {
  readonly isVirtual = true;
  readonly #source: TimeSource;
  #nowMs: number;

  /** `startMs`: first time of the run, whole milliseconds since the Unix epoch. */
  constructor(source: TimeSource, startMs: number) {
    this.#source = source;
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return Math.floor(this.#nowMs);
  }

  monotonicMs(): number {
    return this.#source.monotonicMs();
  }

  startTimer(callback: () => void, delayMs: number): Disposable {
    return this.#source.startTimer(callback, delayMs);
  }

  advanceTo(ms: number): void {
    if (ms > this.#nowMs) this.#nowMs = ms;
  }

  pause(): void {
    // Nothing passes by itself.
  }

  resume(): void {
    // As above.
  }

  sleep(durationMs: number): void {
    this.#nowMs += durationMs;
  }
}
