// Bytes in JSON without loss, readable where they are text. Knows nothing about what they mean.

/** The text itself where they are valid UTF-8, else base64. */
export type JsonBytes = string | { readonly base64: string };

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Arguments that one call takes for sure. */
const PART_LENGTH = 8192;

export function bytesToJson(bytes: Uint8Array): JsonBytes {
  try {
    return decoder.decode(bytes);
  } catch {
    // Not UTF-8: decoding is the test.
    return { base64: btoa(latin1Of(bytes)) };
  }
}

export function bytesFromJson(json: JsonBytes): Uint8Array {
  if (typeof json === 'string') return new TextEncoder().encode(json);
  return Uint8Array.from(atob(json.base64), (character) => character.charCodeAt(0));
}

export function isJsonBytes(value: unknown): value is JsonBytes {
  if (typeof value === 'string') return true;
  if (typeof value !== 'object' || value === null || !('base64' in value)) return false;
  return typeof value.base64 === 'string' && isBase64(value.base64);
}

function isBase64(text: string): boolean {
  try {
    atob(text);
    return true;
  } catch {
    return false;
  }
}

function latin1Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += PART_LENGTH)
    text += String.fromCharCode(...bytes.subarray(at, at + PART_LENGTH));
  return text;
}
