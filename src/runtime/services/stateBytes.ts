// Bytes as the state store needs them: as map keys and compared. Knows nothing about the store.

/** One character per byte, so that text order is byte order. */
export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** The bytes of a {@link latin1} text. */
export function bytesOfLatin1(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

/** Whether both hold the same bytes. */
export function areEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && Buffer.compare(left, right) === 0;
}

/** Index of the first of the sorted `texts` that is greater than `after`. */
export function firstIndexAfter(texts: readonly string[], after: string): number {
  let low = 0;
  let high = texts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((texts[middle] ?? '') <= after) low = middle + 1;
    else high = middle;
  }
  return low;
}
