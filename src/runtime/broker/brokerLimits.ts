// What an outside broker says it takes (CONNACK), and messages checked against it before they are sent: a broker ends the
// connection over a message it does not take, which would then be sent again, for ever. Knows nothing about connections.
import { AppError } from '../../base/errors.ts';
import type { BusMessage } from '../../protocol/message.ts';

/** The properties of CONNACK used here, MQTT 5 §3.2.2.3. */
export interface ConnackProperties {
  readonly receiveMaximum?: number | undefined;
  readonly maximumQoS?: number | undefined;
  readonly retainAvailable?: boolean | undefined;
  readonly maximumPacketSize?: number | undefined;
}

/** A message as the broker takes it: with a lower QoS if need be. Errors: BROKER_REFUSED (too large, not to be retained). */
export function fitToLimits(message: BusMessage, limits: ConnackProperties): BusMessage {
  const { topic, retain } = message;
  // §3.2.2.3.4, the value is 0 or 1; [MQTT-3.2.2-11].
  const qos =
    limits.maximumQoS === undefined ? message.qos : (Math.min(limits.maximumQoS, message.qos) as 0 | 1);
  // [MQTT-3.2.2-14].
  if (retain && limits.retainAvailable === false)
    throw new AppError(
      'BROKER_REFUSED',
      `The broker retains no messages, so it would not take the one for topic "${topic}".`,
    );
  const { maximumPacketSize } = limits;
  // [MQTT-3.2.2-15].
  if (maximumPacketSize !== undefined && countPacketBytes(message) > maximumPacketSize)
    throw new AppError(
      'BROKER_REFUSED',
      `The message for topic "${topic}" (${String(message.payload.length)} bytes) is larger than the broker takes: ${String(maximumPacketSize)} bytes for a packet.`,
    );
  return qos === message.qos ? message : { ...message, qos };
}

/** The size of the message as a PUBLISH packet, MQTT 5 §3.3. */
export function countPacketBytes(message: BusMessage): number {
  const { topic, payload, qos, contentType, responseTopic, correlationData, userProperties } = message;
  // §2.2.2.2: one byte for the kind of property; §1.5.4: two bytes for the length of a text.
  let properties = 0;
  for (const text of [contentType, responseTopic])
    if (text !== undefined) properties += 1 + countTextBytes(text);
  if (correlationData !== undefined) properties += 3 + correlationData.length;
  for (const [key, value] of userProperties) properties += 1 + countTextBytes(key) + countTextBytes(value);
  const packetId = qos === 0 ? 0 : 2;
  const rest = countTextBytes(topic) + packetId + countLengthBytes(properties) + properties + payload.length;
  return 1 + countLengthBytes(rest) + rest;
}

function countTextBytes(text: string): number {
  return 2 + Buffer.byteLength(text);
}

// §1.5.5: seven bits to a byte.
function countLengthBytes(length: number): number {
  if (length < 2 ** 7) return 1;
  if (length < 2 ** 14) return 2;
  return length < 2 ** 21 ? 3 : 4;
}
