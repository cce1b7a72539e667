// Reads the primitive encodings of WebAssembly binaries (core specification §5.2) with bounds checks. Knows nothing
// about sections. Every read past the end throws MalformedWasm, so hostile input cannot hang or over-read.

/**
 * The bytes are not what the WebAssembly binary format allows. `offset` is in bytes from the start of the file, if a place is to
 * blame.
 */
export class MalformedWasm extends Error {
  override readonly name = 'MalformedWasm';
  readonly offset: number | undefined;

  constructor(what: string, offset?: number) {
    super(offset === undefined ? what : `${what} at byte ${String(offset)}`);
    this.offset = offset;
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A cursor over `bytes[offset, end)`. */
export class WasmReader {
  readonly bytes: Uint8Array;
  offset: number;
  readonly end: number;

  constructor(bytes: Uint8Array, offset = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.offset = offset;
    this.end = end;
  }

  get isAtEnd(): boolean {
    return this.offset >= this.end;
  }

  byte(): number {
    const value = this.offset < this.end ? this.bytes[this.offset] : undefined;
    if (value === undefined) throw new MalformedWasm('unexpected end', this.offset);
    this.offset += 1;
    return value;
  }

  /** Unsigned LEB128 of at most 32 bits. */
  u32(): number {
    let result = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      result += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        if (result > 0xffff_ffff) break;
        return result;
      }
    }
    throw new MalformedWasm('number beyond 32 bits', this.offset);
  }

  /** Passes over a LEB128 number of either sign and at most 64 bits. */
  skipLeb(): void {
    for (let count = 0; count < 10; count += 1) if (this.byte() < 0x80) return;
    throw new MalformedWasm('number beyond 64 bits', this.offset);
  }

  skip(count: number): void {
    if (this.offset + count > this.end) throw new MalformedWasm('unexpected end', this.end);
    this.offset += count;
  }

  /** A length-prefixed UTF-8 name. */
  name(): string {
    const length = this.u32();
    const start = this.offset;
    this.skip(length);
    try {
      return utf8.decode(this.bytes.subarray(start, this.offset));
    } catch {
      // The decoder's own message says nothing about the place.
      throw new MalformedWasm('name is not UTF-8', start);
    }
  }
}

/** One section: `start` and `end` enclose its content, without id and size. */
export interface WasmSection {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** Lists the sections that follow the 8-byte preamble. Throws MalformedWasm when sizes do not add up. */
export function readSections(bytes: Uint8Array): WasmSection[] {
  const reader = new WasmReader(bytes, 8);
  const sections: WasmSection[] = [];
  while (!reader.isAtEnd) {
    const id = reader.byte();
    const size = reader.u32();
    const start = reader.offset;
    reader.skip(size);
    sections.push({ id, start, end: reader.offset });
  }
  return sections;
}

/** What the 8-byte preamble says: magic, version and layer (component model, Binary.md). */
export function readPreamble(bytes: Uint8Array): 'component' | 'core' | 'unknown' {
  const magic = [0x00, 0x61, 0x73, 0x6d];
  if (bytes.length < 8 || magic.some((byte, index) => bytes[index] !== byte)) return 'unknown';
  const [version, versionHigh, layer, layerHigh] = bytes.subarray(4, 8);
  if (versionHigh !== 0 || layerHigh !== 0) return 'unknown';
  if (layer === 1 && version === 0x0d) return 'component';
  return layer === 0 && version === 1 ? 'core' : 'unknown';
}
