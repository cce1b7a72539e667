// Messages and hops of a run as they are told outside, taken from the run's own objects: a stop must not depend on how much the
// trace keeps. Knows nothing about stops.
import { formatClock } from '../../base/hybridLogicalClock.ts';
import type { HopRecord, TracedMessage } from '../../protocol/trace.ts';
import type { Hop, TraceableMessage } from '../trace/hop.ts';

/** A copy that may be kept and sent. */
export function describeMessage(message: TraceableMessage): TracedMessage {
  const { topic, contentType, userProperties, timestamp, payload, schema } = message;
  return {
    topic,
    ...(contentType !== undefined && { contentType }),
    userProperties,
    timestamp: formatClock(timestamp),
    ...(schema && { schema }),
    payloadSize: payload.bytes.length,
    payload: new Uint8Array(payload.bytes),
  };
}

/** A copy of `hop`, which is filled again with the next one. */
export function describeHop(hop: Hop, number: number, nodes: readonly string[]): HopRecord {
  return {
    hop: number,
    message: hop.message,
    cause: hop.cause,
    ...(hop.replayOf && { replayOf: hop.replayOf }),
    ...(hop.parents && { parents: hop.parents }),
    node: nodes[hop.node] ?? '',
    connection: hop.connection,
    verdict: hop.verdict,
    ...(hop.reason !== undefined && { reason: hop.reason }),
    ...(hop.arm && { arm: hop.arm }),
    wallMs: hop.wallMs,
    time: formatClock(hop.time),
    ...(hop.newTime && { newTime: formatClock(hop.newTime) }),
    durationUs: hop.durationUs,
    ...(hop.input && { input: describeMessage(hop.input) }),
    ...(hop.output && { output: describeMessage(hop.output) }),
    ...(hop.logs && { logs: hop.logs }),
    ...(hop.metrics && { metrics: hop.metrics }),
    ...(hop.stateCalls && { stateCalls: hop.stateCalls }),
    ...(hop.commandCalls && { commandCalls: hop.commandCalls }),
    ...(hop.schemaCalls && { schemaCalls: hop.schemaCalls }),
    ...(hop.changes && { changes: hop.changes }),
    ...(hop.error && { error: hop.error }),
  };
}
