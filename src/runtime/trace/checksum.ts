// The check sum of trace files: XXH32 with seed 0, as specified in xxHash's "XXH32 algorithm description". Chosen over
// CRC-32 because it costs next to nothing in JavaScript. Knows nothing about what it sums.

const PRIME_1 = 0x9e3779b1 | 0;
const PRIME_2 = 0x85ebca77 | 0;
const PRIME_3 = 0xc2b2ae3d | 0;
const PRIME_4 = 0x27d4eb2f | 0;
const PRIME_5 = 0x165667b1 | 0;

/** The check sum of `bytes[from, to)`, an unsigned 32-bit number. */
export function checksum(bytes: Uint8Array, from = 0, to: number = bytes.length): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset + from, to - from);
  const length = to - from;
  let pos = 0;
  let hash = PRIME_5;
  if (length >= 16) {
    let a = (PRIME_1 + PRIME_2) | 0;
    let b = PRIME_2;
    let c = 0;
    let d = -PRIME_1 | 0;
    for (; pos <= length - 16; pos += 16) {
      a = round(a, view.getInt32(pos, true));
      b = round(b, view.getInt32(pos + 4, true));
      c = round(c, view.getInt32(pos + 8, true));
      d = round(d, view.getInt32(pos + 12, true));
    }
    hash = (rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18)) | 0;
  }
  return finish(view, pos, (hash + length) | 0);
}

function finish(view: DataView, at: number, start: number): number {
  let hash = start;
  let pos = at;
  for (; pos + 4 <= view.byteLength; pos += 4) {
    hash = Math.imul(rotate((hash + Math.imul(view.getInt32(pos, true), PRIME_3)) | 0, 17), PRIME_4);
  }
  for (; pos < view.byteLength; pos++) {
    hash = Math.imul(rotate((hash + Math.imul(view.getUint8(pos), PRIME_5)) | 0, 11), PRIME_1);
  }
  hash = Math.imul(hash ^ (hash >>> 15), PRIME_2);
  hash = Math.imul(hash ^ (hash >>> 13), PRIME_3);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function round(lane: number, word: number): number {
  return Math.imul(rotate((lane + Math.imul(word, PRIME_2)) | 0, 13), PRIME_1);
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
