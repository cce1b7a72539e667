// The begin of a payload as text, for people. Knows nothing about what it means.
import { toHex } from './shownBytes.ts';

const MAX_CHARACTERS = 120;
const MAX_HEX_BYTES = 16;
/** Four bytes are the longest character. */
const MAX_BYTES = 4 * MAX_CHARACTERS;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** At most 120 characters of text, or the first bytes as `hex:…` when it is none. */
export function previewPayload(payload: Uint8Array): string {
  const text = readText(payload);
  // Characters that no text holds.
  if (text === undefined || /[\0-\x08\x0e-\x1f]/.test(text))
    return `hex:${toHex(payload.subarray(0, MAX_HEX_BYTES))}`;
  const shown = text.slice(0, MAX_CHARACTERS);
  // Not half of a character.
  return /[\ud800-\udbff]$/.test(shown) ? shown.slice(0, -1) : shown;
}

function readText(payload: Uint8Array): string | undefined {
  const end = Math.min(payload.length, MAX_BYTES);
  // The cut may go through a character, which then begins at most three bytes before it.
  for (let cut = end; cut >= 0 && cut > end - 4; cut -= 1) {
    try {
      return decoder.decode(payload.subarray(0, cut));
    } catch {
      // No text, or not up to here.
      if (end === payload.length) return undefined;
    }
  }
  return undefined;
}
