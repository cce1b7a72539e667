// Reading from one file of a spilled or closed trace: bytes at a place, the chunk in a stretch of frames, a blob.
// Knows nothing about how the places were found.
import { closeSync, openSync, readSync } from 'node:fs';
import { checksum } from './checksum.ts';
import { frameHeaderBytes, type HopRange, parseFrameHeader } from './frame.ts';

/** A chunk's frames, which lie next to each other: bytes `[start, end)` of a file. */
export interface ChunkPlace {
  readonly id: number;
  readonly range: HopRange;
  readonly start: number;
  end: number;
}

/** A blob's bytes: `[start, start + length)` of a file. */
export interface BlobPlace {
  readonly start: number;
  readonly length: number;
  readonly checksum: number;
}

/** One file. `path` changes when files are rotated. */
export interface TraceSegment {
  path: string;
  /** Counts from 1 over the whole recording. */
  readonly sequence: number;
  /** How many hops were recorded into earlier segments. */
  readonly hopsBefore: number;
  /** Bytes of whole frames. */
  size: number;
  readonly chunks: ChunkPlace[];
  readonly blobs: Map<number, BlobPlace>;
}

/** What a segment's first frame holds, as JSON. */
export interface SegmentInfo {
  readonly header: unknown;
  readonly sequence: number;
  readonly hopsBefore: number;
}

/** Bytes `[start, end)` of the file at `path`, fewer when it ends earlier. Throws system errors. */
export function readBytes(path: string, start: number, end: number): Buffer {
  const file = openSync(path, 'r');
  try {
    return readOpenBytes(file, start, end);
  } finally {
    closeSync(file);
  }
}

/** Like {@link readBytes} on an open file. */
export function readOpenBytes(file: number, start: number, end: number): Buffer {
  const bytes = Buffer.allocUnsafe(Math.max(0, end - start));
  let length = 0;
  while (length < bytes.length) {
    const count = readSync(file, bytes, length, bytes.length - length, start + length);
    if (count === 0) break;
    length += count;
  }
  return bytes.subarray(0, length);
}

/** A chunk's bytes put together from its frames, and where the first damaged frame starts, if one does. */
export interface JoinedChunk {
  readonly bytes: Buffer;
  /** Offset in the file. */
  readonly damagedAt: number | undefined;
}

/** Reads a chunk. A frame that the file's end cuts off counts as damaged, but its bytes are kept. Throws system errors. */
export function readChunkBytes(path: string, place: ChunkPlace): JoinedChunk {
  const region = readBytes(path, place.start, place.end);
  const bodies: Buffer[] = [];
  let damagedAt: number | undefined;
  for (let at = 0; at < region.length && damagedAt === undefined;) {
    const header = parseFrameHeader(region, at);
    const bodyAt = at + frameHeaderBytes;
    const end = bodyAt + (header?.bodyLength ?? 0);
    const isCut = header !== undefined && end > region.length;
    const isSound = header !== undefined && !isCut && checksum(region, bodyAt, end) === header.bodyChecksum;
    if (isSound || isCut) bodies.push(region.subarray(bodyAt, end));
    if (!isSound) damagedAt = place.start + at;
    at = end;
  }
  return { bytes: bodies.length === 1 && bodies[0] ? bodies[0] : Buffer.concat(bodies), damagedAt };
}

/** A blob's bytes; undefined when they are damaged or cut off. Throws system errors. */
export function readBlob(path: string, place: BlobPlace): Uint8Array | undefined {
  const bytes = readBytes(path, place.start, place.start + place.length);
  return bytes.length === place.length && checksum(bytes) === place.checksum ? bytes : undefined;
}
