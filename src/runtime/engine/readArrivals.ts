// Messages from the broker, or of a recording, as the scheduler takes them in. Knows nothing about when it does.
import { parseClock } from '../../base/hybridLogicalClock.ts';
import type { BatchedMessage, EngineLog, MessageBatch } from '../../protocol/engine.ts';
import type { Arrival } from '../scheduler/arrivals.ts';
import { Payload } from '../trace/payload.ts';
import { readBatch } from './messageBatch.ts';
import { readSystemProperties } from './systemProperties.ts';

/** In their order. `log` is told of timestamps that are none. */
export function readArrivals(batch: MessageBatch, log: (line: EngineLog) => void): Arrival[] {
  return readBatch(batch).map((message) => readArrival(message, log));
}

function readArrival(message: BatchedMessage, log: (line: EngineLog) => void): Arrival {
  const { userProperties, timestamp, malformedTimestamp } = readSystemProperties(message.userProperties);
  const { topic, contentType, node: source, payload } = message;
  if (malformedTimestamp !== undefined)
    log({
      level: 'warn',
      context: 'dataflow-graph',
      message: `a message on "${topic}" has the user property __ts "${malformedTimestamp.slice(0, 60)}", which is not <milliseconds>:<counter>:<node id>; its time of arrival is used instead`,
    });
  return {
    topic,
    contentType,
    userProperties,
    payload: new Payload(payload, true),
    timestamp,
    source,
    letIn: message.timestamp === '' ? undefined : parseClock(message.timestamp),
  };
}
