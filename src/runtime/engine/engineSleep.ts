// How the engine's thread sleeps in the middle of an operator's call until another thread has an answer (decision 20). Knows nothing
// about what is asked.

/**
 * Bytes of the signal. Its two 32-bit numbers: how often the engine was called to look after its ports, which it sleeps on; 1 while
 * an operator waits for somebody else, whose time does not count.
 */
export const SLEEP_SIGNAL_BYTES = 8;

export interface SleepOptions {
  /** Asked whenever somebody rings, and when `remainingMs` have passed; what it throws ends the sleep. */
  readonly check: () => void;
  /** Until `check` is asked at the latest. Absent: until somebody rings. */
  readonly remainingMs?: () => number;
  /** Tells the watch over the engine that this time does not count. */
  readonly isExcused: boolean;
}

export class EngineSleep {
  readonly #signal: Int32Array;

  constructor(signal: SharedArrayBuffer) {
    this.#signal = new Int32Array(signal);
  }

  /** For threads that ring. */
  get signal(): SharedArrayBuffer {
    return this.#signal.buffer as SharedArrayBuffer;
  }

  /** Blocks until `receive` gives something. */
  until<T>(receive: () => T | undefined, { check, remainingMs, isExcused }: SleepOptions): T {
    if (isExcused) Atomics.store(this.#signal, 1, 1);
    try {
      for (;;) {
        const seen = Atomics.load(this.#signal, 0);
        const received = receive();
        if (received !== undefined) return received;
        check();
        // One more, so that the time is over when it is looked at.
        Atomics.wait(this.#signal, 0, seen, remainingMs ? Math.max(0, remainingMs()) + 1 : undefined);
      }
    } finally {
      Atomics.store(this.#signal, 1, 0);
    }
  }
}
