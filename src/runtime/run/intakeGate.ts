// Bounds what waits before a run's sources: when the bound is reached, senders wait for their acknowledgement. Knows
// nothing about brokers.

export interface IntakeLimits {
  /** Messages; default 10,000. */
  readonly maxMessages?: number;
  /** Bytes of payload; default 64 MiB. A single larger message passes alone. */
  readonly maxBytes?: number;
}

const DEFAULT_MAX_MESSAGES = 10_000;
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/** Counts what is inside; those who came too much wait in order. */
export class IntakeGate {
  readonly #maxMessages: number;
  readonly #maxBytes: number;
  #messages = 0;
  #bytes = 0;
  #waiting: (() => void)[] = [];

  constructor(limits: IntakeLimits = {}) {
    this.#maxMessages = limits.maxMessages ?? DEFAULT_MAX_MESSAGES;
    this.#maxBytes = limits.maxBytes ?? DEFAULT_MAX_BYTES;
  }

  /** How many senders wait now. */
  get waitingCount(): number {
    return this.#waiting.length;
  }

  /** Lets a message in. Returns a promise while there is too much inside: the sender is to wait for it. */
  enter(bytes: number): Promise<void> | undefined {
    this.#messages += 1;
    this.#bytes += bytes;
    if (!this.#isFull()) return undefined;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** So much has been worked off. */
  release(messages: number, bytes: number): void {
    this.#messages -= messages;
    this.#bytes -= bytes;
    if (this.#waiting.length > 0 && !this.#isFull()) this.open();
  }

  /** Lets everyone go, whatever is inside; for the end of a run. */
  open(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #isFull(): boolean {
    return this.#messages > this.#maxMessages || this.#bytes > this.#maxBytes;
  }
}
