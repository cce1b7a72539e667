// Writes numbers into preallocated bytes; every function takes a position and returns the one after what it wrote.
// The caller guarantees room. Knows nothing about hops.

const doubles = new Float64Array(1);
const doubleBytes = new Uint8Array(doubles.buffer);

/** The most bytes one number takes. */
export const maxNumberBytes = 9;

/** Writes a whole number 0 … 2^53-1, seven bits per byte, low bits first. */
export function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let pos = at;
  let rest = value;
  // Shifts work on 32 bits only.
  while (rest >= 0x8000_0000) {
    bytes[pos++] = (rest % 128) | 0x80;
    rest = Math.floor(rest / 128);
  }
  while (rest >= 0x80) {
    bytes[pos++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[pos++] = rest;
  return pos;
}

/** Writes a whole number whose magnitude is below 2^52; small magnitudes take few bytes. */
export function writeSigned(bytes: Uint8Array, at: number, value: number): number {
  return writeVarint(bytes, at, value >= 0 ? value * 2 : -value * 2 - 1);
}

/** Writes 32 bits, low byte first. */
export function writeUint32(bytes: Uint8Array, at: number, value: number): number {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
  return at + 4;
}

/** Writes any number exactly, NaN included. */
export function writeDouble(bytes: Uint8Array, at: number, value: number): number {
  doubles[0] = value;
  for (let index = 0; index < 8; index++) bytes[at + index] = doubleBytes[index] ?? 0;
  return at + 8;
}
