// An MQTT message as every part of the runtime passes it on. Knows nothing about brokers or operators.

/** A user property of MQTT 5; the same key may occur several times, order is kept. */
export type UserProperty = readonly [key: string, value: string];

/** One MQTT application message. Absent optional properties are left out, never undefined. */
export interface BusMessage {
  /** A topic name: no wildcards, not empty. */
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  readonly contentType?: string;
  readonly userProperties: readonly UserProperty[];
  readonly responseTopic?: string;
  readonly correlationData?: Uint8Array;
  /** Only of what is sent: whether the payload is text in UTF-8 (payload format indicator). */
  readonly isText?: boolean;
  /** Only of what is sent: after so long nobody wants it any more. */
  readonly expirySeconds?: number;
}
