// The port between a run and MQTT: the embedded broker and a connection to an outside broker both look like this.
// Knows nothing about graphs.
import type { Event } from '../../base/emitter.ts';
import type { Disposable } from '../../base/disposable.ts';
import type { BusMessage } from '../../protocol/message.ts';

/**
 * Receives a message. `sender`: the client that published it, where the broker is one of this process and a client it was. While the returned promise is pending, the acknowledgement of this message to its sender is held
 * back; other messages go on. Return undefined when there is room: that costs nothing. Must not throw or reject; if it
 * does, that is logged and the message counts as received.
 */
export type Deliver = (message: BusMessage, sender?: string) => void | Promise<void>;

/** The clients of a broker of this process, by their ids. */
export interface BrokerClients {
  /** A client's connection has ended; told before one that takes its id over can send anything. */
  readonly onGone: Event<string>;
  /** Ends a client's connection because it used a topic that it may not (MQTT 5 §3.14.2.1, 0x90). */
  refuse(client: string): void;
  /** Whether a client is subscribed to `topic` now; the run's own subscriptions do not count. */
  hasSubscriber(topic: string): boolean;
  /** Ends the connections of all clients on sockets and takes no more, until {@link letIn}. */
  shutOut(): void;
  letIn(): void;
}

export type BusStatus =
  | { readonly state: 'connected' }
  /** `attempt`: the number of the next attempt since the connection was lost, from 1. */
  | { readonly state: 'reconnecting'; readonly reason: string; readonly attempt: number };

/** A broker as a run sees it. */
export interface MessageBus {
  /** Where clients connect, as an `mqtt://` or `mqtts://` URL; undefined when the broker does not listen. */
  readonly url: string | undefined;
  readonly onStatus: Event<BusStatus>;
  /** Of a broker of this process; who else is on an outside broker is not its clients' business. */
  readonly clients?: BrokerClients;
  /**
   * Resolves when every filter is in force; dispose to unsubscribe. Retained messages that match come first. A message
   * is delivered once, however many of the filters match it; the retain flag is that of the sender (what MQTT calls
   * Retain As Published). So is QoS inside the process; an outside broker is asked for QoS 1, so that what was sent with
   * QoS 2 comes with 1. Topics under "$" need a filter that names them. Errors: TOPIC_INVALID, BROKER_REFUSED (the
   * broker does not allow a filter), BROKER_UNREACHABLE (filters that overlap need a further connection, which may not
   * come about), BROKER_CLOSED.
   */
  subscribe(filters: readonly string[], deliver: Deliver): Promise<Disposable>;
  /**
   * Resolves when the broker has taken responsibility for the message. Errors: TOPIC_INVALID, BROKER_CLOSED,
   * BROKER_REFUSED (what MQTT cannot carry, or the broker does not take), BROKER_UNREACHABLE (too much waits already).
   */
  publish(message: BusMessage): Promise<void>;
  /** Ends connections in good order, in bounded time; safe to call twice. */
  close(): Promise<void>;
}
