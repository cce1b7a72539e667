// Bytes to base64 and to text, without Node. Knows nothing about messages.

/** Most bytes turned into arguments of one call. */
const CHUNK = 8192;

/** The standard alphabet, with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += CHUNK)
    parts.push(String.fromCharCode(...bytes.subarray(start, start + CHUNK)));
  return btoa(parts.join(''));
}

/** The bytes of `text`, or undefined when it is not base64. White space is allowed. */
export function decodeBase64(text: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    // atob's only error: the text is not base64.
    return undefined;
  }
}

/** The text whose UTF-8 form is exactly `bytes`; undefined when there is none. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // The decoder's only error: the bytes are not UTF-8.
    return undefined;
  }
}
