// Calls that were inlined, in DWARF written by hand after the standard, and bytes that nobody has written.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type InfoSections,
  readInlinedCalls,
} from '../../../../../src/runtime/component/sourceLines/readInlinedCalls.ts';
import { MalformedWasm } from '../../../../../src/runtime/component/wasmReader.ts';

const u32 = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
const text = (value: string): number[] => [...Buffer.from(value), 0];

/** Code, tag, whether it has children, attributes with their forms. */
const abbreviations = [
  // A unit: lines, first address. A function: its name, and a constant that stands here.
  ...[1, 0x11, 1, 0x10, 0x17, 0x11, 0x01, 0, 0],
  ...[2, 0x2e, 1, 0x03, 0x08, 0x3b, 0x21, 77, 0, 0],
  // An inlined call in one piece, and one in several.
  ...[3, 0x1d, 1, 0x11, 0x01, 0x12, 0x06, 0x58, 0x0b, 0x59, 0x0f, 0x57, 0x0b, 0, 0],
  ...[4, 0x1d, 0, 0x55, 0x17, 0x58, 0x0b, 0x59, 0x0b, 0, 0],
  // Something else that holds others, and a block of bytes.
  ...[5, 0x0b, 1, 0x02, 0x18, 0, 0],
  0,
];

const entries = [
  ...[1, ...u32(64), ...u32(1000)],
  ...[2, ...text('process')],
  ...[3, ...u32(100), ...u32(50), 1, 0xac, 0x02, 7],
  ...[5, 2, 9, 9],
  ...[4, ...u32(0), 2, 40],
  ...[0, 0],
  ...[4, ...u32(0), 1, 41],
  ...[0, 0],
];

/** Version 4 has the place of its abbreviations before the size of addresses. */
const unit4 = [4, 0, ...u32(0), 4, ...entries];
const unit5 = [5, 0, 1, 4, ...u32(0), ...entries];
const ranges = [...u32(10), ...u32(20), ...u32(30), ...u32(35), ...u32(0), ...u32(0)];
const filesAt = new Map([[64, (index: number) => ['', 'lib.rs', 'deep.rs'][index]]]);

const sections = (info: readonly number[]): InfoSections => ({
  info: Uint8Array.from([...u32(info.length), ...info]),
  abbreviations: Uint8Array.from(abbreviations),
  ranges: Uint8Array.from(ranges),
});

describe('inlined calls', () => {
  it.each([
    ['4', unit4],
    ['5', unit5],
  ])('of version %s are told with their depth, piece by piece', (_, unit) => {
    const deep = { file: 'deep.rs', line: 40, column: 0 };
    const shallow = { file: 'lib.rs', line: 41, column: 0 };
    expect(readInlinedCalls(sections(unit), filesAt)).toEqual([
      { start: 100, end: 150, place: { file: 'lib.rs', line: 300, column: 7 }, depth: 0 },
      { start: 1010, end: 1020, place: deep, depth: 1 },
      { start: 1030, end: 1035, place: deep, depth: 1 },
      { start: 1010, end: 1020, place: shallow, depth: 0 },
      { start: 1030, end: 1035, place: shallow, depth: 0 },
    ]);
  });

  it('of files that nothing tells of are left out', () => {
    expect(readInlinedCalls(sections(unit4), new Map())).toEqual([]);
  });

  it('in any bytes are read or refused', () => {
    const read = (given: InfoSections): void => {
      try {
        readInlinedCalls(given, filesAt);
      } catch (error) {
        if (!(error instanceof MalformedWasm)) throw error;
      }
    };
    const bytes = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(bytes, bytes, bytes, (info, abbreviation, range) =>
        read({ info, abbreviations: abbreviation, ranges: range }),
      ),
    );
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.nat({ max: unit4.length - 1 }), byte, (at, value) =>
        read(sections(unit4.with(at, value))),
      ),
    );
    fc.assert(
      fc.property(fc.nat({ max: abbreviations.length - 1 }), byte, (at, value) =>
        read({ ...sections(unit4), abbreviations: Uint8Array.from(abbreviations.with(at, value)) }),
      ),
    );
  });
});
