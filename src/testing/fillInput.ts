// Fills in the placeholders of messages from files. Knows nothing about runs.
import { fillTemplate, parseTemplate, type TemplateSource } from '../base/messageTemplate.ts';
import { decodeUtf8 } from './base64.ts';
import type { InputMessage } from './inputMessages.ts';

/** Message number `seq`, from 0, as it is to be published. What is no template, or no text, stays as it is. */
export function fillInput(message: InputMessage, seq: number, source: TemplateSource): InputMessage {
  if (!message.isTemplate) return message;
  const fill = (text: string): string => fillTemplate(parseTemplate(text), seq, source);
  const fillBytes = (bytes: Uint8Array): Uint8Array => {
    const text = decodeUtf8(bytes);
    return text === undefined ? bytes : new TextEncoder().encode(fill(text));
  };
  const { contentType, responseTopic, correlationData, userProperties } = message;
  return {
    ...message,
    topic: fill(message.topic),
    payload: fillBytes(message.payload),
    userProperties: userProperties.map(([key, value]) => [fill(key), fill(value)] as const),
    ...(contentType !== undefined && { contentType: fill(contentType) }),
    ...(responseTopic !== undefined && { responseTopic: fill(responseTopic) }),
    ...(correlationData !== undefined && { correlationData: fillBytes(correlationData) }),
  };
}
