// Acknowledgements that are held back from an outside broker while a receiver is full, across the loss of a connection.
// Later messages are delivered meanwhile, but acknowledged in their turn only. Knows no receivers and no sockets.

/** What tells a message apart from others under the same packet identifier. */
export interface Arrival {
  readonly packetId: number;
  readonly topic: string;
  readonly payload: string | Uint8Array;
}

interface HeldAck {
  readonly arrival: Arrival;
  /** The connection on which the broker last sent the message. */
  connection: number;
  isReleased: boolean;
}

export class HeldAcks {
  readonly #acknowledge: (packetId: number) => void;
  /** In the order of arrival. */
  readonly #held: Map<number, HeldAck> = new Map<number, HeldAck>();
  #connection = 0;

  /** `acknowledge` is called only while the connection stands on which the message has come. */
  constructor(acknowledge: (packetId: number) => void) {
    this.#acknowledge = acknowledge;
  }

  /** Messages delivered, or being delivered, that are not acknowledged. */
  get count(): number {
    return this.#held.size;
  }

  /** From now on, what was not acknowledged has to come again first. */
  endConnection(): void {
    this.#connection += 1;
  }

  /** A new connection: the broker sends again what was not acknowledged (MQTT 5 §4.4), or knows nothing any more. */
  startConnection(isSessionPresent: boolean): void {
    this.endConnection();
    if (!isSessionPresent) this.clear();
  }

  clear(): void {
    this.#held.clear();
  }

  /**
   * Takes a message of QoS 1 and delivers it, unless that has been done on an earlier connection. False: it may be
   * acknowledged at once; true: that is done from here.
   */
  arrive(arrival: Arrival, deliver: () => Promise<unknown> | undefined): boolean {
    const before = this.#held.get(arrival.packetId);
    if (before && isSame(before.arrival, arrival)) {
      this.#append(before);
      return true;
    }
    const waiting = deliver();
    if (!waiting && this.#held.size === 0) return false;
    const held: HeldAck = { arrival, connection: this.#connection, isReleased: !waiting };
    const release = (): void => {
      held.isReleased = true;
      this.#flush();
    };
    void waiting?.then(release, release);
    this.#append(held);
    return true;
  }

  #append(held: HeldAck): void {
    held.connection = this.#connection;
    this.#held.delete(held.arrival.packetId);
    this.#held.set(held.arrival.packetId, held);
    this.#flush();
  }

  // MQTT 5 §4.6 [MQTT-4.6.0-2]: acknowledgements go out in the order in which the messages came in.
  #flush(): void {
    for (const [packetId, { connection, isReleased }] of this.#held) {
      // On this connection it has not come, or not yet.
      if (connection !== this.#connection) continue;
      if (!isReleased) return;
      this.#held.delete(packetId);
      this.#acknowledge(packetId);
    }
  }
}

// A broker may use the identifier of a message that expired for another one.
function isSame(a: Arrival, b: Arrival): boolean {
  return a.topic === b.topic && Buffer.compare(Buffer.from(a.payload), Buffer.from(b.payload)) === 0;
}
