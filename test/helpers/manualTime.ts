// A source of time that moves only when a test moves it. Knows nothing about what waits for it.
import type { Disposable } from '../../src/base/disposable.ts';
import type { TimeSource } from '../../src/runtime/scheduler/sessionClock.ts';

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** Starts at `startMs` milliseconds since the epoch; timers fire in order while `advance` moves on. */
export class ManualTime implements TimeSource {
  #elapsedMs = 0;
  #timers: Timer[] = [];
  readonly #startMs: number;

  constructor(startMs = 0) {
    this.#startMs = startMs;
  }

  readonly epochMs = (): number => this.#startMs + this.#elapsedMs;

  // Away from the epoch, so that mixing the two shows.
  readonly monotonicMs = (): number => 1000 + this.#elapsedMs;

  readonly startTimer = (callback: () => void, delayMs: number): Disposable => {
    const timer = { dueMs: this.#elapsedMs + delayMs, callback };
    this.#timers.push(timer);
    return { dispose: () => void (this.#timers = this.#timers.filter((other) => other !== timer)) };
  };

  /** Delays until the timers that have not fired yet, in order. */
  get waits(): number[] {
    return this.#timers.map(({ dueMs }) => dueMs - this.#elapsedMs).sort((a, b) => a - b);
  }

  advance(ms: number): void {
    const endMs = this.#elapsedMs + ms;
    for (;;) {
      const [next] = this.#timers.filter(({ dueMs }) => dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs);
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#elapsedMs = next.dueMs;
      next.callback();
    }
    this.#elapsedMs = endMs;
  }
}
