// Acknowledgements that are held back from an outside broker while the receiver is full, across the loss of a connection.
// Knows packet identifiers only.

interface HeldAck {
  readonly topic: string;
  /** The connection on which the broker last sent the message. */
  connection: number;
  isReleased: boolean;
}

/** What to do with a message that arrives: deliver it, acknowledge it without delivering it, or leave it alone. */
export type Arrival = 'new' | 'acknowledge' | 'held';

export class HeldAcks {
  readonly #held: Map<number, HeldAck> = new Map<number, HeldAck>();
  #connection = 0;

  /** Messages whose acknowledgement is held back. */
  get count(): number {
    return this.#held.size;
  }

  /** A new connection: the broker sends again what was not acknowledged (MQTT 5 §4.4), or knows nothing any more. */
  startConnection(isSessionPresent: boolean): void {
    this.#connection += 1;
    if (!isSessionPresent) this.#held.clear();
  }

  /** A message arrived; one that is held here already is not a new one. */
  arrive(packetId: number, topic: string): Arrival {
    const held = this.#held.get(packetId);
    if (held?.topic !== topic) return 'new';
    if (held.isReleased) {
      this.#held.delete(packetId);
      return 'acknowledge';
    }
    held.connection = this.#connection;
    return 'held';
  }

  /** Calls `acknowledge` when `waiting` is over, unless the connection has ended; then the message will come again. */
  hold(packetId: number, topic: string, waiting: Promise<unknown>, acknowledge: () => void): void {
    const held: HeldAck = { topic, connection: this.#connection, isReleased: false };
    this.#held.set(packetId, held);
    const release = (): void => {
      if (this.#held.get(packetId) !== held) return;
      held.isReleased = true;
      if (held.connection !== this.#connection) return;
      this.#held.delete(packetId);
      acknowledge();
    };
    void waiting.then(release, release);
  }

  clear(): void {
    this.#held.clear();
  }
}
