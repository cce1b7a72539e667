// Reads what byteWriter.ts wrote and never past the end: bytes may come from a damaged file. Knows nothing about hops.

/** The bytes end or make no sense here; what was read before is sound. Never leaves the trace folder. */
export class TornBytes extends Error {}

const doubles = new Float64Array(1);
const doubleBytes = new Uint8Array(doubles.buffer);
const textDecoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A position moving over bytes. Every method throws {@link TornBytes} where the bytes end. */
export class ByteReader {
  readonly bytes: Uint8Array;
  pos = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.pos >= this.bytes.length;
  }

  byte(): number {
    const value = this.bytes[this.pos];
    if (value === undefined) throw new TornBytes('the bytes end');
    this.pos++;
    return value;
  }

  varint(): number {
    let value = 0;
    let factor = 1;
    for (let count = 0; count < 8; count++) {
      const next = this.byte();
      value += (next & 0x7f) * factor;
      if (next < 0x80) return value;
      factor *= 128;
    }
    throw new TornBytes('a number without end');
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  uint32(): number {
    return this.byte() + this.byte() * 0x100 + this.byte() * 0x1_0000 + this.byte() * 0x100_0000;
  }

  double(): number {
    for (let index = 0; index < 8; index++) doubleBytes[index] = this.byte();
    return doubles[0] ?? 0;
  }

  /** A view of the next `length` bytes, not a copy. */
  view(length: number): Uint8Array {
    const end = this.pos + length;
    if (end > this.bytes.length) throw new TornBytes('the bytes end');
    const view = this.bytes.subarray(this.pos, end);
    this.pos = end;
    return view;
  }

  text(): string {
    return textDecoder.decode(this.view(this.varint()));
  }

  /** How many items follow; each takes at least one byte, so a damaged count cannot ask for endless work. */
  count(): number {
    const value = this.varint();
    if (value > this.bytes.length - this.pos) throw new TornBytes('more items than bytes');
    return value;
  }
}
