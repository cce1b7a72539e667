// One connection to an outside broker by mqtt.js: comes back after a loss with its session, and holds acknowledgements
// back. Knows nothing about who subscribes.
import type { Socket } from 'node:net';
import { type IConnackPacket, type IPublishPacket, MqttClient } from 'mqtt';
import { describeError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { BusMessage } from '../../protocol/message.ts';
import { backoffMs } from './backoff.ts';
import { type BrokerAddress, describeConnectFailure, openSocket, type TlsOptions } from './brokerAddress.ts';
import { closedError, readReasonCode, refusedPublish, refusedSubscription } from './brokerRefusals.ts';
import { HeldAcks } from './heldAcks.ts';
import { asBuffer, toBusMessage, toPacketProperties } from './mqttProperties.ts';
import type { SendFailure } from './publishQueue.ts';

export interface LinkOptions {
  readonly address: BrokerAddress;
  readonly tls: TlsOptions;
  readonly clientId: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly connectTimeoutMs: number;
  readonly logger: Logger;
  readonly random: () => number;
  /** A message arrived; while the result is pending it stays unacknowledged. */
  readonly onMessage: (message: BusMessage) => Promise<unknown> | undefined;
  /** Connected, with the number of messages that may be under way. Called for every connection. */
  readonly onUp: (receiveMaximum: number) => void;
  readonly onDown: (reason: string, attempt: number) => void;
}

/** What mqtt.js keeps to itself: its own way to acknowledge does not let one message wait and the next go on. */
interface ClientInternals {
  _sendPacket(packet: { cmd: 'puback'; messageId: number; reasonCode: number }): void;
}

// How long the broker keeps the session, and with it the messages for us, while the connection is down.
const SESSION_EXPIRY_SECONDS = 3600;
const KEEP_ALIVE_SECONDS = 30;
/** Unacknowledged messages the broker may have with us; told to it as Receive Maximum. */
const MAX_HELD_MESSAGES = 1024;
// More would only wait in mqtt.js instead of in our queue.
const MAX_UNDER_WAY = 1024;
const HELD = new Error('acknowledged later');

export class MqttLink {
  readonly #options: LinkOptions;
  readonly #client: MqttClient;
  readonly #acks: HeldAcks = new HeldAcks();
  readonly #wanted: Set<string> = new Set<string>();
  /** Filters to unsubscribe from when the connection is back. */
  readonly #unwanted: Set<string> = new Set<string>();
  /** Resolves when no answer to an UNSUBSCRIBE is awaited. */
  #leaving: Promise<unknown> = Promise.resolve();
  #waitingForConnection: (() => void)[] = [];
  #socket: Socket | undefined;
  #failure: Error | undefined;
  #attempt = 0;
  #heldQos0 = 0;
  #isUp = false;
  #isFirst = true;
  #isClosed = false;

  /** Connects. Errors: BROKER_UNREACHABLE, BROKER_REFUSED. */
  static async open(options: LinkOptions): Promise<MqttLink> {
    const link = new MqttLink(options);
    const { sessionPresent } = await link.#connectFirst();
    if (!sessionPresent) return link;
    // Left over from a process of the same name that did not end well: its subscriptions would bring messages nobody
    // here asked for. Saying goodbye makes the broker forget them.
    await link.close(options.connectTimeoutMs);
    const next = new MqttLink(options);
    await next.#connectFirst();
    return next;
  }

  private constructor(options: LinkOptions) {
    this.#options = options;
    const { clientId, username, password, connectTimeoutMs, random } = options;
    const client = new MqttClient(() => this.#openSocket(), {
      protocolVersion: 5,
      clientId,
      ...(username !== undefined && { username }),
      ...(password !== undefined && { password }),
      connectTimeout: connectTimeoutMs,
      keepalive: KEEP_ALIVE_SECONDS,
      timerVariant: 'native',
      // From the first time on: mosquitto 2.0.11 keeps no session over its own restart that began with Clean Start.
      clean: false,
      properties: { sessionExpiryInterval: SESSION_EXPIRY_SECONDS, receiveMaximum: MAX_HELD_MESSAGES },
      reconnectPeriod: backoffMs(1, random),
      reconnectOnConnackError: true,
      // Done here: mqtt.js' own way skips a filter it has asked for before, also when the answer got lost.
      resubscribe: false,
    });
    this.#client = client;
    client.handleMessage = (packet, done) => this.#receive(packet, done);
    client.on('error', (error) => (this.#failure = error));
    // Not 'connect', which comes after the first messages of a resumed session.
    client.on('packetreceive', (packet) => {
      if (packet.cmd === 'connack') this.#acks.startConnection(packet.sessionPresent);
    });
    client.on('disconnect', ({ reasonCode }) => {
      this.#failure ??= new Error(`the broker ended the connection (reason code ${String(reasonCode ?? 0)})`);
    });
    client.on('connect', (packet) => this.#goUp(packet));
    client.on('close', () => this.#goDown());
    client.on('reconnect', () => {
      this.#attempt += 1;
      client.options.reconnectPeriod = backoffMs(this.#attempt + 1, random);
    });
  }

  /** Filters asked for on this connection. */
  get filters(): readonly string[] {
    return [...this.#wanted];
  }

  /** Resolves when the broker has accepted all, however often the connection is lost meanwhile. Errors: BROKER_REFUSED, BROKER_CLOSED. */
  async subscribe(filters: readonly string[]): Promise<void> {
    for (const filter of filters) this.#wanted.add(filter);
    while (!(await this.#tryToSubscribe(filters))) await this.#untilUp();
  }

  unsubscribe(filters: readonly string[]): void {
    for (const filter of filters) {
      this.#wanted.delete(filter);
      this.#unwanted.add(filter);
    }
    if (this.#isUp) this.#sendUnsubscribe();
  }

  /** Sends at once; only while up. */
  send(message: BusMessage, done: (failure?: SendFailure) => void): void {
    const { topic, payload, qos, retain } = message;
    const properties = toPacketProperties(message);
    this.#client.publish(
      topic,
      asBuffer(payload),
      { qos, retain, ...(properties && { properties }) },
      (error) => {
        if (!error) done();
        else if (readReasonCode(error) === undefined) done({ kind: 'lost' });
        else done({ kind: 'refused', error: refusedPublish(topic, error) });
      },
    );
  }

  /** Waits for acknowledgements under way and says goodbye, at most `timeoutMs`; the broker forgets the session. */
  async close(timeoutMs: number): Promise<void> {
    this.#isClosed = true;
    this.#wakeUp();
    const goodbye = { reasonCode: 0, properties: { sessionExpiryInterval: 0 } };
    let timer: NodeJS.Timeout | undefined;
    const isOver = new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)));
    const isEnded = new Promise<void>((resolve) => this.#client.end(!this.#isUp, goodbye, () => resolve()));
    await Promise.race([isOver, isEnded]);
    clearTimeout(timer);
    this.#acks.clear();
    this.#socket?.destroy();
  }

  #openSocket(): Socket {
    const socket = openSocket(this.#options.address, this.#options.tls);
    // mqtt.js does not tell about errors without a code.
    socket.on('error', (error) => (this.#failure = error));
    this.#socket = socket;
    return socket;
  }

  async #connectFirst(): Promise<IConnackPacket> {
    const { address } = this.#options;
    try {
      return await new Promise<IConnackPacket>((resolve, reject) => {
        this.#client.once('connect', resolve);
        this.#client.once('close', () => reject(describeConnectFailure(address, this.#failure)));
      });
    } catch (error) {
      this.#isClosed = true;
      this.#client.end(true);
      throw error;
    }
  }

  #goUp({ sessionPresent, properties }: IConnackPacket): void {
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    this.#failure = undefined;
    this.#attempt = 0;
    this.#client.options.reconnectPeriod = backoffMs(1, this.#options.random);
    this.#isUp = true;
    if (!isFirst && !sessionPresent) this.#restoreSession();
    else this.#sendUnsubscribe();
    this.#wakeUp();
    this.#options.onUp(Math.min(MAX_UNDER_WAY, properties?.receiveMaximum ?? MAX_UNDER_WAY));
  }

  #goDown(): void {
    this.#isUp = false;
    if (this.#isClosed || this.#isFirst) return;
    const reason = this.#failure ? describeError(this.#failure) : 'the connection was closed';
    this.#failure = undefined;
    this.#options.onDown(reason, this.#attempt + 1);
  }

  #restoreSession(): void {
    const { logger, address } = this.#options;
    logger.log(
      'warn',
      `The broker at ${address.url} has forgotten the session; messages it had kept for this client are lost.`,
    );
    this.#unwanted.clear();
    if (this.#wanted.size === 0) return;
    this.#tryToSubscribe([...this.#wanted]).catch((error: unknown) =>
      logger.log('error', describeError(error)),
    );
  }

  /** False when the connection was lost before the answer. */
  async #tryToSubscribe(filters: readonly string[]): Promise<boolean> {
    // aedes 2.0.0-beta.1 works on several packets of a client at once: an UNSUBSCRIBE right before would win.
    await this.#leaving;
    if (this.#isClosed) throw closedError();
    if (!this.#isUp) return false;
    try {
      // `rap`: the retain flag as it was sent, like the embedded broker does.
      await this.#client.subscribeAsync([...filters], { qos: 1, rap: true });
      return true;
    } catch (error) {
      if (readReasonCode(error) === undefined) return false;
      for (const filter of filters) this.#wanted.delete(filter);
      throw refusedSubscription(filters, error);
    }
  }

  #sendUnsubscribe(): void {
    if (this.#unwanted.size === 0) return;
    const filters = [...this.#unwanted].filter((filter) => !this.#wanted.has(filter));
    this.#unwanted.clear();
    // Without an answer the filters stay in force in the broker, whose messages are then acknowledged and dropped.
    if (filters.length === 0) return;
    const left = new Promise<void>((resolve) => this.#client.unsubscribe(filters, () => resolve()));
    this.#leaving = Promise.all([this.#leaving, left]);
  }

  #receive(packet: IPublishPacket, done: (error?: Error) => void): void {
    const { messageId, topic, qos } = packet;
    const arrival = qos > 0 && messageId !== undefined ? this.#acks.arrive(messageId, topic) : 'new';
    if (arrival === 'held') return done(HELD);
    if (arrival === 'acknowledge' || (qos === 0 && this.#heldQos0 >= MAX_HELD_MESSAGES)) return done();
    const waiting = this.#options.onMessage(toBusMessage(packet));
    if (!waiting) return done();
    if (qos === 0 || messageId === undefined) {
      // Nothing to hold back; beyond the limit QoS 0 messages are dropped, which MQTT allows, rather than kept for ever.
      this.#heldQos0 += 1;
      void waiting.finally(() => (this.#heldQos0 -= 1));
      return done();
    }
    this.#acks.hold(messageId, topic, waiting, () =>
      (this.#client as unknown as ClientInternals)._sendPacket({ cmd: 'puback', messageId, reasonCode: 0 }),
    );
    // An error makes mqtt.js go on to the next packet without acknowledging this one (handlers/publish.js).
    done(HELD);
  }

  #untilUp(): Promise<void> {
    if (this.#isUp || this.#isClosed) return new Promise((resolve) => setImmediate(resolve));
    return new Promise((resolve) => this.#waitingForConnection.push(resolve));
  }

  #wakeUp(): void {
    const waiting = this.#waitingForConnection;
    this.#waitingForConnection = [];
    for (const resolve of waiting) resolve();
  }
}
