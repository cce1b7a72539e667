// Appends recorded chunks and blobs to a file and rotates it: `<path>` is the newest segment, `<path>.1` the one before.
// When writing fails it says so once and stops for good; recording goes on without it. Knows nothing about hops.
import * as nodeFileSystem from 'node:fs';
import { dirname } from 'node:path';
import { describeError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import type { TraceHeader } from '../../protocol/trace.ts';
import { extendRange, type FrameKind, frameHeader, frameHeaderBytes, type HopRange } from './frame.ts';
import type { SegmentInfo, TraceSegment } from './traceSegment.ts';

/** The part of `node:fs` that writing needs. */
export type SpillFileSystem = Pick<
  typeof nodeFileSystem,
  'mkdirSync' | 'openSync' | 'writeSync' | 'closeSync' | 'renameSync' | 'rmSync' | 'truncateSync'
>;

/** Where and how much to spill. */
export interface SpillOptions {
  /** The newest segment's file; an existing file is replaced. */
  readonly path: string;
  /** For all segments together; a chunk more may be written before the next segment starts. */
  readonly maxBytes: number;
  /** How many files share `maxBytes`, at least 2. Default 4. */
  readonly segments?: number;
  readonly fileSystem?: SpillFileSystem;
}

/** Writes frames; the owner calls `close`. Opens the file at once. */
export class TraceSpill {
  readonly #options: SpillOptions;
  readonly #header: TraceHeader;
  readonly #logger: Logger;
  readonly #files: SpillFileSystem;
  readonly #maxSegments: number;
  readonly #maxSegmentBytes: number;
  readonly #segments: TraceSegment[] = [];
  #file: number | undefined;
  #hops = 0;

  constructor(options: SpillOptions, header: TraceHeader, logger: Logger) {
    this.#options = options;
    this.#header = header;
    this.#logger = logger;
    this.#files = options.fileSystem ?? nodeFileSystem;
    this.#maxSegments = Math.max(2, options.segments ?? 4);
    this.#maxSegmentBytes = Math.floor(options.maxBytes / this.#maxSegments);
    this.#attempt(() => {
      this.#files.mkdirSync(dirname(options.path), { recursive: true });
      this.#startSegment();
    });
  }

  /** False once writing has failed or `close` was called. */
  get isActive(): boolean {
    return this.#file !== undefined;
  }

  /** Oldest first. */
  get segments(): readonly TraceSegment[] {
    return this.#segments;
  }

  hasBlob(id: number): boolean {
    return this.#segments.some((segment) => segment.blobs.has(id));
  }

  /** Writes a chunk's first bytes, or more of the chunk written last (`isFirst` false). `range`: the hops in `body`. */
  writeChunk(id: number, isFirst: boolean, body: Uint8Array, range: HopRange): void {
    this.#attempt(() => {
      if (isFirst) this.#makeRoom(body.length);
      const { segment, start } = this.#append(isFirst ? 'chunk' : 'more', id, body, range);
      const last = segment.chunks.at(-1);
      this.#hops += range.count;
      if (isFirst || !last) segment.chunks.push({ id, range: { ...range }, start, end: segment.size });
      else {
        extendRange(last.range, range);
        last.end = segment.size;
      }
    });
  }

  /** Writes a blob, unless it is larger than a segment. Must not come between two frames of a chunk. */
  writeBlob(id: number, body: Uint8Array): void {
    if (body.length + frameHeaderBytes > this.#maxSegmentBytes) return;
    this.#attempt(() => {
      this.#makeRoom(body.length);
      const { segment, start, header } = this.#append('blob', id, body);
      const place = {
        start: start + frameHeaderBytes,
        length: body.length,
        checksum: header.readUInt32LE(12),
      };
      segment.blobs.set(id, place);
    });
  }

  /** Marks the recording as whole and closes the file; what was written stays readable. */
  close(closing: unknown): void {
    this.#attempt(() => {
      this.#append('end', 0, Buffer.from(JSON.stringify(closing)));
      this.#closeFile();
    });
  }

  #attempt(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#giveUp(error);
    }
  }

  #giveUp(error: unknown): void {
    const { path } = this.#options;
    this.#logger.log(
      'warn',
      `The trace can no longer be written to ${path}: ${describeError(error)}. ` +
        'Recording goes on in memory; free space or choose another place before the next run.',
    );
    const segment = this.#segments.at(-1);
    try {
      this.#closeFile();
      // Cut off the half-written frame, so that the file ends well.
      if (segment) this.#files.truncateSync(segment.path, segment.size);
    } catch {
      // The file is lost already and has been reported; a reader copes with a torn end.
    }
  }

  #closeFile(): void {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) this.#files.closeSync(file);
  }

  /** Starts a new segment when `length` more bytes would make this one too large. */
  #makeRoom(length: number): void {
    const segment = this.#segments.at(-1);
    if (!this.isActive || !segment) return;
    const isUsed = segment.chunks.length > 0 || segment.blobs.size > 0;
    if (isUsed && segment.size + frameHeaderBytes + length > this.#maxSegmentBytes) {
      this.#closeFile();
      this.#shiftSegments();
      this.#startSegment();
    }
  }

  #shiftSegments(): void {
    if (this.#segments.length >= this.#maxSegments) {
      const oldest = this.#segments.shift();
      if (oldest) this.#files.rmSync(oldest.path, { force: true });
    }
    for (const [index, segment] of this.#segments.entries()) {
      const path = `${this.#options.path}.${String(this.#segments.length - index)}`;
      this.#files.renameSync(segment.path, path);
      segment.path = path;
    }
  }

  #startSegment(): void {
    const { path } = this.#options;
    const sequence = (this.#segments.at(-1)?.sequence ?? 0) + 1;
    // Payloads may be confidential: nobody else may read them.
    this.#file = this.#files.openSync(path, 'w', 0o600);
    const info: SegmentInfo = { header: this.#header, sequence, hopsBefore: this.#hops };
    this.#segments.push({ path, sequence, hopsBefore: this.#hops, size: 0, chunks: [], blobs: new Map() });
    this.#append('file', 0, Buffer.from(JSON.stringify(info)));
  }

  #append(kind: FrameKind, id: number, body: Uint8Array, range?: HopRange): Appended {
    const segment = this.#segments.at(-1);
    if (this.#file === undefined || !segment) throw new Error('the spill file is closed');
    const header = frameHeader(kind, id, body, range);
    const start = segment.size;
    this.#writeAll(this.#file, header);
    this.#writeAll(this.#file, body);
    segment.size = start + header.length + body.length;
    return { segment, start, header };
  }

  #writeAll(file: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length;) at += this.#files.writeSync(file, bytes, at, bytes.length - at);
  }
}

interface Appended {
  readonly segment: TraceSegment;
  /** Where the frame starts. */
  readonly start: number;
  readonly header: Buffer;
}
