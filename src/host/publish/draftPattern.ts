// A draft as the pattern that a run makes messages from, and as the first of those messages. Knows nothing about files and runs.
import { checkDraft, type MessageDraft, readHex } from '../../base/messageDraft.ts';
import { fillTemplate, parseTemplate, type TemplateSource } from '../../base/messageTemplate.ts';
import { showBytes, spaceHex } from '../../base/shownBytes.ts';
import type { MessagePattern } from '../../protocol/publishing.ts';
import type { MessagePreview } from '../../protocol/publishView.ts';

const MAX_PREVIEW = 4000;
const MAX_HEX_BYTES = 512;

/** Why `draft` cannot be published; undefined when it can. */
export function refuseDraft(draft: MessageDraft): string | undefined {
  return checkDraft(draft).find(({ severity }) => severity === 'error')?.message;
}

/** `fileBytes`: what is in the file of a draft whose payload is one. */
export function toPattern(draft: MessageDraft, fileBytes: Uint8Array | undefined): MessagePattern {
  const { topic, qos, retain, contentType, responseTopic, correlationData, userProperties } = draft;
  return {
    topic,
    qos,
    retain,
    userProperties,
    payload: payloadOf(draft, fileBytes),
    ...(contentType !== '' && { contentType }),
    ...(responseTopic !== '' && { responseTopic }),
    ...(correlationData !== '' && { correlationData: correlationOf(correlationData) }),
  };
}

/** Message number 0. */
export function previewPattern(pattern: MessagePattern, source: TemplateSource): MessagePreview {
  const fill = (text: string): string => fillTemplate(parseTemplate(text), 0, source);
  const payload =
    typeof pattern.payload === 'string' ? new TextEncoder().encode(fill(pattern.payload)) : pattern.payload;
  return {
    topic: fill(pattern.topic),
    userProperties: pattern.userProperties.map(([key, value]) => [fill(key), fill(value)] as const),
    payload: showPayload(payload),
    size: payload.length,
  };
}

function showPayload(payload: Uint8Array): string {
  const text = showBytes(payload, 4 * MAX_PREVIEW);
  if (!text.startsWith('hex:')) return text.slice(0, MAX_PREVIEW);
  return spaceHex(payload.subarray(0, MAX_HEX_BYTES));
}

function payloadOf({ payloadForm, payload }: MessageDraft, fileBytes?: Uint8Array): string | Uint8Array {
  if (payloadForm === 'hex') return readHex(payload) ?? new Uint8Array();
  if (payloadForm === 'file') return fileBytes ?? new Uint8Array();
  return payload;
}

function correlationOf(text: string): string | Uint8Array {
  return (text.startsWith('hex:') ? readHex(text.slice('hex:'.length)) : undefined) ?? text;
}
