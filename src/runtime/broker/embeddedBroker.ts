// The broker inside the process: MQTT 5 and 3.1.1 over TCP by aedes, and a short way for the run itself that needs no
// socket and passes aedes by. Knows nothing about graphs.
import type { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import { Aedes, type Client, type PublishPacket } from 'aedes';
import type { Disposable } from '../../base/disposable.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import { AppError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { matchesTopicFilter } from '../../graph/topicFilter.ts';
import type { BusMessage } from '../../protocol/message.ts';
import { BrokerServer, type ListenOptions } from './brokerServer.ts';
import type { BrokerClients, BusStatus, Deliver, MessageBus } from './messageBus.ts';
import { asBuffer, toBusMessage, toPacketProperties } from './mqttProperties.ts';
import { MAX_HELD_MESSAGES, PublishHold } from './publishHold.ts';
import { RetainedMessages } from './retainedMessages.ts';
import { checkFilters, topicError, TopicRoutes } from './topicRoutes.ts';

export interface EmbeddedBrokerOptions {
  /** Absent: no socket is opened. */
  readonly listen?: ListenOptions;
  readonly logger: Logger;
  /** How long `close` lets clients take their leave. Default 500. */
  readonly closeTimeoutMs?: number;
  /**
   * How long a client on a socket may read nothing while messages wait for it. Publishes to its topics wait, too, until
   * it is gone; one that reads slowly is waited for up to a minute (`drainTimeout` of aedes). Default 5000.
   */
  readonly stallTimeoutMs?: number;
}

const CLOSE_TIMEOUT_MS = 500;
// aedes' router takes no more (qlobber's `max_words`).
const MAX_TOPIC_LEVELS = 100;
// MQTT 5 §3.14.2.1: Topic Name invalid.
const TOPIC_NAME_INVALID = 0x90;
const EXCEPTIONS = `, here in at most ${String(MAX_TOPIC_LEVELS)} levels and not under "$SYS/"`;

/** Errors: BROKER_PORT_TAKEN, BROKER_REFUSED (a host other machines can reach without `isRemoteAllowed`, or not bindable). */
export async function startEmbeddedBroker(options: EmbeddedBrokerOptions): Promise<EmbeddedBroker> {
  const broker = new EmbeddedBroker(options);
  await broker.start();
  return broker;
}

export class EmbeddedBroker implements MessageBus {
  readonly clients: BrokerClients;
  readonly #options: EmbeddedBrokerOptions;
  readonly #aedes: Aedes;
  readonly #server: BrokerServer;
  readonly #status: Emitter<BusStatus> = new Emitter<BusStatus>();
  readonly #routes: TopicRoutes;
  readonly #retained: RetainedMessages = new RetainedMessages(() => performance.now());
  readonly #gone: Emitter<string> = new Emitter<string>();
  readonly #hold: PublishHold = new PublishHold();
  /** Rejects what publishes inside the process wait for. Not one promise to race against: that would keep every publish. */
  readonly #waiting: Set<(error: Error) => void> = new Set<(error: Error) => void>();
  #url: string | undefined;
  #closing: Promise<void> | undefined;

  /** Use {@link startEmbeddedBroker}. */
  constructor(options: EmbeddedBrokerOptions) {
    this.#options = options;
    this.#routes = new TopicRoutes(options.logger, isTopicTaken);
    this.#aedes = new Aedes({
      // No common bound: each client has its own (see PublishHold), and one that waits must not hold up the others.
      concurrency: 0,
      receiveMaximum: MAX_HELD_MESSAGES,
      // Asked before a PUBLISH is acknowledged. Everything after comes too late to hold a sender back: aedes writes
      // PUBACK first and hands the message on afterwards (lib/handlers/publish.js, enqueuePublish).
      authorizePublish: (client, packet, done) => this.#admit(client, packet, done),
    });
    this.#aedes.on('clientError', (client, error) => this.#report(client, error));
    this.#aedes.on('connectionError', (client, error) => this.#report(client, error));
    // Not in aedes' types. Nothing here can fail that way (storage is memory), but an unheard error would end the process.
    (this.#aedes as EventEmitter).on('error', (error: Error) =>
      options.logger.log('error', `MQTT broker: ${error.message}`),
    );
    this.#aedes.on('clientDisconnect', (client) => {
      this.#hold.forget(client);
      this.#gone.fire(client.id);
    });
    this.clients = {
      onGone: this.#gone.event,
      refuse: (id) => this.#refuse(id),
      hasSubscriber: (topic) => this.#hasSubscriber(topic),
      shutOut: () => this.#server.shutOut(),
      letIn: () => this.#server.letIn(),
    };
    this.#server = new BrokerServer((socket) => this.attach(socket), options.stallTimeoutMs);
  }

  get url(): string | undefined {
    return this.#url;
  }

  get onStatus(): Event<BusStatus> {
    return this.#status.event;
  }

  /** Publishes of clients held back now because a receiver is full. */
  get heldCount(): number {
    return this.#hold.count;
  }

  /** See {@link startEmbeddedBroker}. */
  async start(): Promise<void> {
    await this.#aedes.listen();
    const { listen } = this.#options;
    if (!listen) return;
    try {
      this.#url = await this.#server.listen(listen);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  /** Serves a client on any stream of bytes; the stream ends with the broker. */
  attach(stream: Duplex): void {
    this.#aedes.handle(stream);
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- errors are to reject, never to throw
  async subscribe(filters: readonly string[], deliver: Deliver): Promise<Disposable> {
    checkFilters(filters);
    if (this.#closing) throw closedError();
    const subscription = { filters: [...filters], deliver };
    this.#routes.add(subscription);
    // MQTT 5 §3.3.1.3: a new subscription first gets the retained messages that match it.
    for (const message of this.#retained.find(filters)) void this.#routes.deliverTo(subscription, message);
    return { dispose: () => this.#routes.remove(subscription) };
  }

  publish(message: BusMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#closing) return reject(closedError());
      const receivers = this.#routes.find(message.topic);
      if (!receivers) return reject(topicError(message.topic, EXCEPTIONS));
      const packet = toPacket(message);
      if (message.retain) this.#retained.store(message);
      const held = receivers.length > 0 ? this.#routes.deliver(receivers, message) : undefined;
      this.#aedes.publish(packet, (error) => {
        if (error) reject(new AppError('BROKER_CLOSED', error.message, { cause: error }));
        else if (!held) resolve();
        else if (this.#closing) reject(closedError());
        else {
          this.#waiting.add(reject);
          held.then(() => resolve(), reject).finally(() => this.#waiting.delete(reject));
        }
      });
    });
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { closeTimeoutMs = CLOSE_TIMEOUT_MS } = this.#options;
    for (const reject of this.#waiting) reject(closedError());
    this.#routes.clear();
    this.#hold.clear();
    if (this.#url !== undefined) this.#server.stopListening();
    // aedes says goodbye (DISCONNECT 0x8B to MQTT 5) and reports when all clients are gone; not waited for without end.
    let timer: NodeJS.Timeout | undefined;
    const isOver = new Promise<void>((resolve) => (timer = setTimeout(resolve, closeTimeoutMs)));
    await Promise.race([isOver, new Promise<void>((resolve) => this.#aedes.close(resolve))]);
    clearTimeout(timer);
    this.#server.destroyAll();
    this.#status.dispose();
    this.#gone.dispose();
  }

  /** Decides about a PUBLISH of a client, or its will, and delivers it inside the process. */
  #admit(client: Client | null, packet: PublishPacket, done: (error?: Error | null) => void): void {
    const receivers = this.#routes.find(packet.topic);
    if (!receivers) return done(topicError(packet.topic, EXCEPTIONS));
    const { properties } = packet;
    // aedes sends a will's own property on in the PUBLISH, where MQTT 5 does not allow it (§3.3.2.3, §3.1.3.2.2).
    if (properties && 'willDelayInterval' in properties) properties.willDelayInterval = undefined;
    if (packet.qos === 2 && packet.dup && client) return this.#admitAgain(client, packet, done);
    this.#deliver(client, packet, done);
  }

  /** §4.3.3: a repeated QoS 2 message is delivered only if the first one did not arrive; aedes looks later than this. */
  #admitAgain(client: Client, packet: PublishPacket, done: (error?: Error | null) => void): void {
    const { persistence } = this.#aedes as unknown as AedesInternals;
    persistence.incomingGetPacket(client, packet).then(
      () => done(),
      () => this.#deliver(client, packet, done),
    );
  }

  #deliver(client: Client | null, packet: PublishPacket, done: (error?: Error | null) => void): void {
    const receivers = this.#routes.find(packet.topic) ?? [];
    let waiting: Promise<unknown> | undefined;
    if (receivers.length > 0 || packet.retain) {
      const message = toBusMessage(packet);
      if (packet.retain) this.#retained.store(message, packet.properties?.messageExpiryInterval);
      waiting = this.#routes.deliver(receivers, message, senderOf(client));
    }
    if (client) waiting ??= this.#hold.lane(client, packet.topic);
    if (waiting && client) this.#hold.hold(client, packet, waiting, done);
    else done();
  }

  #refuse(id: string): void {
    const { clients } = this.#aedes as unknown as AedesInternals;
    if (Object.hasOwn(clients, id)) clients[id]?.disconnect({ reasonCode: TOPIC_NAME_INVALID });
  }

  #hasSubscriber(topic: string): boolean {
    const { clients } = this.#aedes as unknown as AedesInternals;
    return Object.values(clients).some(({ subscriptions }) =>
      Object.keys(subscriptions).some((filter) => matchesTopicFilter(filter, topic)),
    );
  }

  #report(client: Client, error: Error): void {
    // After its connection has ended a client is of no interest any more; what it still waits for fails, as it must.
    if (this.#closing || error.message === 'connection closed') return;
    this.#options.logger.log(
      'warn',
      `MQTT client "${(client.id as string | null) ?? 'unknown'}": ${error.message}`,
    );
  }
}

/** Parts of aedes that its types leave out. */
interface AedesInternals {
  /** Subscriptions by filter. */
  readonly clients: Readonly<Record<string, Client & { readonly subscriptions: object }>>;
  /** Answers whether a QoS 2 message is known already; rejects when not. */
  readonly persistence: { incomingGetPacket(client: Client, packet: PublishPacket): Promise<unknown> };
}

// A will is published when its client has gone already: nobody is there who could be told anything.
function senderOf(client: Client | null): string | undefined {
  return client?.closed === false ? client.id : undefined;
}

function isTopicTaken(topic: string): boolean {
  // §4.7.2: "$SYS/" belongs to the broker; aedes takes orders from itself there.
  if (topic.startsWith('$SYS/')) return false;
  return topic.length < MAX_TOPIC_LEVELS || topic.split('/').length <= MAX_TOPIC_LEVELS;
}

function toPacket(message: BusMessage): PublishPacket {
  const { topic, payload, qos, retain } = message;
  const packet: PublishPacket = {
    cmd: 'publish',
    topic,
    payload: asBuffer(payload),
    qos,
    retain,
    dup: false,
  };
  const properties = toPacketProperties(message);
  if (properties) packet.properties = properties;
  return packet;
}

function closedError(): AppError {
  return new AppError('BROKER_CLOSED', 'The broker of this run is closed.');
}
