// A trace while it is being recorded, and after: the files' chunks, then those in memory, then the one being written.
// Knows nothing about searching.
import { AppError, describeError } from '../../base/errors.ts';
import type { NodeCounts, TraceHeader } from '../../protocol/trace.ts';
import { type BinarySource, binaryChunk } from './binaryChunk.ts';
import type { HopRange } from './frame.ts';
import { type DecodedHop, decodeChunk } from './traceDecoder.ts';
import type { TraceRecorder } from './traceRecorder.ts';
import type { HeldChunk } from './traceRing.ts';
import { type ChunkPlace, readBlob, readChunkBytes, type TraceSegment } from './traceSegment.ts';
import type { TraceChunk, TraceStore } from './traceStore.ts';

const MAX_PROBLEMS = 100;

/** One hop, and the payload that came in with it. */
export interface FoundHop {
  readonly hop: DecodedHop;
  /** The caller's; undefined when it was not recorded, or is no longer held. */
  readonly payload: Uint8Array | undefined;
}

interface ChunkSource {
  readonly range: HopRange;
  readonly source: BinarySource;
}

/** Reads what `recorder` holds at the moment. */
export class LiveTraceStore implements TraceStore {
  readonly header: TraceHeader;
  readonly #recorder: TraceRecorder;
  readonly #problems: AppError[] = [];

  constructor(recorder: TraceRecorder) {
    this.header = recorder.header;
    this.#recorder = recorder;
  }

  get problems(): readonly AppError[] {
    return this.#problems;
  }

  /** Number of the last hop that was handed over; 0 at the start. */
  get lastHop(): number {
    return this.#recorder.hops;
  }

  chunks(): readonly TraceChunk[] {
    return this.#places().map(({ range, source }) => binaryChunk(range, source));
  }

  /** One hop with everything that was recorded of it; undefined when it was not, or is no longer held. */
  find(number: number): FoundHop | undefined {
    const place = this.#places().find(({ range }) => range.firstHop <= number && range.lastHop >= number);
    let hop: DecodedHop | undefined;
    if (place)
      decodeChunk(place.source.readBytes(), (each) => {
        if (each.hop === number) hop = each;
        return each.hop < number;
      });
    if (!hop) return undefined;
    const { bytes, blobId } = hop.input?.payload ?? {};
    const payload = bytes ?? (blobId === undefined ? undefined : this.#readBlob(blobId));
    // The chunk's memory is used again once its hops have been evicted.
    return { hop, payload: payload && new Uint8Array(payload) };
  }

  #places(): readonly ChunkSource[] {
    const current = this.#recorder.currentChunk();
    const held = [...this.#recorder.ring.chunks(), ...(current ? [current] : [])];
    const firstHeld = held[0]?.id ?? Infinity;
    const spilled: ChunkSource[] = [];
    for (const segment of this.#recorder.spill?.segments ?? []) {
      for (const place of segment.chunks) {
        if (place.id < firstHeld) spilled.push(this.#spilledChunk(segment, place));
      }
    }
    return [...spilled, ...held.map((chunk) => this.#heldChunk(chunk))];
  }

  counts(): readonly NodeCounts[] {
    return this.#recorder.counts();
  }

  gone(): number {
    return this.#recorder.keptHops - this.chunks().reduce((sum, chunk) => sum + chunk.range.count, 0);
  }

  #heldChunk({ range, bytes }: HeldChunk): ChunkSource {
    return { range, source: this.#source(() => bytes) };
  }

  #spilledChunk(segment: TraceSegment, place: ChunkPlace): ChunkSource {
    const read = (): Uint8Array =>
      this.#attempt(segment, () => readChunkBytes(segment.path, place).bytes) ?? Buffer.alloc(0);
    const reportLost = (count: number): void =>
      this.#report(
        `${segment.path}: ${String(count)} hops at byte ${String(place.start)} cannot be read any more.`,
      );
    return { range: place.range, source: { ...this.#source(read), reportLost } };
  }

  #source(read: () => Uint8Array): BinarySource {
    return { nodes: this.header.nodes, readBytes: read, readBlob: (id) => this.#readBlob(id) };
  }

  #readBlob(id: number): Uint8Array | undefined {
    const held = this.#recorder.ring.blob(id);
    if (held) return held;
    for (const segment of this.#recorder.spill?.segments ?? []) {
      const place = segment.blobs.get(id);
      if (place) return this.#attempt(segment, () => readBlob(segment.path, place));
    }
    return undefined;
  }

  #attempt<T>(segment: TraceSegment, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.#report(`${segment.path}: the trace's file cannot be read: ${describeError(error)}.`, error);
      return undefined;
    }
  }

  #report(message: string, cause?: unknown): void {
    const isNew =
      this.#problems.length < MAX_PROBLEMS && !this.#problems.some((problem) => problem.message === message);
    if (isNew) this.#problems.push(new AppError('TRACE_UNREADABLE', message, { cause }));
  }
}
