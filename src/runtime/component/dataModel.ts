// Carries messages over the border between host and component: FlowMessage ↔ WIT `data-model`. Knows nothing about
// calls. Host mistakes would pass silently through the glue, so everything here is strictly typed.
import type { HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import type { UserProperty } from '../../protocol/message.ts';
import { FlowMessage } from '../message/flowMessage.ts';
import { isSameSchema, type MessageSchema } from '../../graph/messageSchema.ts';
import { Payload } from '../trace/payload.ts';
import { type BufferLedger, HostBuffer } from './hostBuffer.ts';
import type {
  WitBufferOrBytes,
  WitBufferOrString,
  WitDataModel,
  WitHybridLogicalClock,
  WitMessage,
  WitMessageSchema,
  WitTimestamp,
} from './witTypes.ts';

/** An operator returned something that cannot be understood; its instance is unharmed. */
export class BadResult extends Error {
  override readonly name = 'BadResult';
}

const NANOS_PER_SECOND = 1_000_000_000;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Lends `message` to a component: the payload as a buffer handle, everything else by value. */
export function toWitData(message: FlowMessage, ledger: BufferLedger): WitDataModel {
  const payload: WitBufferOrBytes = { tag: 'buffer', val: ledger.wrap(message.payload) };
  if (message.kind === 'bytes') return { tag: 'buffer-or-bytes', val: payload };
  const timestamp = toWitTimestamp(message.timestamp);
  if (message.image) {
    const { format, width, height } = message.image;
    return { tag: 'snapshot', val: { timestamp, format: text(format), width, height, frame: payload } };
  }
  return {
    tag: 'message',
    val: {
      timestamp,
      topic: { tag: 'bytes', val: encodeTopic(message.topic) },
      contentType: message.contentType === undefined ? undefined : text(message.contentType),
      payload,
      properties: { userProperties: message.userProperties.map(([key, value]) => [text(key), text(value)]) },
      schema: message.schema && toWitSchema(message.schema),
    },
  };
}

/** Takes over what an operator returned; what it cannot carry comes from `origin`. Throws BadResult. */
export function fromWitData(data: WitDataModel, origin: FlowMessage): FlowMessage {
  if (data.tag === 'message') return fromWitMessage(data.val, origin);
  if (data.tag === 'buffer-or-bytes') return inherit('bytes', origin, origin.timestamp, data.val);
  const { timestamp, format, width, height, frame } = data.val;
  return inherit('snapshot', origin, fromWitTimestamp(timestamp), frame, {
    format: readText(format, 'format'),
    width,
    height,
  });
}

function inherit(
  kind: 'bytes' | 'snapshot',
  origin: FlowMessage,
  timestamp: HybridLogicalClock,
  bytes: WitBufferOrBytes,
  image?: FlowMessage['image'],
): FlowMessage {
  const { topic, contentType, userProperties, schema, inputTopic } = origin;
  return new FlowMessage(
    kind,
    timestamp,
    topic,
    contentType,
    userProperties,
    takePayload(bytes),
    schema,
    image,
    inputTopic,
  );
}

function fromWitMessage(message: WitMessage, origin: FlowMessage): FlowMessage {
  return new FlowMessage(
    'message',
    fromWitTimestamp(message.timestamp),
    readTopic(message.topic, origin.topic),
    message.contentType && readText(message.contentType, 'content type'),
    message.properties.userProperties.map(readProperty),
    takePayload(message.payload),
    message.schema && keepSame(fromWitSchema(message.schema), origin.schema),
    undefined,
    origin.inputTopic,
  );
}

export function toWitClock(clock: HybridLogicalClock): WitHybridLogicalClock {
  const { secs, nanos, counter, nodeId } = clock;
  return { timestamp: { secs, nanos }, counter, nodeId };
}

/** Nanoseconds of a second or more are carried over, as every operator's language would read them. */
export function fromWitClock(clock: WitHybridLogicalClock): HybridLogicalClock {
  return normalize(clock.timestamp.secs, clock.timestamp.nanos, clock.counter, clock.nodeId);
}

function toWitTimestamp(clock: HybridLogicalClock): WitTimestamp {
  const { secs, nanos, counter, nodeId } = clock;
  return { timestamp: { secs, nanos }, counter, nodeId: text(nodeId) };
}

function fromWitTimestamp({ timestamp, counter, nodeId }: WitTimestamp): HybridLogicalClock {
  return normalize(timestamp.secs, timestamp.nanos, counter, readText(nodeId, 'node id of the timestamp'));
}

function normalize(secs: bigint, nanos: number, counter: bigint, nodeId: string): HybridLogicalClock {
  if (nanos < NANOS_PER_SECOND) return { secs, nanos, counter, nodeId };
  const carry = Math.floor(nanos / NANOS_PER_SECOND);
  return { secs: secs + BigInt(carry), nanos: nanos - carry * NANOS_PER_SECOND, counter, nodeId };
}

function toWitSchema(schema: MessageSchema): WitMessageSchema {
  if (schema.kind === 'reference') return { tag: 'registry-reference', val: text(schema.reference) };
  return { tag: 'inline', val: { name: text(schema.name), content: text(schema.content) } };
}

function fromWitSchema(schema: WitMessageSchema): MessageSchema {
  if (schema.tag === 'registry-reference')
    return { kind: 'reference', reference: readText(schema.val, 'schema reference') };
  const { name, content } = schema.val;
  return {
    kind: 'inline',
    name: readText(name, 'schema name'),
    content: readText(content, 'schema content'),
  };
}

// An operator that leaves the schema as it is returns a copy; the same object tells that it set no other one.
function keepSame(schema: MessageSchema, original: MessageSchema | undefined): MessageSchema {
  return original && isSameSchema(schema, original) ? original : schema;
}

function text(value: string): WitBufferOrString {
  return { tag: 'string', val: value };
}

function readText(value: WitBufferOrString, what: string): string {
  return value.tag === 'string' ? value.val : decode(HostBuffer.payloadOf(value.val).bytes, what);
}

function readProperty([key, value]: [WitBufferOrString, WitBufferOrString]): UserProperty {
  return [readText(key, 'user property key'), readText(value, 'user property value')];
}

function readTopic(topic: WitBufferOrBytes, original: string): string {
  const bytes = topic.tag === 'bytes' ? topic.val : HostBuffer.payloadOf(topic.val).bytes;
  return original === lastTopic && isEqual(bytes, lastTopicBytes) ? original : decode(bytes, 'topic');
}

function takePayload(value: WitBufferOrBytes): Payload {
  return value.tag === 'buffer' ? HostBuffer.payloadOf(value.val) : new Payload(value.val);
}

function decode(bytes: Uint8Array, what: string): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new BadResult(`the ${what} it returned is not valid UTF-8`); // The decoder's own message says no more.
  }
}

// Most messages in a row share a topic, and most operators return it unchanged.
let lastTopic = '';
let lastTopicBytes: Uint8Array = new Uint8Array();

function encodeTopic(topic: string): Uint8Array {
  if (topic !== lastTopic) {
    lastTopicBytes = encoder.encode(topic);
    lastTopic = topic;
  }
  return lastTopicBytes;
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}
