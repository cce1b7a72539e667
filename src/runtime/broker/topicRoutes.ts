// Who inside the process receives which topic. Delivers a message once per subscription however many of its filters
// match. Knows nothing about sockets.
import { AppError, describeError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { isTopicFilterValid, isTopicNameValid, matchesTopicFilter } from '../../graph/topicFilter.ts';
import type { BusMessage } from '../../protocol/message.ts';
import type { Deliver } from './messageBus.ts';

/** A subscription of the process itself. */
export interface LocalSubscription {
  readonly filters: readonly string[];
  readonly deliver: Deliver;
}

type Receivers = readonly LocalSubscription[];

const MAX_REMEMBERED_TOPICS = 10_000;
const MAX_REMEMBERED_LENGTH = 512;

/** Errors: TOPIC_INVALID naming the first filter that is not well formed. */
export function checkFilters(filters: readonly string[]): void {
  const invalid = filters.find((filter) => !isTopicFilterValid(filter));
  if (invalid !== undefined)
    throw new AppError(
      'TOPIC_INVALID',
      `"${shorten(invalid)}" is not a valid MQTT topic filter: "#" stands alone at the end, "+" alone between slashes.`,
    );
}

/** Not a topic to publish to; `exceptions` tells what this broker does not take besides. */
export function topicError(topic: string, exceptions = ''): AppError {
  return new AppError(
    'TOPIC_INVALID',
    `"${shorten(topic)}" is not a topic to publish to: topics have 1 to 65,535 bytes of UTF-8 without "+", "#" and null characters${exceptions}.`,
  );
}

function shorten(topic: string): string {
  return topic.length > 100 ? `${topic.slice(0, 100)}…` : topic;
}

export class TopicRoutes {
  readonly #logger: Logger;
  readonly #isAllowed: (topic: string) => boolean;
  readonly #subscriptions: Set<LocalSubscription> = new Set<LocalSubscription>();
  /** Receivers by topic, so that topics are checked and matched once only; undefined for invalid topics. */
  readonly #known: Map<string, Receivers | undefined> = new Map<string, Receivers | undefined>();

  /** `isAllowed`: which valid topic names the broker takes. Default: all. */
  constructor(logger: Logger, isAllowed: (topic: string) => boolean = () => true) {
    this.#logger = logger;
    this.#isAllowed = isAllowed;
  }

  add(subscription: LocalSubscription): void {
    this.#subscriptions.add(subscription);
    this.#known.clear();
  }

  remove(subscription: LocalSubscription): void {
    this.#subscriptions.delete(subscription);
    this.#known.clear();
  }

  clear(): void {
    this.#subscriptions.clear();
    this.#known.clear();
  }

  /** The subscriptions to a topic; undefined when it is not one to publish to. */
  find(topic: string): Receivers | undefined {
    const known = this.#known.get(topic);
    if (known !== undefined) return known;
    if (this.#known.has(topic)) return undefined;
    const receivers =
      isTopicNameValid(topic) && this.#isAllowed(topic)
        ? [...this.#subscriptions].filter(({ filters }) =>
            filters.some((each) => matchesTopicFilter(each, topic)),
          )
        : undefined;
    if (this.#known.size >= MAX_REMEMBERED_TOPICS) this.#known.clear();
    if (topic.length <= MAX_REMEMBERED_LENGTH) this.#known.set(topic, receivers);
    return receivers;
  }

  /** Delivers to all, `sender` as {@link Deliver} has it; the result is pending while one of them is full, undefined (no promise) when none is. */
  deliver(receivers: Receivers, message: BusMessage, sender?: string): Promise<unknown> | undefined {
    let waiting: Promise<unknown> | undefined;
    for (const receiver of receivers) {
      const held = this.deliverTo(receiver, message, sender);
      if (held) waiting = waiting ? Promise.all([waiting, held]) : held;
    }
    return waiting;
  }

  /** Like {@link deliver}, to one. The result never rejects. */
  deliverTo(receiver: LocalSubscription, message: BusMessage, sender?: string): Promise<unknown> | undefined {
    // It may have been disposed of by another receiver of this very message.
    if (!this.#subscriptions.has(receiver)) return undefined;
    try {
      const held = receiver.deliver(message, sender);
      return held?.then(undefined, (error: unknown) => this.#report(message, error));
    } catch (error) {
      // Here the stack is the broker's and the socket's: a receiver's fault must not break them.
      this.#report(message, error);
      return undefined;
    }
  }

  #report({ topic }: BusMessage, error: unknown): void {
    this.#logger.log('error', `A receiver of topic "${shorten(topic)}" failed: ${describeError(error)}`);
  }
}
