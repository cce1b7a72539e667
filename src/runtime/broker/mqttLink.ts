// One connection to an outside broker by mqtt.js: comes back after a loss with its session, and holds acknowledgements
// back. Knows nothing about who subscribes.
import type { Socket } from 'node:net';
import { type IClientPublishOptions, type IConnackPacket, type IPublishPacket, MqttClient } from 'mqtt';
import { type AppError, describeError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { BusMessage } from '../../protocol/message.ts';
import { backoffMs } from './backoff.ts';
import { type BrokerAddress, describeConnectFailure, openSocket, type TlsOptions } from './brokerAddress.ts';
import { type ConnackProperties, fitToLimits } from './brokerLimits.ts';
import { readReasonCode, refusedPublish } from './brokerRefusals.ts';
import { HeldAcks } from './heldAcks.ts';
import { LinkFilters } from './linkFilters.ts';
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
  _sendPacket(packet: { cmd: 'puback'; messageId: number; reasonCode: number } | Goodbye): void;
}

interface Goodbye {
  readonly cmd: 'disconnect';
  readonly reasonCode: number;
  readonly properties: { readonly sessionExpiryInterval: number };
}

// Expiry 0 ends the session, so that the broker keeps nothing for a client that does not come back, MQTT 5 §3.14.2.2.2.
const GOODBYE: Goodbye = { cmd: 'disconnect', reasonCode: 0, properties: { sessionExpiryInterval: 0 } };
const GOODBYE_TIMEOUT_MS = 100;

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
  readonly #filters: LinkFilters;
  readonly #acks: HeldAcks;
  #limits: ConnackProperties = {};
  #socket: Socket | undefined;
  #failure: Error | undefined;
  #attempt = 0;
  #heldQos0 = 0;
  #isDropping = false;
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
    this.#filters = new LinkFilters(client, ({ message }) => options.logger.log('error', message));
    this.#acks = new HeldAcks((messageId) =>
      this.#internals._sendPacket({ cmd: 'puback', messageId, reasonCode: 0 }),
    );
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

  get #internals(): ClientInternals {
    return this.#client as unknown as ClientInternals;
  }

  /** Filters asked for on this connection. */
  get filters(): readonly string[] {
    return this.#filters.list;
  }

  /** Resolves when the broker has accepted all, however often the connection is lost meanwhile. Errors: BROKER_REFUSED, BROKER_CLOSED. */
  subscribe(filters: readonly string[]): Promise<void> {
    return this.#filters.add(filters);
  }

  unsubscribe(filters: readonly string[]): void {
    this.#filters.remove(filters);
  }

  /** Sends at once; only while up. */
  send(message: BusMessage, done: (failure?: SendFailure) => void): void {
    const { topic } = message;
    let options: IClientPublishOptions;
    try {
      options = toPublishOptions(fitToLimits(message, this.#limits));
    } catch (error) {
      return done({ kind: 'refused', error: error as AppError });
    }
    this.#client.publish(topic, asBuffer(message.payload), options, (error) => {
      if (!error) done();
      else if (readReasonCode(error) === undefined) done({ kind: 'lost' });
      else done({ kind: 'refused', error: refusedPublish(topic, error) });
    });
  }

  /** Waits for acknowledgements under way, at most `timeoutMs`, and says goodbye; the broker forgets the session. */
  async close(timeoutMs: number): Promise<void> {
    this.#isClosed = true;
    this.#filters.end();
    const isEnded = new Promise<void>((resolve) =>
      this.#client.end(!this.#client.connected, GOODBYE, () => resolve()),
    );
    if (!(await isWithin(isEnded, timeoutMs)) && this.#client.connected) {
      // mqtt.js would wait on, and leave without a word in the end.
      this.#internals._sendPacket(GOODBYE);
      this.#socket?.destroySoon();
      await isWithin(isEnded, GOODBYE_TIMEOUT_MS);
    }
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

  #goUp({ sessionPresent, properties = {} }: IConnackPacket): void {
    const { logger, address, random } = this.#options;
    if (!this.#isFirst && !sessionPresent)
      logger.log(
        'warn',
        `The broker at ${address.url} has forgotten the session; messages it had kept for this client are lost.`,
      );
    this.#isFirst = false;
    this.#failure = undefined;
    this.#attempt = 0;
    this.#client.options.reconnectPeriod = backoffMs(1, random);
    this.#limits = properties;
    this.#filters.goUp(sessionPresent);
    this.#options.onUp(Math.min(MAX_UNDER_WAY, properties.receiveMaximum ?? MAX_UNDER_WAY));
  }

  #goDown(): void {
    this.#acks.endConnection();
    this.#filters.goDown();
    if (this.#isClosed || this.#isFirst) return;
    const reason = this.#failure ? describeError(this.#failure) : 'the connection was closed';
    this.#failure = undefined;
    this.#options.onDown(reason, this.#attempt + 1);
  }

  #receive(packet: IPublishPacket, done: (error?: Error) => void): void {
    const { messageId, topic, payload, qos } = packet;
    if (qos === 0 || messageId === undefined) {
      this.#receiveQos0(packet);
      return done();
    }
    const deliver = (): Promise<unknown> | undefined => this.#options.onMessage(toBusMessage(packet));
    // An error makes mqtt.js go on to the next packet without acknowledging this one (handlers/publish.js).
    done(this.#acks.arrive({ packetId: messageId, topic, payload }, deliver) ? HELD : undefined);
  }

  /** There is nothing to hold back; beyond the limit messages are dropped, which MQTT allows, rather than kept for ever. */
  #receiveQos0(packet: IPublishPacket): void {
    if (this.#heldQos0 >= MAX_HELD_MESSAGES) {
      if (!this.#isDropping)
        this.#options.logger.log(
          'warn',
          `QoS 0 messages are dropped, the first of topic "${packet.topic}": ${String(MAX_HELD_MESSAGES)} wait already. With QoS 1 the broker would keep them.`,
        );
      this.#isDropping = true;
      return;
    }
    const waiting = this.#options.onMessage(toBusMessage(packet));
    if (!waiting) return;
    this.#heldQos0 += 1;
    void waiting.finally(() => {
      this.#heldQos0 -= 1;
      this.#isDropping &&= this.#heldQos0 > 0;
    });
  }
}

function toPublishOptions(message: BusMessage): IClientPublishOptions {
  const { qos, retain } = message;
  const properties = toPacketProperties(message);
  return { qos, retain, ...(properties && { properties }) };
}

async function isWithin(promise: Promise<unknown>, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const isOver = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), timeoutMs)));
  const isDone = await Promise.race([isOver, promise.then(() => true)]);
  clearTimeout(timer);
  return isDone;
}
