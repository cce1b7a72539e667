// A chunk of recorded bytes as the reader wants it. Knows nothing about where the bytes come from.
import type { HopRecord } from '../../protocol/trace.ts';
import type { HopRange } from './frame.ts';
import { RecordMaker } from './hopRecord.ts';
import { type DecodedHop, decodeChunk } from './traceDecoder.ts';
import type { HopSketch, ReadOptions, TraceChunk } from './traceStore.ts';

/** Where a chunk's bytes and everything it refers to come from. */
export interface BinarySource {
  readonly nodes: readonly string[];
  /** The chunk's bytes; empty when they cannot be read any more. */
  readBytes(): Uint8Array;
  readBlob(id: number): Uint8Array | undefined;
  /** Called when fewer hops could be read than `range` promises. */
  reportLost?(count: number): void;
}

/** Makes a chunk that decodes itself whenever it is read. */
export function binaryChunk(range: HopRange, source: BinarySource): TraceChunk {
  return { range, read: (wants, options) => readBinaryChunk(range, source, wants, options) };
}

function readBinaryChunk(
  range: HopRange,
  source: BinarySource,
  wants: (hop: HopSketch) => boolean,
  { maxPayloadBytes, limit, isFromEnd = false }: ReadOptions,
): HopRecord[] {
  const wanted: DecodedHop[] = [];
  let count = 0;
  const hasEnough = (): boolean => !isFromEnd && wanted.length >= limit;
  decodeChunk(source.readBytes(), (hop) => {
    count++;
    if (wants(hop)) wanted.push(hop);
    return !hasEnough();
  });
  if (count < range.count && !hasEnough()) source.reportLost?.(range.count - count);
  const { nodes } = source;
  const maker = new RecordMaker({ nodes, maxPayloadBytes, readBlob: (id) => source.readBlob(id) });
  // slice(-Infinity) is all of them.
  return (isFromEnd ? wanted.slice(-limit) : wanted.slice(0, limit)).map((hop) => maker.make(hop));
}
