// Bytes as people read and write them: text, or `hex:…` for what is no text. Knows nothing about what they mean.

const HEX = 'hex:';
const digitsOf = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Two digits for each byte. */
export function toHex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += digitsOf[byte] ?? '';
  return text;
}

/** The same, with a space between bytes. */
export function spaceHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => digitsOf[byte]).join(' ');
}

/** The bytes that pairs of digits stand for; undefined when there is anything else. */
export function readDigits(digits: string): Uint8Array | undefined {
  if (!/^(?:[0-9a-f]{2})*$/i.test(digits)) return undefined;
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** What is longer than `maxBytes` bytes is cut off. Text that begins with `hex:` itself is shown as bytes. */
export function showBytes(bytes: Uint8Array, maxBytes?: number): string {
  const shown = bytes.subarray(0, maxBytes);
  const text = decode(shown, shown.length === bytes.length);
  return text === undefined || text.startsWith(HEX) ? `${HEX}${toHex(shown)}` : text;
}

function decode(bytes: Uint8Array, isWhole: boolean): string | undefined {
  try {
    // A cut through the middle of a character is no mistake of the text.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: !isWhole });
  } catch {
    return undefined; // Not text.
  }
}

/** The bytes of what {@link showBytes} shows whole; undefined when `hex:` is followed by something else than pairs of digits. */
export function readShownBytes(text: string): Uint8Array | undefined {
  if (!text.startsWith(HEX)) return new TextEncoder().encode(text);
  return readDigits(text.slice(HEX.length));
}
