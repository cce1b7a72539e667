// Brokers and connections to them for one test each, ended after it.
import { afterEach, beforeEach } from 'vitest';
import type { BusMessage } from '../../../src/protocol/message.ts';
import { type EmbeddedBroker, startEmbeddedBroker } from '../../../src/runtime/broker/embeddedBroker.ts';
import {
  connectOutsideBroker,
  type OutsideBroker,
  type OutsideBrokerOptions,
} from '../../../src/runtime/broker/outsideBroker.ts';
import { recordingLogger, type RecordingLogger } from '../../unit/runtime/broker/busMessages.ts';
import { freePort, Mosquitto } from './mosquittoBroker.ts';

export const logger: RecordingLogger = recordingLogger();
/** What to do after the test, last first. */
export let ends: (() => Promise<unknown>)[] = [];

beforeEach(() => {
  logger.lines.length = 0;
  ends = [];
});

afterEach(async () => {
  for (const end of ends.reverse()) await end();
});

export async function connect(
  options: Partial<OutsideBrokerOptions> & { url: string },
): Promise<OutsideBroker> {
  const bus = await connectOutsideBroker({ logger, connectTimeoutMs: 3000, random: () => 1, ...options });
  ends.push(() => bus.close());
  return bus;
}

export async function embedded(): Promise<EmbeddedBroker & { url: string }> {
  const broker = await startEmbeddedBroker({ listen: { port: 0 }, logger });
  ends.push(() => broker.close());
  return broker as EmbeddedBroker & { url: string };
}

export async function mosquitto(settings?: readonly string[]): Promise<Mosquitto> {
  const broker = new Mosquitto(await freePort(), settings);
  ends.push(() => broker.dispose());
  return broker;
}

export async function collect(
  bus: OutsideBroker | EmbeddedBroker,
  filters: readonly string[],
): Promise<BusMessage[]> {
  const received: BusMessage[] = [];
  await bus.subscribe(filters, (message) => void received.push(message));
  return received;
}

export const numbers = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(index));
