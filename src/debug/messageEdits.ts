// From what a person typed for a part of a message to the change it means. Only the part that was changed is written anew; all
// other bytes of a payload stay. Knows nothing about variables or the client.
import { AppError } from '../base/errors.ts';
import { readShownBytes } from '../base/shownBytes.ts';
import { findNearest } from '../graph/didYouMean.ts';
import type { MessageEdit } from '../protocol/debugging.ts';
import type { UserProperty } from '../protocol/message.ts';
import type { TracedMessage } from '../protocol/trace.ts';
import { JsonText, type JsonValue } from './jsonText.ts';

/** Parts of a message as expressions name them. */
export const messageParts = ['topic', 'payload', 'contentType', 'properties', 'timestamp'] as const;

/** `payload.temperature["value"]` as `['payload', 'temperature', 'value']`; undefined when it is no such path. */
export function readPath(expression: string): string[] | undefined {
  const path: string[] = [];
  const part = /\s*(?:(?:^|(?<!^\s*)\.)\s*([A-Za-z_]\w*)|\[\s*(?:(\d+)|("(?:[^"\\]|\\.)*"))\s*\])\s*/y;
  while (part.lastIndex < expression.length) {
    const found = part.exec(expression);
    if (!found) return undefined;
    const [, name, index, quoted] = found;
    path.push(name ?? index ?? String(JSON.parse(quoted ?? '""')));
  }
  return path.length > 0 ? path : undefined;
}

/** Errors: MESSAGE_EDIT_INVALID. */
export function editMessage(message: TracedMessage, path: readonly string[], text: string): MessageEdit {
  const [part, ...rest] = path;
  if (part === 'payload') return { payload: editPayload(message, rest, text) };
  if (part === 'properties' && rest.length === 1)
    return { userProperties: editProperties(message.userProperties, rest[0] ?? '', unquote(text)) };
  if (rest.length === 0) {
    if (part === 'topic') return { topic: unquote(text) };
    if (part === 'contentType') return { contentType: unquote(text) };
    if (part === 'timestamp') return { timestamp: unquote(text) };
  }
  const isKnown = messageParts.some((known) => known === part);
  const meant = isKnown || rest.length > 0 ? undefined : findNearest(part ?? '', messageParts);
  throw refuse(
    `"${path.join('.')}" is no part of a message that can be changed. ${
      meant === undefined
        ? 'There are topic, payload, contentType, properties["key"] and timestamp.'
        : `Did you mean "${meant}"?`
    }`,
  );
}

/** The payload as text; undefined when it is not UTF-8 or was not recorded. */
export function payloadText({ payload }: TracedMessage): string | undefined {
  if (!payload) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload);
  } catch {
    return undefined; // It is no text.
  }
}

function editPayload(message: TracedMessage, path: readonly string[], text: string): Uint8Array {
  if (path.length === 0) return readBytes(text);
  const json = JsonText.read(payloadText(message) ?? '');
  if (!json) throw refuse('The payload is not JSON, so it has no parts. Change all of it.');
  const place = json.find(path);
  if (!place) throw refuse(`The payload has no "${path.join('.')}".`);
  return new TextEncoder().encode(json.exchange(place, readJson(place, text)));
}

// Bytes that are no text are shown, and typed, as digits.
function readBytes(text: string): Uint8Array {
  const bytes = readShownBytes(text.startsWith('hex:') ? text.replace(/\s/g, '') : text);
  if (bytes) return bytes;
  throw refuse('Behind "hex:" stand pairs of the digits 0-9 and a-f.');
}

// A text may be typed without its quotes where a text stood before.
function readJson(place: JsonValue, text: string): string {
  const typed = text.trim();
  if (JsonText.read(typed)) return typed;
  if (place.kind === 'string') return JSON.stringify(text);
  throw refuse(`${typed} is not JSON. Texts need double quotes here.`);
}

function editProperties(properties: readonly UserProperty[], key: string, value: string): UserProperty[] {
  // Of several with one key the last counts, as in expressions.
  const index = properties.findLastIndex(([name]) => name === key);
  return index < 0
    ? [...properties, [key, value]]
    : properties.map((property, at) => (at === index ? [key, value] : property));
}

function unquote(text: string): string {
  if (!/^\s*".*"\s*$/s.test(text)) return text;
  try {
    return String(JSON.parse(text));
  } catch {
    return text; // The quotes are meant.
  }
}

function refuse(message: string): AppError {
  return new AppError('MESSAGE_EDIT_INVALID', message);
}
