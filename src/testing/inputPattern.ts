// Messages from files as patterns for a series: only those that say so have placeholders. Knows nothing about runs.
import { decodeUtf8 } from './base64.ts';
import type { InputMessage } from './inputMessages.ts';

/** The part of protocol's MessagePattern that a file gives. */
export interface InputPattern {
  readonly topic: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  readonly contentType?: string;
  readonly userProperties: readonly (readonly [key: string, value: string])[];
  readonly responseTopic?: string;
  readonly correlationData?: string | Uint8Array;
  readonly payload: string | Uint8Array;
}

/** `message` so that filling it in gives it back, or, of a template, what it is a template for. */
export function toPattern(message: InputMessage): InputPattern {
  const { topic, qos = 1, retain = false, userProperties, payload, isTemplate = false } = message;
  const { contentType, responseTopic, correlationData } = message;
  const text = (plain: string): string => (isTemplate ? plain : escapeBraces(plain));
  const bytes = (plain: Uint8Array): string | Uint8Array => (isTemplate && decodeUtf8(plain)) || plain;
  return {
    topic: text(topic),
    qos,
    retain,
    userProperties: userProperties.map(([key, value]) => [text(key), text(value)] as const),
    payload: bytes(payload),
    ...(contentType !== undefined && { contentType: text(contentType) }),
    ...(responseTopic !== undefined && { responseTopic: text(responseTopic) }),
    ...(correlationData !== undefined && { correlationData: bytes(correlationData) }),
  };
}

/** `text` so that it is not taken for a template. */
export function escapeBraces(text: string): string {
  return text.replaceAll('{{', '{{braces}}');
}
