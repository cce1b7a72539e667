// The frames a trace file consists of: 64 bytes of header, then a body, both with check sums, so that a torn or
// damaged place is found and everything else still reads. Only ever appended. Knows nothing about the bodies.
import { checksum } from './checksum.ts';

/** `file` opens a segment (body: JSON), `chunk` starts a chunk, `more` continues it, `blob` is a payload, `end` (JSON). */
export const frameKinds = ['file', 'chunk', 'more', 'blob', 'end'] as const;
export type FrameKind = (typeof frameKinds)[number];

/** The bytes every frame starts with. */
export const frameMagic: Buffer = Buffer.from('DfgT', 'latin1');

/** Size of a frame's header in bytes. */
export const frameHeaderBytes = 64;

const VERSION = 1;

/** What a chunk's frame says about the hops in it; `first`/`last` by hop number, inclusive. */
export interface HopRange {
  firstHop: number;
  lastHop: number;
  minMessage: number;
  maxMessage: number;
  /** How many hops. */
  count: number;
  /** Whether any of them has parents. */
  hasParents: boolean;
}

/** A frame's header. `id`: the chunk's or blob's number; 0 for `file` and `end`. `range` is that of this frame alone. */
export interface FrameHeader {
  readonly kind: FrameKind;
  readonly id: number;
  readonly bodyLength: number;
  readonly bodyChecksum: number;
  readonly range: HopRange;
}

/** A range with nothing in it, ready to grow. */
export function emptyRange(): HopRange {
  return { firstHop: 0, lastHop: 0, minMessage: Infinity, maxMessage: 0, count: 0, hasParents: false };
}

/** Makes `range` cover `other` too, which comes after it. */
export function extendRange(range: HopRange, other: HopRange): void {
  if (other.count === 0) return;
  if (range.count === 0) range.firstHop = other.firstHop;
  range.lastHop = other.lastHop;
  range.minMessage = Math.min(range.minMessage, other.minMessage);
  range.maxMessage = Math.max(range.maxMessage, other.maxMessage);
  range.count += other.count;
  range.hasParents ||= other.hasParents;
}

/** The header for a frame around `body`. */
export function frameHeader(
  kind: FrameKind,
  id: number,
  body: Uint8Array,
  range: HopRange = emptyRange(),
): Buffer {
  const header = Buffer.alloc(frameHeaderBytes);
  frameMagic.copy(header);
  header[4] = frameKinds.indexOf(kind);
  header[5] = VERSION;
  header[6] = range.hasParents ? 1 : 0;
  header.writeUInt32LE(body.length, 8);
  header.writeUInt32LE(checksum(body), 12);
  header.writeUInt32LE(range.count, 16);
  header.writeDoubleLE(id, 20);
  header.writeDoubleLE(range.firstHop, 28);
  header.writeDoubleLE(range.lastHop, 36);
  header.writeDoubleLE(range.count === 0 ? 0 : range.minMessage, 44);
  header.writeDoubleLE(range.maxMessage, 52);
  header.writeUInt32LE(checksum(header, 0, 60), 60);
  return header;
}

/** Reads a header at `at`; undefined when the bytes there are none, are damaged or are of another version. */
export function parseFrameHeader(bytes: Buffer, at = 0): FrameHeader | undefined {
  if (at + frameHeaderBytes > bytes.length) return undefined;
  if (bytes.compare(frameMagic, 0, 4, at, at + 4) !== 0 || bytes[at + 5] !== VERSION) return undefined;
  const kind = frameKinds[bytes[at + 4] ?? frameKinds.length];
  if (kind === undefined || checksum(bytes, at, at + 60) !== bytes.readUInt32LE(at + 60)) return undefined;
  const count = bytes.readUInt32LE(at + 16);
  const range: HopRange = {
    firstHop: bytes.readDoubleLE(at + 28),
    lastHop: bytes.readDoubleLE(at + 36),
    minMessage: count === 0 ? Infinity : bytes.readDoubleLE(at + 44),
    maxMessage: bytes.readDoubleLE(at + 52),
    count,
    hasParents: bytes[at + 6] === 1,
  };
  if (count > 0 && !isSound(range)) return undefined;
  return {
    kind,
    id: bytes.readDoubleLE(at + 20),
    bodyLength: bytes.readUInt32LE(at + 8),
    bodyChecksum: bytes.readUInt32LE(at + 12),
    range,
  };
}

/** A made-up file may carry right check sums around nonsense; searches rely on order. */
function isSound(range: HopRange): boolean {
  const { firstHop, lastHop, minMessage, maxMessage } = range;
  const areNumbers = [firstHop, lastHop, minMessage, maxMessage].every((value) =>
    Number.isSafeInteger(value),
  );
  return (
    areNumbers && firstHop <= lastHop && minMessage <= maxMessage && range.count <= lastHop - firstHop + 1
  );
}
