// Strings as bytes, each written once per chunk and referred to by number after that; bounded, so that ever-new
// strings cost no memory. Writer and reader start anew with every chunk. Knows nothing about what the strings mean.
import type { ByteReader } from './byteReader.ts';
import { TornBytes } from './byteReader.ts';
import { writeVarint } from './byteWriter.ts';

// What stands before a string: 0 spelled out, 1 spelled out and numbered from now on, else its number + 2.
const SPELLED = 0;
const NUMBERED = 1;
const FIRST_NUMBER = 2;

const MAX_NUMBERED_LENGTH = 1024;
const SHORT = 64;

/** Bytes that must stay free behind every string: all the fixed-size fields that can follow before the next check. */
export const slackBytes = 512;

/** Thrown when a record does not fit into its chunk; the encoder catches it. */
export class ChunkFull extends Error {}

// One instance: a stack trace per full chunk is of no use to anybody.
const chunkFull = new ChunkFull('the chunk is full');

/** Checks that `length` bytes and {@link slackBytes} more fit at `at`; throws {@link ChunkFull}. */
export function ensureRoom(bytes: Uint8Array, at: number, length: number): void {
  if (at + length + slackBytes > bytes.length) throw chunkFull;
}

/** Writes strings; lone surrogates become U+FFFD. Throws {@link ChunkFull} where a string does not fit. */
export class StringWriter {
  readonly #maxEntries: number;
  readonly #numbers = new Map<string, number>();

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  reset(): void {
    this.#numbers.clear();
  }

  /** Writes `text` as a number when this chunk already holds it. */
  write(bytes: Buffer, at: number, text: string): number {
    ensureRoom(bytes, at, text.length * 3);
    const known = this.#numbers.get(text);
    if (known !== undefined) return writeVarint(bytes, at, known);
    const count = this.#numbers.size;
    const isNumbered = count < this.#maxEntries && text.length <= MAX_NUMBERED_LENGTH;
    if (isNumbered) this.#numbers.set(text, count + FIRST_NUMBER);
    bytes[at] = isNumbered ? NUMBERED : SPELLED;
    return writeText(bytes, at + 1, text);
  }
}

/** Writes length and UTF-8 bytes of `text`. Throws {@link ChunkFull} where it does not fit. */
export function writeText(bytes: Buffer, at: number, text: string): number {
  const length = text.length;
  ensureRoom(bytes, at, length * 3);
  if (length < SHORT) {
    // Short ASCII, which is nearly everything: a loop beats the call into native code.
    bytes[at] = length;
    let index = 0;
    for (; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code >= 0x80) break;
      bytes[at + 1 + index] = code;
    }
    if (index === length) return at + 1 + length;
  }
  const pos = writeVarint(bytes, at, Buffer.byteLength(text));
  return pos + bytes.write(text, pos);
}

/** Reads what {@link StringWriter} wrote. */
export class StringReader {
  readonly #texts: string[] = [];

  read(reader: ByteReader): string {
    const head = reader.varint();
    if (head >= FIRST_NUMBER) {
      const text = this.#texts[head - FIRST_NUMBER];
      if (text === undefined) throw new TornBytes('a string that was never written');
      return text;
    }
    const text = reader.text();
    if (head === NUMBERED) this.#texts.push(text);
    return text;
  }
}
