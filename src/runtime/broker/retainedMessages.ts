// The last retained message of each topic, for subscriptions of the process itself; aedes keeps the same messages for its
// clients (payloads are shared). Knows nothing about sockets.
import { matchesTopicFilter } from '../../graph/topicFilter.ts';
import type { BusMessage } from '../../protocol/message.ts';

export class RetainedMessages {
  readonly #byTopic: Map<string, Retained> = new Map<string, Retained>();
  readonly #monotonicMs: () => number;

  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  /** Takes a message whose retain flag is set. `expirySeconds`: MQTT 5 §3.3.2.3.3, absent for ever. */
  store(message: BusMessage, expirySeconds?: number): void {
    // MQTT 5 §3.3.1.3: an empty retained message removes the one before.
    if (message.payload.length === 0) this.#byTopic.delete(message.topic);
    else {
      const expiresAtMs = expirySeconds === undefined ? Infinity : this.#monotonicMs() + expirySeconds * 1000;
      this.#byTopic.set(message.topic, { message, expiresAtMs });
    }
  }

  /** The messages that match at least one filter, each once. */
  find(filters: readonly string[]): BusMessage[] {
    const found: BusMessage[] = [];
    for (const [topic, { message, expiresAtMs }] of this.#byTopic)
      if (expiresAtMs <= this.#monotonicMs()) this.#byTopic.delete(topic);
      else if (filters.some((filter) => matchesTopicFilter(filter, topic))) found.push(message);
    return found;
  }
}

interface Retained {
  readonly message: BusMessage;
  readonly expiresAtMs: number;
}
