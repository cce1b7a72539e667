// Messages, a recording logger and MQTT clients over streams in memory, for the broker's tests.
import { duplexPair } from 'node:stream';
import { type IClientOptions, MqttClient } from 'mqtt';
import type { Logger } from '../../../../src/base/logger.ts';
import type { BusMessage } from '../../../../src/protocol/message.ts';
import type { EmbeddedBroker } from '../../../../src/runtime/broker/embeddedBroker.ts';

export function messageOf(topic: string, text = 'x', more: Partial<BusMessage> = {}): BusMessage {
  return { topic, payload: Buffer.from(text), qos: 1, retain: false, userProperties: [], ...more };
}

export function textOf(message: { readonly payload: Uint8Array }): string {
  return Buffer.from(message.payload).toString();
}

export interface RecordingLogger extends Logger {
  readonly lines: string[];
}

export function recordingLogger(): RecordingLogger {
  const lines: string[] = [];
  return { lines, log: (level, message) => void lines.push(`${level} ${message}`) };
}

/** An MQTT client of the broker without a socket; connected when the result resolves. */
export async function connectInMemory(
  broker: EmbeddedBroker,
  options: Partial<IClientOptions> = {},
): Promise<MqttClient> {
  const client = new MqttClient(
    () => {
      const [near, far] = duplexPair();
      broker.attach(far);
      // As with a socket, the end of one side is the end of the other.
      near.once('close', () => far.destroy());
      far.once('close', () => near.destroy());
      return near;
    },
    { protocolVersion: 5, reconnectPeriod: 0, clean: true, ...options },
  );
  client.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('close', () => reject(new Error('closed before CONNACK')));
  });
  return client;
}

/** A promise and what settles it. */
export interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

export function gate(): Gate {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** Lets everything run that is ready, sockets included. */
export async function settle(turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Resolves when `isTrue` says so; fails after `timeoutMs`. */
export async function until(isTrue: () => boolean, timeoutMs = 5000): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error(`not within ${String(timeoutMs)} ms: ${isTrue.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
