// The begin of a payload as text, for people. Knows nothing about what it means.
import { toHex } from './shownBytes.ts';

const MAX_CHARACTERS = 120;
const MAX_HEX_BYTES = 16;
/** Four bytes are the longest character. */
const MAX_BYTES = 4 * MAX_CHARACTERS;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** At most 120 characters of text, or the first bytes as `hex:…` when it is none. */
export function previewPayload(payload: Uint8Array): string {
  const text = readText(payload.subarray(0, MAX_BYTES), payload.length <= MAX_BYTES);
  // Characters that no text holds.
  if (text === undefined || /[\0-\x08\x0e-\x1f]/.test(text))
    return `hex:${toHex(payload.subarray(0, MAX_HEX_BYTES))}`;
  const shown = text.slice(0, MAX_CHARACTERS);
  // Not half of a character.
  return /[\ud800-\udbff]$/.test(shown) ? shown.slice(0, -1) : shown;
}

/** The bytes as text; undefined when they are none. Unless they are whole, the cut may go through a character, which is left out. */
export function readText(bytes: Uint8Array, isWhole: boolean): string | undefined {
  const end = bytes.length;
  // A character that was cut begins at most three bytes before the cut.
  for (let cut = end; cut >= 0 && cut > end - 4; cut -= 1) {
    try {
      return decoder.decode(bytes.subarray(0, cut));
    } catch {
      // No text, or not up to here.
      if (isWhole) return undefined;
    }
  }
  return undefined;
}
