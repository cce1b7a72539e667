// The part of RESP3 that the state store protocol uses: reads a request (an array of blob strings), writes replies and notices.
// Whatever bytes come in, reading ends and throws nothing. Source: the Redis specification of RESP3. Knows no commands.
import { joinBytes } from '../../base/joinBytes.ts';

/** The strings of one request. */
export interface BlobStrings {
  /** How many the request has. */
  readonly count: number;
  /** The first of them, as views of the request. */
  readonly first: readonly Uint8Array[];
}

const [CR, LF, ZERO, NINE] = [0x0d, 0x0a, 0x30, 0x39];
const [ARRAY, BLOB] = [0x2a, 0x24];
/** What any packet of MQTT can hold has fewer. */
const MAX_LENGTH_DIGITS = 10;

const encoder = new TextEncoder();

/**
 * Reads `*<count>`, then for each string `$<bytes>` and the bytes, every part ended by CR LF. Undefined for anything else: another type,
 * a length that is not the true one, something missing at the end or left over. At most `keep` strings are kept; the others are
 * only checked, so that a request with millions of them takes no memory.
 */
export function readBlobStrings(bytes: Uint8Array, keep: number): BlobStrings | undefined {
  const head = readLength(bytes, 0, ARRAY);
  if (!head) return undefined;
  const first: Uint8Array[] = [];
  let at = head.end;
  for (let index = 0; index < head.value; index += 1) {
    const length = readLength(bytes, at, BLOB);
    if (!length) return undefined;
    const end = length.end + length.value;
    if (bytes[end] !== CR || bytes[end + 1] !== LF) return undefined;
    if (index < keep) first.push(bytes.subarray(length.end, end));
    at = end + 2;
  }
  return at === bytes.length ? { count: head.value, first } : undefined;
}

/** An array of blob strings. */
export function writeBlobStrings(strings: readonly Uint8Array[]): Uint8Array {
  return joinBytes([encoder.encode(`*${String(strings.length)}\r\n`), ...strings.flatMap(blobParts)]);
}

/** A blob string. */
export function writeBlobString(bytes: Uint8Array): Uint8Array {
  return joinBytes(blobParts(bytes));
}

/** One of the types that fit in a line: `+OK`, `:1`, `-ERR …`, `$-1`. */
export function writeLine(text: string): Uint8Array {
  return encoder.encode(`${text}\r\n`);
}

/** `<type><digits>` CR LF at `start`: the number and where it ends. */
function readLength(
  bytes: Uint8Array,
  start: number,
  type: number,
): { readonly value: number; readonly end: number } | undefined {
  if (bytes[start] !== type) return undefined;
  let value = 0;
  let at = start + 1;
  for (; at - start <= MAX_LENGTH_DIGITS; at += 1) {
    const digit = bytes[at];
    if (digit === undefined || digit < ZERO || digit > NINE) break;
    value = value * 10 + digit - ZERO;
  }
  const hasDigits = at > start + 1;
  return hasDigits && bytes[at] === CR && bytes[at + 1] === LF ? { value, end: at + 2 } : undefined;
}

function blobParts(bytes: Uint8Array): Uint8Array[] {
  return [encoder.encode(`$${String(bytes.length)}\r\n`), bytes, encoder.encode('\r\n')];
}
