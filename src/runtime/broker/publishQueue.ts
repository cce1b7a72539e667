// Messages on their way to an outside broker: as many under way as the broker takes, the rest in a bounded queue that
// outlives the loss of a connection. Knows nothing about connections.
import { AppError } from '../../base/errors.ts';
import type { BusMessage } from '../../protocol/message.ts';

export interface QueueLimits {
  /** Default 10,000. */
  readonly maxMessages?: number;
  /** Bytes of payload; default 64 MiB. A single larger message passes alone. */
  readonly maxBytes?: number;
}

/** Sends one message; calls back once, with nothing when the broker has it. */
export type Send = (message: BusMessage, done: (failure?: SendFailure) => void) => void;

/** `lost`: the connection ended before the broker answered, so that the message is to be sent again. */
export type SendFailure = { readonly kind: 'lost' } | { readonly kind: 'refused'; readonly error: Error };

interface Entry {
  readonly order: number;
  readonly message: BusMessage;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const DEFAULT_MAX_MESSAGES = 10_000;
const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

export class PublishQueue {
  readonly #send: Send;
  readonly #maxMessages: number;
  readonly #maxBytes: number;
  readonly #underWay: Set<Entry> = new Set<Entry>();
  #queue: Entry[] = [];
  #next = 0;
  #bytes = 0;
  #window = 0;
  #lastOrder = 0;
  #isPumping = false;
  #ended: Error | undefined;

  constructor(send: Send, limits: QueueLimits = {}) {
    this.#send = send;
    this.#maxMessages = limits.maxMessages ?? DEFAULT_MAX_MESSAGES;
    this.#maxBytes = limits.maxBytes ?? DEFAULT_MAX_BYTES;
  }

  /** Messages neither acknowledged nor refused. */
  get count(): number {
    return this.#underWay.size + this.#queue.length - this.#next;
  }

  /** Resolves when the broker has the message. Errors: BROKER_UNREACHABLE when the queue is full, and those of `end`. */
  add(message: BusMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#ended) return reject(this.#ended);
      if (this.count > 0 && this.#isFull(message)) return reject(fullError(message, this.count, this.#bytes));
      this.#bytes += message.payload.length;
      this.#lastOrder += 1;
      this.#queue.push({ order: this.#lastOrder, message, resolve, reject });
      this.#pump();
    });
  }

  /** How many may be under way at a time: the broker's Receive Maximum while connected, 0 while not. */
  setWindow(size: number): void {
    this.#window = size;
    // Whether a QoS 0 message got through when the connection ended, nobody knows and nobody may send it again.
    if (size === 0)
      for (const entry of [...this.#underWay]) if (entry.message.qos === 0) this.#settle(entry, undefined);
    this.#pump();
  }

  /** Refuses everything that waits and everything to come. */
  end(error: Error): void {
    this.#ended ??= error;
    const waiting = [...this.#underWay, ...this.#queue.slice(this.#next)];
    this.#underWay.clear();
    this.#queue = [];
    this.#next = 0;
    for (const { reject } of waiting) reject(error);
  }

  #isFull({ payload }: BusMessage): boolean {
    return this.count >= this.#maxMessages || this.#bytes + payload.length > this.#maxBytes;
  }

  #pump(): void {
    // Sending may settle at once, which comes back here.
    if (this.#isPumping) return;
    this.#isPumping = true;
    while (this.#underWay.size < this.#window) {
      const entry = this.#queue[this.#next];
      if (!entry) break;
      this.#next += 1;
      this.#underWay.add(entry);
      this.#send(entry.message, (failure) => this.#settle(entry, failure));
    }
    if (this.#next > 1000 || this.#next === this.#queue.length) {
      this.#queue = this.#queue.slice(this.#next);
      this.#next = 0;
    }
    this.#isPumping = false;
  }

  #settle(entry: Entry, failure: SendFailure | undefined): void {
    if (!this.#underWay.delete(entry)) return;
    if (failure?.kind === 'lost') {
      // Until the connection is back, also this one would be lost again.
      this.#window = 0;
      // Back to its place in the order; those that are lost come in any order.
      const later = this.#queue.findIndex(({ order }, at) => at >= this.#next && order > entry.order);
      this.#queue.splice(later < 0 ? this.#queue.length : later, 0, entry);
      return;
    }
    this.#bytes -= entry.message.payload.length;
    if (failure) entry.reject(failure.error);
    else entry.resolve();
    this.#pump();
  }
}

function fullError({ topic }: BusMessage, count: number, bytes: number): AppError {
  return new AppError(
    'BROKER_UNREACHABLE',
    `A message for topic "${topic}" was given up: ${String(count)} messages (${String(bytes)} bytes) already wait for the broker, which is away or too slow.`,
  );
}
