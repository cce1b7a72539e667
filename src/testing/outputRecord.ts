// What came out of a graph, in the form that expected files have; and records as nodes for comparison. The form is the
// one of existing test files: the keys are those that MQTT tools print. Knows nothing about brokers.
import { decodeBase64, decodeUtf8, encodeBase64 } from './base64.ts';
import { makeObject, makeString, type JsonNode, type ObjectNode } from './jsonNode.ts';
import { parseJson } from './losslessJson.ts';

/** A message as a run gives it out. */
export interface OutputMessage {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly contentType?: string;
  /** In order; a key may come again. */
  readonly userProperties: readonly (readonly [key: string, value: string])[];
  readonly responseTopic?: string;
  readonly correlationData?: Uint8Array;
}

/** MQTT properties of a record; those a message does not have are left out. */
export interface OutputProperties {
  /** A key that came several times has the list of its values. */
  readonly 'user-properties': Readonly<Record<string, string | readonly string[]>>;
  readonly 'content-type'?: string;
  readonly 'response-topic'?: string;
  /** Base64. */
  readonly 'correlation-data'?: string;
}

/** One output. A payload that is not UTF-8 stands under `payloadBase64` instead of `payload`. */
export type OutputRecord = {
  readonly topic: string;
  readonly properties: OutputProperties;
} & ({ readonly payload: string } | { readonly payloadBase64: string });

/** User properties that the runtime sets on every output; compared only when selected by name. */
export const runtimeUserProperties: readonly string[] = ['__ts', '__protVer', '__srcId'];

/** The record of `message`. */
export function makeOutputRecord(message: OutputMessage): OutputRecord {
  const { contentType, responseTopic, correlationData } = message;
  return {
    topic: message.topic,
    ...recordPayload(message.payload),
    properties: {
      'user-properties': groupUserProperties(message.userProperties),
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      ...(responseTopic === undefined ? {} : { 'response-topic': responseTopic }),
      ...(correlationData ? { 'correlation-data': encodeBase64(correlationData) } : {}),
    },
  };
}

/** The record of a message that a local run's sink gave out: expected files name topics as the graph sends them, without its prefix. */
export function recordLocalOutput(message: OutputMessage): OutputRecord {
  return makeOutputRecord({ ...message, topic: message.topic.replace(/^output\//, '') });
}

function recordPayload(bytes: Uint8Array): { payload: string } | { payloadBase64: string } {
  const text = decodeUtf8(bytes);
  return text === undefined ? { payloadBase64: encodeBase64(bytes) } : { payload: text };
}

/** A key that comes several times has the list of its values. */
export function groupUserProperties(
  properties: OutputMessage['userProperties'],
): Record<string, string | readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [key, value] of properties) {
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return Object.fromEntries(
    [...groups].map(([key, values]) => [key, values.length === 1 ? (values[0] ?? '') : values]),
  );
}

/** The record as a node with `topic`, `payload` and `properties`; the payload's JSON opened up. */
export function recordToNode(record: OutputRecord): ObjectNode {
  const payload =
    'payload' in record ? payloadFromText(record.payload) : payloadFromBase64(record.payloadBase64);
  const { 'user-properties': userProperties, ...others } = record.properties;
  const properties: [string, JsonNode | undefined][] = Object.entries(others).map(([key, value]) => [
    key,
    makeString(value),
  ]);
  const userEntries = Object.entries(userProperties).map(([key, value]): [string, JsonNode] => [
    key,
    typeof value === 'string' ? makeString(value) : { kind: 'array', items: value.map(makeString) },
  ]);
  properties.push(['user-properties', makeObject(userEntries)]);
  return makeObject([
    ['topic', makeString(record.topic)],
    ['payload', payload],
    ['properties', makeObject(properties)],
  ]);
}

/** The payload written as `text`: its JSON when it is JSON, else the text. */
export function payloadFromText(text: string): JsonNode {
  const result = parseJson(text);
  return 'parsed' in result ? result.parsed.root : { kind: 'text', value: text };
}

/** The payload with the bytes of `base64`, as it would come from a record; undefined when it is not base64. */
export function payloadFromBase64(base64: string): JsonNode | undefined {
  const bytes = decodeBase64(base64);
  if (!bytes) return undefined;
  const text = decodeUtf8(bytes);
  return text === undefined ? { kind: 'bytes', base64: encodeBase64(bytes) } : payloadFromText(text);
}
