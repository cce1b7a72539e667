// Holds a client's publishes back while a receiver inside the process is full: no acknowledgement goes out, but the
// client's other packets are still read. Knows aedes' client, nothing about topics' meaning.
import type { Client } from 'aedes';

/**
 * What aedes keeps to itself. It reads a connection only when every packet read before is done, so that one held publish
 * would stop the pings of its client too, and after 1.5 times its keep-alive the client would be thrown out.
 */
interface ClientInternals {
  /** Counts one packet as done and reads on. */
  readonly _nextBatch?: () => void;
  readonly _keepaliveTimer?: NodeJS.Timeout | null;
}

interface Held {
  messages: number;
  bytes: number;
  /** By topic: resolves when the last publish held so far may go. */
  readonly lanes: Map<string, Promise<unknown>>;
}

/** Publishes of one client that may be held while the next are still read; told to clients as Receive Maximum. */
export const MAX_HELD_MESSAGES = 1024;
const MAX_HELD_BYTES = 16 * 1024 * 1024;
// Well under 1.5 seconds, the shortest time aedes gives a client.
const KEEP_ALIVE_REFRESH_MS = 500;

export class PublishHold {
  readonly #held: Map<Client, Held> = new Map<Client, Held>();
  #refresh: NodeJS.Timeout | undefined;

  /** Publishes of all clients held back now. */
  get count(): number {
    let count = 0;
    for (const held of this.#held.values()) count += held.messages;
    return count;
  }

  /** What an earlier publish of this client to this topic waits for: a later one must not overtake it. */
  lane(client: Client, topic: string): Promise<unknown> | undefined {
    if (this.#held.size === 0) return undefined;
    return this.#held.get(client)?.lanes.get(topic);
  }

  /** Calls `release` when `waiting` and everything held before on this topic is over. */
  hold(
    client: Client,
    packet: { readonly topic: string; readonly payload: string | Buffer },
    waiting: Promise<unknown>,
    release: () => void,
  ): void {
    const held = this.#enter(client, packet.payload.length);
    const before = held.lanes.get(packet.topic);
    const lane: Promise<unknown> = (before ? before.then(() => waiting) : waiting).then(() => {
      if (held.lanes.get(packet.topic) === lane) held.lanes.delete(packet.topic);
      this.#leave(client, held, packet.payload.length);
      release();
    });
    held.lanes.set(packet.topic, lane);
    if (held.messages < MAX_HELD_MESSAGES && held.bytes < MAX_HELD_BYTES) readOn(client);
  }

  /** Forgets a client that has gone; what it sent is still released, into the void. */
  forget(client: Client): void {
    this.#held.delete(client);
    this.#stopWhenEmpty();
  }

  clear(): void {
    this.#held.clear();
    this.#stopWhenEmpty();
  }

  #enter(client: Client, bytes: number): Held {
    let held = this.#held.get(client);
    if (!held) {
      held = { messages: 0, bytes: 0, lanes: new Map<string, Promise<unknown>>() };
      this.#held.set(client, held);
      // A client that may not send more cannot be blamed for its silence.
      this.#refresh ??= setInterval(() => this.#keepAlive(), KEEP_ALIVE_REFRESH_MS).unref();
    }
    held.messages += 1;
    held.bytes += bytes;
    return held;
  }

  #leave(client: Client, held: Held, bytes: number): void {
    held.messages -= 1;
    held.bytes -= bytes;
    if (held.messages === 0 && this.#held.get(client) === held) this.forget(client);
  }

  #keepAlive(): void {
    for (const [client, { messages, bytes }] of this.#held)
      if (messages >= MAX_HELD_MESSAGES || bytes >= MAX_HELD_BYTES)
        (client as unknown as ClientInternals)._keepaliveTimer?.refresh();
  }

  #stopWhenEmpty(): void {
    if (this.#held.size > 0) return;
    clearInterval(this.#refresh);
    this.#refresh = undefined;
  }
}

function readOn(client: Client): void {
  // Not at once: this runs inside aedes' parser, which must not be entered twice. When the publish is released, aedes
  // counts it as done again, which only makes it look for input once more.
  process.nextTick(() => {
    if (!client.closed) (client as unknown as ClientInternals)._nextBatch?.();
  });
}
