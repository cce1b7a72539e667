// A payload as text that people read: JSON laid out, text, or bytes in rows. Knows no component.

export const payloadForms = ['json', 'text', 'hex'] as const;
export type PayloadForm = (typeof payloadForms)[number];

const BYTES_IN_ROW = 16;
const strict = new TextDecoder('utf-8', { fatal: true });
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
  } catch {
    // It is no JSON.
    return undefined;
  }
  const words = text.match(jsonWords) ?? [];
  let depth = 0;
  let before = '';
  const parts = words.map((word) => {
    const isClosing = word === '}' || word === ']';
    if (isClosing) depth -= 1;
    const isEmpty = isClosing && isOpening(before);
    const startsLine = (isOpening(before) || before === ',' || isClosing) && !isEmpty;
    if (isOpening(word)) depth += 1;
    const indent = '  '.repeat(isOpening(word) ? depth - 1 : depth);
    const space = before === ':' ? ' ' : '';
    before = word;
    return startsLine ? `\n${indent}${word}` : `${space}${word}`;
  });
  return parts.join('');
}

const jsonWords = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

function isOpening(word: string): boolean {
  return word === '{' || word === '[';
}

function readText(bytes: Uint8Array, isWhole: boolean): string | undefined {
  // The cut may go through a character, which then begins at most three bytes before it.
  for (let cut = bytes.length; cut >= Math.max(0, bytes.length - 3); cut -= 1) {
    try {
      return strict.decode(bytes.subarray(0, cut));
    } catch {
      // No text, or not up to here.
      if (isWhole) return undefined;
    }
  }
  return undefined;
}

/** `00000010  7b 22 74 65 …  {"te…` */
function hexRows(bytes: Uint8Array): string[] {
  const rows: string[] = [];
  for (let start = 0; start < bytes.length; start += BYTES_IN_ROW) {
    const row = [...bytes.subarray(start, start + BYTES_IN_ROW)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = row.map((byte) => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.')).join('');
    rows.push(`${start.toString(16).padStart(8, '0')}  ${hex.padEnd(BYTES_IN_ROW * 3 - 1)}  ${text}`);
  }
  return rows;
}
