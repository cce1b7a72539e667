// A payload as text that people read: JSON laid out, text, or bytes in rows. Knows no component.
import { formatJson } from '../../../src/base/formatJson.ts';
import { readText } from '../../../src/base/previewPayload.ts';
import { spaceHex } from '../../../src/base/shownBytes.ts';

export const payloadForms = ['json', 'text', 'hex'] as const;
export type PayloadForm = (typeof payloadForms)[number];

const BYTES_IN_ROW = 16;
const lenient = new TextDecoder();

export function fromBase64(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** The form that suits: JSON where it is JSON, text where it is text. A payload that is not whole is never JSON. */
export function formFor(bytes: Uint8Array, isWhole: boolean): PayloadForm {
  const text = readText(bytes, isWhole);
  // Characters that no text holds.
  if (text === undefined || /[\0-\x08\x0e-\x1f]/.test(text)) return 'hex';
  return isWhole && layOutJson(text) !== undefined ? 'json' : 'text';
}

/** The lines of a payload in `form`; as JSON what is none is text. */
export function linesOf(bytes: Uint8Array, form: PayloadForm): readonly string[] {
  if (form === 'hex') return hexRows(bytes);
  const text = lenient.decode(bytes);
  return ((form === 'json' ? layOutJson(text) : undefined) ?? text).split('\n');
}

/** JSON over several lines, every word of it as it was written: numbers too large for JavaScript, order and doubles of keys. */
function layOutJson(text: string): string | undefined {
  try {
    JSON.parse(text);
    return formatJson(text);
  } catch {
    // It is no JSON.
    return undefined;
  }
}

/** `00000010  7b 22 74 65 …  {"te…` */
function hexRows(bytes: Uint8Array): string[] {
  const rows: string[] = [];
  for (let start = 0; start < bytes.length; start += BYTES_IN_ROW) {
    const row = bytes.subarray(start, start + BYTES_IN_ROW);
    const hex = spaceHex(row);
    const text = Array.from(row, (byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join(
      '',
    );
    rows.push(`${start.toString(16).padStart(8, '0')}  ${hex.padEnd(BYTES_IN_ROW * 3 - 1)}  ${text}`);
  }
  return rows;
}
