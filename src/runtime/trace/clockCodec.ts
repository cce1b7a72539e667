// Hybrid logical clocks as bytes: exact, and five bytes long when they follow each other closely, as in a run.
// Writer and reader keep the same state and start anew with every chunk. Knows nothing about hops.
import type { HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import type { ByteReader } from './byteReader.ts';
import { writeSigned, writeUint32, writeVarint } from './byteWriter.ts';
import type { StringReader, StringWriter } from './stringTable.ts';

// The first byte: 0 repeats the clock before, else these bits.
const EXPLICIT = 1;
const SECS_WHOLE = 2;
const NANOS_WHOLE = 4;
const COUNTER_SHORT = 8;
const COUNTER_WHOLE = 16;
const NODE_ID = 32;

const NANOS_PER_MS = 1_000_000;
const MAX_DELTA = 0x3fff_ffff;

// A bigint's 64 bits are read as two words through shared memory: no arithmetic on bigints, nothing allocated.
const bigs = new BigUint64Array(2);
const words = new Uint32Array(bigs.buffer);

/** Writes clocks; at most 32 bytes each besides the node id. */
export class ClockWriter {
  readonly #names: StringWriter;
  #last: HybridLogicalClock | undefined;
  #secsLow = 0;
  #secsHigh = 0;
  #nodeId: string | undefined;

  constructor(names: StringWriter) {
    this.#names = names;
  }

  reset(): void {
    this.#last = undefined;
    this.#secsLow = 0;
    this.#secsHigh = 0;
    this.#nodeId = undefined;
  }

  write(bytes: Buffer, at: number, clock: HybridLogicalClock): number {
    if (clock === this.#last) {
      bytes[at] = 0;
      return at + 1;
    }
    this.#last = clock;
    bigs[0] = clock.secs;
    bigs[1] = clock.counter;
    let flags = EXPLICIT;
    let pos = at + 1;
    const low = words[0] ?? 0;
    const high = words[1] ?? 0;
    const delta = low - this.#secsLow;
    if (high === this.#secsHigh && delta < MAX_DELTA && delta > -MAX_DELTA)
      pos = writeSigned(bytes, pos, delta);
    else {
      flags |= SECS_WHOLE;
      pos = writeUint32(bytes, writeUint32(bytes, pos, low), high);
    }
    this.#secsLow = low;
    this.#secsHigh = high;
    const ms = (clock.nanos / NANOS_PER_MS) | 0;
    if (ms * NANOS_PER_MS === clock.nanos) pos = writeVarint(bytes, pos, ms);
    else {
      flags |= NANOS_WHOLE;
      pos = writeUint32(bytes, pos, clock.nanos);
    }
    const counterLow = words[2] ?? 0;
    const counterHigh = words[3] ?? 0;
    if (counterHigh !== 0) {
      flags |= COUNTER_WHOLE;
      pos = writeUint32(bytes, writeUint32(bytes, pos, counterLow), counterHigh);
    } else if (counterLow !== 0) {
      flags |= COUNTER_SHORT;
      pos = writeVarint(bytes, pos, counterLow);
    }
    if (clock.nodeId !== this.#nodeId) {
      flags |= NODE_ID;
      this.#nodeId = clock.nodeId;
      pos = this.#names.write(bytes, pos, clock.nodeId);
    }
    bytes[at] = flags;
    return pos;
  }
}

/** Reads what {@link ClockWriter} wrote. */
export class ClockReader {
  readonly #names: StringReader;
  #last: HybridLogicalClock = { secs: 0n, nanos: 0, counter: 0n, nodeId: '' };

  constructor(names: StringReader) {
    this.#names = names;
  }

  read(reader: ByteReader): HybridLogicalClock {
    const flags = reader.byte();
    if (flags === 0) return this.#last;
    const last = this.#last;
    const secs =
      (flags & SECS_WHOLE) !== 0
        ? readUint64(reader)
        : BigInt.asUintN(64, last.secs + BigInt(reader.signed()));
    const nanos = (flags & NANOS_WHOLE) !== 0 ? reader.uint32() : reader.varint() * NANOS_PER_MS;
    const counter =
      (flags & COUNTER_WHOLE) !== 0
        ? readUint64(reader)
        : (flags & COUNTER_SHORT) !== 0
          ? BigInt(reader.varint())
          : 0n;
    const nodeId = (flags & NODE_ID) !== 0 ? this.#names.read(reader) : last.nodeId;
    this.#last = { secs, nanos, counter, nodeId };
    return this.#last;
  }
}

function readUint64(reader: ByteReader): bigint {
  const low = reader.uint32();
  return BigInt(low) + (BigInt(reader.uint32()) << 32n);
}
