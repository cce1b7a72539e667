// Carries MQTT 5 properties between the packet library's shape and ours. The library keeps user properties as an object
// whose values are texts or lists, so the order among different keys is that of their first use.
import { AppError } from '../../base/errors.ts';
import type { BusMessage, UserProperty } from '../../protocol/message.ts';

/** The properties used here, as the library `mqtt-packet` has them on a PUBLISH packet. */
export interface PacketProperties {
  userProperties?: Record<string, string | string[]>;
  contentType?: string;
  responseTopic?: string;
  correlationData?: Buffer;
  payloadFormatIndicator?: boolean;
  messageExpiryInterval?: number;
}

/** A PUBLISH packet as the libraries hand it over. */
export interface ReceivedPacket {
  readonly topic: string;
  readonly payload: string | Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  readonly properties?: Partial<PacketProperties> | undefined;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

const NO_PROPERTIES: readonly UserProperty[] = [];
// MQTT 5 §1.5.4, §1.5.6: strings and binary data carry their length in two bytes. §2.1.4: packets in four groups of 7 bit.
const MAX_FIELD_BYTES = 65_535;
const MAX_PACKET_BYTES = 268_435_455;

/** A received packet's content as a message; the payload is not copied. */
export function toBusMessage(packet: ReceivedPacket): BusMessage {
  const { topic, payload, qos, retain, properties } = packet;
  const message: Writable<BusMessage> = {
    topic,
    payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
    qos,
    retain,
    userProperties: NO_PROPERTIES,
  };
  if (!properties) return message;
  const { userProperties, contentType, responseTopic, correlationData } = properties;
  if (userProperties) message.userProperties = readUserProperties(userProperties);
  if (contentType !== undefined) message.contentType = contentType;
  if (responseTopic !== undefined) message.responseTopic = responseTopic;
  if (correlationData !== undefined) message.correlationData = correlationData;
  return message;
}

function readUserProperties(properties: Record<string, string | string[]>): UserProperty[] {
  const pairs: UserProperty[] = [];
  for (const key in properties) {
    const value = properties[key] ?? '';
    if (typeof value === 'string') pairs.push([key, value]);
    else for (const each of value) pairs.push([key, each]);
  }
  return pairs;
}

/** The properties of a message to send; undefined when it has none. Errors: BROKER_REFUSED for what MQTT cannot carry. */
export function toPacketProperties(message: BusMessage): PacketProperties | undefined {
  const { contentType, responseTopic, correlationData, userProperties, payload, isText, expirySeconds } =
    message;
  if (payload.length > MAX_PACKET_BYTES) refuse(message, 'the payload', MAX_PACKET_BYTES);
  let properties: PacketProperties | undefined;
  if (contentType !== undefined)
    (properties ??= {}).contentType = checked(message, contentType, 'content type');
  if (responseTopic !== undefined)
    (properties ??= {}).responseTopic = checked(message, responseTopic, 'response topic');
  if (correlationData !== undefined) {
    if (correlationData.length > MAX_FIELD_BYTES) refuse(message, 'the correlation data', MAX_FIELD_BYTES);
    (properties ??= {}).correlationData = asBuffer(correlationData);
  }
  if (isText !== undefined) (properties ??= {}).payloadFormatIndicator = isText;
  if (expirySeconds !== undefined) (properties ??= {}).messageExpiryInterval = expirySeconds;
  if (userProperties.length > 0) (properties ??= {}).userProperties = writeUserProperties(message);
  return properties;
}

function writeUserProperties(message: BusMessage): Record<string, string | string[]> {
  // Without a prototype, so that a key such as "__proto__" is only a key.
  const properties = Object.create(null) as Record<string, string | string[]>;
  for (const [key, value] of message.userProperties) {
    checked(message, key, 'user property name');
    checked(message, value, `user property "${key}"`);
    const before = properties[key];
    if (before === undefined) properties[key] = value;
    else if (typeof before === 'string') properties[key] = [before, value];
    else before.push(value);
  }
  return properties;
}

function checked(message: BusMessage, text: string, what: string): string {
  // A longer text would break the packet and with it the connection of everyone who receives it.
  if (text.length * 3 > MAX_FIELD_BYTES && Buffer.byteLength(text) > MAX_FIELD_BYTES)
    refuse(message, `the ${what}`, MAX_FIELD_BYTES);
  return text;
}

function refuse({ topic }: BusMessage, what: string, maxBytes: number): never {
  throw new AppError(
    'BROKER_REFUSED',
    `The message for topic "${topic}" cannot be sent: MQTT allows ${String(maxBytes)} bytes for ${what.slice(0, 200)}.`,
  );
}

/** The same bytes as a Buffer, which the libraries ask for; not copied. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
