// A closed (or torn) binary trace: finds its frames without reading their bodies, and its older segments next to it.
// Everything that is not damaged stays readable. Knows nothing about searching.
import { closeSync, fstatSync, openSync } from 'node:fs';
import { AppError, describeError } from '../../base/errors.ts';
import { type TraceHeader, traceLevels, type NodeCounts } from '../../protocol/trace.ts';
import { binaryChunk } from './binaryChunk.ts';
import { checksum } from './checksum.ts';
import { extendRange, type FrameHeader, frameHeaderBytes, frameMagic, parseFrameHeader } from './frame.ts';
import {
  type ChunkPlace,
  readBlob,
  readChunkBytes,
  readOpenBytes,
  type TraceSegment,
} from './traceSegment.ts';
import type { TraceChunk, TraceStore } from './traceStore.ts';

const SCAN_BYTES = 1024 * 1024;

/** A recorded trace on disk. */
export class TraceFileStore implements TraceStore {
  readonly header: TraceHeader;
  readonly #counts: readonly NodeCounts[] | undefined;
  readonly #segments: readonly TraceSegment[];
  readonly #problems: AppError[] = [];
  readonly #chunks: readonly TraceChunk[];

  /** Opens the segment at `path` and the older ones beside it. Throws TRACE_UNREADABLE when nothing can be made of it. */
  constructor(path: string) {
    const newest = this.#index(path);
    this.header = newest.header;
    this.#counts = newest.counts;
    const segments = [newest.segment];
    for (let age = 1; age < newest.segment.sequence; age++) {
      const older = this.#indexOlder(olderPaths(path, age), newest, age);
      if (!older) break;
      segments.unshift(older.segment);
    }
    this.#segments = segments;
    this.#chunks = segments.flatMap((segment) => segment.chunks.map((place) => this.#chunk(segment, place)));
  }

  get problems(): readonly AppError[] {
    return this.#problems;
  }

  chunks(): readonly TraceChunk[] {
    return this.#chunks;
  }

  /** Undefined when the recording was not closed, for example because it was killed. */
  counts(): readonly NodeCounts[] | undefined {
    return this.#counts;
  }

  gone(): number {
    return this.#segments[0]?.hopsBefore ?? 0;
  }

  #chunk(segment: TraceSegment, place: ChunkPlace): TraceChunk {
    let damagedAt: number | undefined;
    return binaryChunk(place.range, {
      nodes: this.header.nodes,
      readBytes: () => {
        const joined = this.#attempt(segment.path, () => readChunkBytes(segment.path, place));
        damagedAt = joined?.damagedAt;
        return joined?.bytes ?? Buffer.alloc(0);
      },
      readBlob: (id) => this.#readBlob(id),
      reportLost: (count) => {
        const at = String(damagedAt ?? place.start);
        this.#report(
          `${segment.path}: damaged at byte ${at}; ${String(count)} hops are lost, the others can be read.`,
        );
      },
    });
  }

  #readBlob(id: number): Uint8Array | undefined {
    for (const segment of this.#segments) {
      const place = segment.blobs.get(id);
      if (!place) continue;
      const bytes = this.#attempt(segment.path, () => readBlob(segment.path, place));
      const at = String(place.start);
      if (!bytes)
        this.#report(
          `${segment.path}: damaged at byte ${at}; a payload of ${String(place.length)} bytes is lost.`,
        );
      return bytes;
    }
    return undefined;
  }

  #attempt<T>(path: string, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.#report(`${path}: cannot be read: ${describeError(error)}.`, error);
      return undefined;
    }
  }

  #report(message: string, cause?: unknown): void {
    if (this.#problems.some((problem) => problem.message === message)) return;
    this.#problems.push(new AppError('TRACE_UNREADABLE', message, { cause }));
  }

  #indexOlder(paths: readonly string[], newest: IndexedSegment, age: number): IndexedSegment | undefined {
    for (const path of paths) {
      try {
        const { segment, header, counts } = this.#index(path);
        const isSame = JSON.stringify(header) === JSON.stringify(newest.header);
        // A file of another recording may lie there.
        if (isSame && segment.sequence === newest.segment.sequence - age) return { segment, header, counts };
      } catch {
        // Deleted, or not a segment: its hops count as gone.
      }
    }
    return undefined;
  }

  #index(path: string): IndexedSegment {
    const file = openTrace(path);
    try {
      const size = fstatSync(file).size;
      const first = readFrame(file, 0);
      const info = first?.kind === 'file' ? parseInfo(readBody(file, first, 0)) : undefined;
      if (!first || !info) throw headerDamaged(path, file, size);
      const { header, sequence, hopsBefore } = info;
      const segment: TraceSegment = { path, sequence, hopsBefore, size, chunks: [], blobs: new Map() };
      const end = this.#walk(file, segment, frameHeaderBytes + first.bodyLength);
      return { segment, header, counts: end && parseCounts(end) };
    } finally {
      closeSync(file);
    }
  }

  /** Finds every frame from `start` on; returns the body of the end frame. */
  #walk(file: number, segment: TraceSegment, start: number): Buffer | undefined {
    let closing: Buffer | undefined;
    for (let at = start; at < segment.size;) {
      const header = readFrame(file, at);
      const end = at + frameHeaderBytes + (header?.bodyLength ?? 0);
      if (!header) {
        const next = findFrame(file, at + 1, segment.size);
        this.#reportHole(segment, at, next);
        at = next ?? segment.size;
        continue;
      }
      if (end > segment.size) this.#reportTorn(segment, at);
      if (header.kind === 'end') closing = readBody(file, header, at);
      else this.#place(segment, header, at, end);
      at = end;
    }
    return closing;
  }

  #place(segment: TraceSegment, header: FrameHeader, start: number, end: number): void {
    const { id, range } = header;
    const last = segment.chunks.at(-1);
    if (header.kind === 'chunk') segment.chunks.push({ id, range, start, end });
    else if (header.kind === 'blob') {
      const place = {
        start: start + frameHeaderBytes,
        length: header.bodyLength,
        checksum: header.bodyChecksum,
      };
      segment.blobs.set(id, place);
    } else if (header.kind === 'more' && last?.id === id && last.end === start) {
      extendRange(last.range, range);
      last.end = end;
    } else
      this.#report(
        `${segment.path}: ${String(range.count)} hops at byte ${String(start)} are lost with the damage before them.`,
      );
  }

  #reportHole(segment: TraceSegment, at: number, next: number | undefined): void {
    const until = next === undefined ? 'to the end' : `up to byte ${String(next)}`;
    const hops = segment.chunks.reduce((sum, place) => sum + place.range.count, 0);
    this.#report(
      `${segment.path}: damaged from byte ${String(at)} ${until}; the ${String(hops)} hops before can be read.`,
    );
  }

  #reportTorn(segment: TraceSegment, at: number): void {
    const hops = segment.chunks.reduce((sum, place) => sum + place.range.count, 0);
    this.#report(
      `${segment.path}: breaks off in the record at byte ${String(at)}; the ${String(hops)} hops before it can be read, ` +
        'and those in it that are whole. Was the run killed or the file cut?',
    );
  }
}

interface IndexedSegment {
  readonly segment: TraceSegment;
  readonly header: TraceHeader;
  readonly counts: readonly NodeCounts[] | undefined;
}

function openTrace(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw new AppError('TRACE_UNREADABLE', `${path}: cannot be opened: ${describeError(error)}.`, {
      cause: error,
    });
  }
}

function readFrame(file: number, at: number): FrameHeader | undefined {
  return parseFrameHeader(readOpenBytes(file, at, at + frameHeaderBytes));
}

/** A frame's body; empty when it is damaged. */
function readBody(file: number, header: FrameHeader, at: number): Buffer {
  const start = at + frameHeaderBytes;
  const body = readOpenBytes(file, start, Math.min(start + header.bodyLength, fstatSync(file).size));
  return body.length === header.bodyLength && checksum(body) === header.bodyChecksum ? body : Buffer.alloc(0);
}

/** Where the segment `age` rotations older than the one at `path` may lie; `path` itself may be an older one. */
function olderPaths(path: string, age: number): string[] {
  const rotated = /^(.+)\.(\d+)$/.exec(path);
  const paths = [`${path}.${String(age)}`];
  return rotated ? [...paths, `${rotated[1] ?? ''}.${String(Number(rotated[2]) + age)}`] : paths;
}

/** The next offset at or after `from` where a frame starts. */
function findFrame(file: number, from: number, size: number): number | undefined {
  for (let at = from; at < size;) {
    const bytes = readOpenBytes(file, at, Math.min(size, at + SCAN_BYTES));
    for (let index = bytes.indexOf(frameMagic); index >= 0; index = bytes.indexOf(frameMagic, index + 1)) {
      if (readFrame(file, at + index)) return at + index;
    }
    // The magic may lie across the edge.
    at += Math.max(1, bytes.length - frameMagic.length + 1);
  }
  return undefined;
}

function headerDamaged(path: string, file: number, size: number): AppError {
  let hops = 0;
  for (let at = findFrame(file, 0, size); at !== undefined; at = findFrame(file, at + 1, size)) {
    hops += readFrame(file, at)?.range.count ?? 0;
  }
  const message = `${path}: the header at byte 0 is damaged; ${String(hops)} hops behind it cannot be named.`;
  return new AppError('TRACE_UNREADABLE', message);
}

function parseInfo(body: Buffer): { header: TraceHeader; sequence: number; hopsBefore: number } | undefined {
  const info = parseJson(body);
  if (!isObject(info) || !isTraceHeader(info.header)) return undefined;
  const { header, sequence, hopsBefore } = info;
  return typeof sequence === 'number' && typeof hopsBefore === 'number'
    ? { header, sequence, hopsBefore }
    : undefined;
}

function parseCounts(body: Buffer): readonly NodeCounts[] | undefined {
  const closing = parseJson(body);
  // Written by ourselves behind a check sum; only its presence needs checking.
  return isObject(closing) && Array.isArray(closing.counts) ? (closing.counts as NodeCounts[]) : undefined;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // Damaged; the caller says so.
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Whether `value` is a header of a version we read. */
function isTraceHeader(value: unknown): value is TraceHeader {
  return (
    isObject(value) &&
    value.version === 1 &&
    typeof value.graph === 'string' &&
    traceLevels.some((level) => level === value.level) &&
    typeof value.startedMs === 'number' &&
    Array.isArray(value.nodes) &&
    value.nodes.every((node) => typeof node === 'string')
  );
}
