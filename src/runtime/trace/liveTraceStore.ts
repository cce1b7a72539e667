// A trace while it is being recorded, and after: the files' chunks, then those in memory, then the one being written.
// Knows nothing about searching.
import { AppError, describeError } from '../../base/errors.ts';
import type { NodeCounts, TraceHeader } from '../../protocol/trace.ts';
import { type BinarySource, binaryChunk } from './binaryChunk.ts';
import type { TraceRecorder } from './traceRecorder.ts';
import type { HeldChunk } from './traceRing.ts';
import { type ChunkPlace, readBlob, readChunkBytes, type TraceSegment } from './traceSegment.ts';
import type { TraceChunk, TraceStore } from './traceStore.ts';

const MAX_PROBLEMS = 100;

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

  chunks(): readonly TraceChunk[] {
    const current = this.#recorder.currentChunk();
    const held = [...this.#recorder.ring.chunks(), ...(current ? [current] : [])];
    const firstHeld = held[0]?.id ?? Infinity;
    const spilled: TraceChunk[] = [];
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

  #heldChunk(chunk: HeldChunk): TraceChunk {
    return binaryChunk(
      chunk.range,
      this.#source(() => chunk.bytes),
    );
  }

  #spilledChunk(segment: TraceSegment, place: ChunkPlace): TraceChunk {
    const read = (): Uint8Array =>
      this.#attempt(segment, () => readChunkBytes(segment.path, place).bytes) ?? Buffer.alloc(0);
    return binaryChunk(place.range, {
      ...this.#source(read),
      reportLost: (count) => {
        this.#report(
          `${segment.path}: ${String(count)} hops at byte ${String(place.start)} cannot be read any more.`,
        );
      },
    });
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
