// What an expression can name about a stopped or passing message. Knows nothing about stops.
import { clockToMs, parseClock } from '../../base/hybridLogicalClock.ts';
import type { HopRecord, TracedMessage } from '../../protocol/trace.ts';
import type { ExpressionScope } from './expression.ts';

/** A message at a node; `hop` once it has been worked on. */
export interface ScopedMessage {
  readonly node: string;
  readonly message: number;
  readonly input: TracedMessage;
  readonly hop?: HopRecord;
}

/**
 * `topic`, `payload` (JSON as values, other text as a string, else bytes), `contentType`, `properties` (of several with one key
 * the last), `timestamp` (milliseconds), `schema` (the reference, else the name of the one it carries, else empty), `id`, `node`; and
 * after a hop `verdict`, `reason`, `arm`, `durationUs`, `error`, `logs` and `output`, which has the first six of these.
 */
export function messageScope({ node, message, input, hop }: ScopedMessage): ExpressionScope {
  const own = { node, id: BigInt(message) };
  if (!hop) return describe(input, own);
  return describe(input, {
    ...own,
    verdict: hop.verdict,
    reason: hop.reason ?? '',
    arm: hop.arm ?? '',
    durationUs: hop.durationUs,
    error: hop.error?.message ?? '',
    logs: hop.logs?.map((line) => ({ ...line })) ?? [],
    output: describe(hop.output ?? input, {}),
  });
}

// Reading a payload as JSON is left until an expression asks for it.
function describe(message: TracedMessage, more: ExpressionScope): ExpressionScope {
  let payload: unknown;
  let isRead = false;
  return {
    ...more,
    topic: message.topic,
    contentType: message.contentType ?? '',
    properties: Object.fromEntries(message.userProperties),
    timestamp: readMs(message.timestamp),
    schema: nameSchema(message.schema),
    get payload(): unknown {
      if (!isRead) payload = readPayload(message.payload ?? new Uint8Array());
      isRead = true;
      return payload;
    },
  };
}

function nameSchema(schema: TracedMessage['schema']): string {
  if (!schema) return '';
  return schema.kind === 'reference' ? schema.reference : schema.name;
}

function readMs(timestamp: string): number {
  const clock = parseClock(timestamp);
  return clock ? clockToMs(clock) : 0;
}

/** JSON as values, other text as a string, else the bytes. */
export function readPayload(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return bytes; // It is no text.
  }
  try {
    return JSON.parse(text);
  } catch {
    return text; // It is no JSON.
  }
}
