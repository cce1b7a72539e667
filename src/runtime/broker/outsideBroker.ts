// A broker somewhere else, as a run sees it. Normally one connection; filters that overlap get one each, so that every
// message arrives once. Knows nothing about graphs.
import { randomUUID } from 'node:crypto';
import type { Disposable } from '../../base/disposable.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import type { Logger } from '../../base/logger.ts';
import { matchesTopicFilter } from '../../graph/topicFilter.ts';
import type { BusMessage } from '../../protocol/message.ts';
import { type BrokerAddress, checkTlsOptions, parseBrokerUrl, type TlsOptions } from './brokerAddress.ts';
import { closedError } from './brokerRefusals.ts';
import { assignLanes, dropCoveredFilters } from './filterLanes.ts';
import type { BusStatus, Deliver, MessageBus } from './messageBus.ts';
import { MqttLink } from './mqttLink.ts';
import { toPacketProperties } from './mqttProperties.ts';
import { PublishQueue, type QueueLimits } from './publishQueue.ts';
import { checkFilters, topicError, TopicRoutes } from './topicRoutes.ts';

export interface OutsideBrokerOptions extends TlsOptions {
  /** `mqtt://[user[:password]@]host[:port]`, or `mqtts://…` for TLS. */
  readonly url: string;
  /** Before those in the URL. */
  readonly username?: string;
  readonly password?: string;
  /** Default: a name of its own. Further connections, needed for overlapping filters only, append "-2", "-3", …. */
  readonly clientId?: string;
  /** For each attempt, until the broker's answer. Default 10,000. */
  readonly connectTimeoutMs?: number;
  readonly logger: Logger;
  /** What may wait while the broker is away. */
  readonly queue?: QueueLimits;
  /** How long `close` waits for acknowledgements. Default 1000. */
  readonly closeTimeoutMs?: number;
  /** 0 to 1; spreads attempts to reconnect. Default `Math.random`. */
  readonly random?: () => number;
}

/** A connection and what was subscribed to over it. */
interface Lane {
  readonly link: MqttLink;
  readonly routes: TopicRoutes;
}

const CONNECT_TIMEOUT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 1000;

/** Connects. Errors: USAGE (not a broker's URL), FILE_INVALID (certificate or key), BROKER_UNREACHABLE, BROKER_REFUSED. */
export async function connectOutsideBroker(options: OutsideBrokerOptions): Promise<OutsideBroker> {
  const broker = new OutsideBroker(options);
  await broker.start();
  return broker;
}

export class OutsideBroker implements MessageBus {
  readonly #options: OutsideBrokerOptions;
  readonly #address: BrokerAddress;
  readonly #clientId: string;
  readonly #status: Emitter<BusStatus> = new Emitter<BusStatus>();
  /** The first one also publishes. */
  readonly #lanes: Lane[] = [];
  readonly #down: Set<number> = new Set<number>();
  readonly #queue: PublishQueue;
  #subscribing: Promise<unknown> = Promise.resolve();
  #closing: Promise<void> | undefined;

  /** Use {@link connectOutsideBroker}. */
  constructor(options: OutsideBrokerOptions) {
    this.#options = options;
    this.#address = parseBrokerUrl(options.url);
    this.#clientId = options.clientId ?? `dataflow-graph-${randomUUID().slice(0, 13)}`;
    this.#queue = new PublishQueue(
      (message, done) => this.#lanes[0]?.link.send(message, done),
      options.queue,
    );
  }

  get url(): string {
    return this.#address.url;
  }

  get onStatus(): Event<BusStatus> {
    return this.#status.event;
  }

  /** Messages the broker has not taken yet. */
  get pendingCount(): number {
    return this.#queue.count;
  }

  /** See {@link connectOutsideBroker}. */
  async start(): Promise<void> {
    checkTlsOptions(this.#options);
    await this.#openLane();
  }

  async subscribe(filters: readonly string[], deliver: Deliver): Promise<Disposable> {
    checkFilters(filters);
    if (this.#closing) throw closedError();
    // One after the other, since each has to see what the ones before took.
    const subscribing = this.#subscribing.then(() => this.#subscribe(dropCoveredFilters(filters), deliver));
    this.#subscribing = subscribing.catch(() => undefined);
    return subscribing;
  }

  async publish(message: BusMessage): Promise<void> {
    if (this.#closing) throw closedError();
    if (!this.#lanes[0]?.routes.find(message.topic)) throw topicError(message.topic);
    // Refuses what MQTT cannot carry before it waits in the queue.
    toPacketProperties(message);
    return this.#queue.add(message);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { closeTimeoutMs = CLOSE_TIMEOUT_MS } = this.#options;
    for (const { routes } of this.#lanes) routes.clear();
    // What waits is not sent any more; what is under way may still be acknowledged.
    this.#queue.setWindow(0);
    await Promise.all(this.#lanes.map(({ link }) => link.close(closeTimeoutMs)));
    this.#queue.end(closedError());
    this.#status.dispose();
  }

  async #subscribe(filters: readonly string[], deliver: Deliver): Promise<Disposable> {
    const numbers = assignLanes(
      filters,
      this.#lanes.map(({ link }) => link.filters),
    );
    const undo: (() => void)[] = [];
    const dispose = (): void => undo.splice(0).forEach((each) => each());
    try {
      for (const number of new Set([...numbers].sort((a, b) => a - b))) {
        const lane = this.#lanes[number] ?? (await this.#openLane());
        const own = filters.filter((_, index) => numbers[index] === number);
        // What an earlier lane brings for this subscription is not taken again.
        const others = filters.filter((_, index) => (numbers[index] ?? 0) < number);
        undo.push(await subscribeOnLane(lane, own, others, deliver));
      }
    } catch (error) {
      dispose();
      throw error;
    }
    return { dispose };
  }

  async #openLane(): Promise<Lane> {
    if (this.#isClosing()) throw closedError();
    const {
      username,
      password,
      connectTimeoutMs = CONNECT_TIMEOUT_MS,
      logger,
      random = Math.random,
    } = this.#options;
    const number = this.#lanes.length;
    const routes = new TopicRoutes(logger);
    const link = await MqttLink.open({
      address: this.#address,
      tls: this.#options,
      clientId: number === 0 ? this.#clientId : `${this.#clientId}-${String(number + 1)}`,
      username: username ?? this.#address.username,
      password: password ?? this.#address.password,
      connectTimeoutMs,
      logger,
      random,
      onMessage: (message) => routes.deliver(routes.find(message.topic) ?? [], message),
      onUp: (receiveMaximum) => this.#goUp(number, receiveMaximum),
      onDown: (reason, attempt) => this.#goDown(number, reason, attempt),
    });
    const lane = { link, routes };
    // It may have been closed meanwhile.
    if (this.#isClosing()) {
      await link.close(0);
      throw closedError();
    }
    this.#lanes.push(lane);
    return lane;
  }

  #isClosing(): boolean {
    return this.#closing !== undefined;
  }

  #goUp(number: number, receiveMaximum: number): void {
    if (number === 0) this.#queue.setWindow(receiveMaximum);
    if (this.#down.delete(number) && this.#down.size === 0) this.#status.fire({ state: 'connected' });
  }

  #goDown(number: number, reason: string, attempt: number): void {
    if (number === 0) this.#queue.setWindow(0);
    this.#down.add(number);
    this.#status.fire({ state: 'reconnecting', reason, attempt });
  }
}

/** Resolves to what ends the subscription. */
async function subscribeOnLane(
  { link, routes }: Lane,
  filters: readonly string[],
  others: readonly string[],
  deliver: Deliver,
): Promise<() => void> {
  const subscription = {
    filters,
    deliver: (message: BusMessage): void | Promise<void> =>
      others.some((filter) => matchesTopicFilter(filter, message.topic)) ? undefined : deliver(message),
  };
  routes.add(subscription);
  try {
    await link.subscribe(filters);
  } catch (error) {
    routes.remove(subscription);
    throw error;
  }
  return () => {
    routes.remove(subscription);
    link.unsubscribe(filters);
  };
}
