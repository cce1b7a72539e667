// Stops operator calls that run too long. Metered cores call `check` every so often; it throws once the deadline has
// passed, which unwinds the call like a trap. Knows nothing about graphs.

/** Thrown through WebAssembly frames when a call has used up its time, or somebody has ended it. */
export class CallTimeout extends Error {
  override readonly name = 'CallTimeout';
  readonly isByHand: boolean;

  constructor(message: string, isByHand = false) {
    super(message);
    this.isByHand = isByHand;
  }
}

/** Number of 32-bit integers that a guard and its watcher share. */
export const HEARTBEAT_LENGTH = 3;

/** How many loop turns and calls pass between two looks at the time: well below a millisecond of work. */
const CHECK_INTERVAL = 20_000;

// (module (import "h" "f" (func)) (export "f" (func 0))): gives a JavaScript function the form that a table accepts.
const wrapperModule = new WebAssembly.Module(
  Uint8Array.from([
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x02, 0x07, 0x01,
    0x01, 0x68, 0x01, 0x66, 0x00, 0x00, 0x07, 0x05, 0x01, 0x01, 0x66, 0x00, 0x00,
  ]),
);

/** One per engine: only one call runs at a time. Times are monotonic milliseconds. */
export class CallGuard {
  #deadlineMs = Number.POSITIVE_INFINITY;
  #message = 0;
  readonly #monotonicMs: () => number;
  readonly #heartbeat: Int32Array;

  /**
   * `heartbeat` is shared with a watcher in another thread: [0] counts calls, [1] is the node index + 1 while a call
   * runs, else 0; the watcher writes into [2] the number of the call that is to end. */
  constructor(monotonicMs: () => number, heartbeat: Int32Array = new Int32Array(HEARTBEAT_LENGTH)) {
    this.#monotonicMs = monotonicMs;
    this.#heartbeat = heartbeat;
  }

  /** Sets the time at which the call of node `node` that starts now is stopped. `message`: the one it is about; 0: none. */
  arm(deadlineMs: number, node: number, message = 0): void {
    this.#deadlineMs = deadlineMs;
    this.#message = message;
    this.#heartbeat[0] = (this.#heartbeat[0] ?? 0) + 1;
    this.#heartbeat[1] = node + 1;
  }

  /** Number of the message that the last call is, or was, about. */
  get message(): number {
    return this.#message;
  }

  /** Index of the node whose call runs; -1: none. */
  get node(): number {
    return (this.#heartbeat[1] ?? 0) - 1;
  }

  /** Milliseconds until a running call is stopped; infinite when unarmed. */
  get remainingMs(): number {
    return this.#deadlineMs - this.#monotonicMs();
  }

  /** Lets calls run without limit again. */
  disarm(): void {
    this.#deadlineMs = Number.POSITIVE_INFINITY;
    this.#heartbeat[1] = 0;
  }

  /** Runs a call's wait for somebody else: that time does not count. `wait` looks after {@link checkWanted} itself. */
  excuse<T>(wait: () => T): T {
    const startMs = this.#monotonicMs();
    try {
      return wait();
    } finally {
      this.#deadlineMs += this.#monotonicMs() - startMs;
    }
  }

  /** Throws CallTimeout when the watcher wants the call to end. */
  checkWanted(): void {
    const unwanted = Atomics.load(this.#heartbeat, 2);
    if (unwanted !== 0 && unwanted === this.#heartbeat[0])
      throw new CallTimeout('the call was ended by hand', true);
  }

  /** Throws CallTimeout when the deadline has passed, or the watcher wants the call to end. */
  check(): void {
    this.checkWanted();
    if (this.remainingMs <= 0) throw new CallTimeout('the call ran longer than its time limit');
  }

  /** Connects one core instance's counter and check function with this guard. */
  attach(fuel: WebAssembly.Global, check: WebAssembly.Table): void {
    const onEmpty = (): void => {
      // Should the check throw, code that catches everything must meet it again at its very next turn.
      fuel.value = 1;
      this.check();
      fuel.value = CHECK_INTERVAL;
    };
    const wrapper = new WebAssembly.Instance(wrapperModule, { h: { f: onEmpty } });
    check.set(0, wrapper.exports['f']);
    fuel.value = CHECK_INTERVAL;
  }
}
