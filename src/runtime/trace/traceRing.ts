// The newest part of a trace in memory: whole chunks and blobs, the oldest thrown out when the limit is reached.
// Chunk memory is used again, so that hours of recording allocate nothing. Knows nothing about files.
import type { HopRange } from './frame.ts';
import { chunkBytes } from './traceFormat.ts';

/** A finished chunk. */
export interface HeldChunk {
  readonly id: number;
  readonly range: HopRange;
  /** Exactly the chunk's bytes; gone as soon as the next hop is recorded. */
  readonly bytes: Buffer;
}

interface Entry {
  /** The whole allocation. */
  readonly memory: Uint8Array;
  readonly chunk: HeldChunk | undefined;
  readonly blobId: number;
}

/** Holds at most `maxBytes`, the chunk being written included. */
export class TraceRing {
  readonly #maxBytes: number;
  readonly #entries: Entry[] = [];
  readonly #blobs = new Map<number, Uint8Array>();
  #heldBytes = 0;
  #spare: Buffer | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes held, besides the chunk being written. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Memory for a chunk; its content is undefined. */
  takeMemory(size: number): Buffer {
    const spare = this.#spare;
    if (size !== chunkBytes || !spare) return Buffer.allocUnsafeSlow(size);
    this.#spare = undefined;
    return spare;
  }

  /** Keeps the first `used` bytes of `memory`, which now belongs to the ring. */
  addChunk(id: number, range: HopRange, memory: Buffer, used: number): void {
    let kept = memory;
    if (used < memory.length / 2) {
      // Sealed early: keep what is in it and use the memory again.
      kept = Buffer.allocUnsafeSlow(used);
      memory.copy(kept, 0, 0, used);
      this.#giveBack(memory);
    }
    this.#add({ memory: kept, chunk: { id, range, bytes: kept.subarray(0, used) }, blobId: 0 });
  }

  /** Keeps `bytes` themselves, without a copy. */
  addBlob(id: number, bytes: Uint8Array): void {
    this.#blobs.set(id, bytes);
    this.#add({ memory: bytes, chunk: undefined, blobId: id });
  }

  blob(id: number): Uint8Array | undefined {
    return this.#blobs.get(id);
  }

  /** Oldest first. */
  chunks(): HeldChunk[] {
    return this.#entries.flatMap((entry) => (entry.chunk ? [entry.chunk] : []));
  }

  #add(entry: Entry): void {
    this.#entries.push(entry);
    this.#heldBytes += entry.memory.length;
    while (this.#heldBytes + chunkBytes > this.#maxBytes) {
      const oldest = this.#entries.shift();
      if (!oldest) return;
      this.#heldBytes -= oldest.memory.length;
      if (oldest.blobId !== 0) this.#blobs.delete(oldest.blobId);
      if (oldest.chunk && Buffer.isBuffer(oldest.memory)) this.#giveBack(oldest.memory);
    }
  }

  #giveBack(memory: Buffer): void {
    if (memory.length === chunkBytes) this.#spare = memory;
  }
}
