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

// More than Receive Maximum lets come on one connection; what is beyond has not come again for long.
const MAX_REMEMBERED = 4096;

export class HeldAcks {
  readonly #acknowledge: (packetId: number) => void;
  /** In the order of arrival. */
  readonly #held: Set<HeldAck> = new Set<HeldAck>();
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
    const before = this.#find(arrival);
    if (before) {
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
    this.#held.delete(held);
    this.#held.add(held);
    this.#flush();
    if (this.#held.size > MAX_REMEMBERED) this.#forgetOne();
  }

  // MQTT 5 §4.6 [MQTT-4.6.0-2]: acknowledgements go out in the order in which the messages came in.
  #flush(): void {
    for (const held of this.#held) {
      // On this connection it has not come, or not yet.
      if (held.connection !== this.#connection) continue;
      if (!held.isReleased) return;
      this.#held.delete(held);
      this.#acknowledge(held.arrival.packetId);
    }
  }

  // Several messages may have one identifier: a broker may use that of a message that expired meanwhile, and aedes
  // 2.0.0-beta.1 starts with any number on each connection, whatever is still under way in the session.
  #find(arrival: Arrival): HeldAck | undefined {
    for (const held of this.#held) if (isSame(held.arrival, arrival)) return held;
    return undefined;
  }

  #forgetOne(): void {
    for (const held of this.#held)
      if (held.connection !== this.#connection) {
        this.#held.delete(held);
        return;
      }
  }
}

function isSame(a: Arrival, b: Arrival): boolean {
  if (a.packetId !== b.packetId || a.topic !== b.topic) return false;
  return Buffer.compare(Buffer.from(a.payload), Buffer.from(b.payload)) === 0;
}
