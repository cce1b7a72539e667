// A clock that moves only when a test moves it.
import type { Clock } from '../../../src/base/clock.ts';
import type { Disposable } from '../../../src/base/disposable.ts';

/** Starts at 0; timers fire in order while it is moved. */
export class ManualClock implements Clock {
  #now = 0;
  #timers: { due: number; callback: () => void }[] = [];

  nowMs(): number {
    return this.#now;
  }

  monotonicMs(): number {
    return this.#now;
  }

  startTimer(callback: () => void, delayMs: number): Disposable {
    const timer = { due: this.#now + delayMs, callback };
    this.#timers.push(timer);
    return { dispose: () => void (this.#timers = this.#timers.filter((other) => other !== timer)) };
  }

  /** Timers that have neither fired nor been disposed of. */
  get pendingCount(): number {
    return this.#timers.length;
  }

  /** Moves by `ms` and lets everything that waits for a timer go on. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (let next = this.#takeDue(end); next; next = this.#takeDue(end)) {
      this.#now = next.due;
      next.callback();
      await settle();
    }
    this.#now = end;
  }

  #takeDue(end: number): { due: number; callback: () => void } | undefined {
    const [first] = this.#timers.filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
    this.#timers = this.#timers.filter((timer) => timer !== first);
    return first;
  }
}

/** Lets all promises that can go on do so. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) await Promise.resolve();
}
