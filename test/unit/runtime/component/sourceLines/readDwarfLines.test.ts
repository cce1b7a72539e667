// Line programs of DWARF, written by hand after section 6.2 of the standard, and bytes that nobody has written.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDwarfLines } from '../../../../../src/runtime/component/sourceLines/readDwarfLines.ts';
import { MalformedWasm } from '../../../../../src/runtime/component/wasmReader.ts';

const none = new Uint8Array();
const text = (value: string): number[] => [...Buffer.from(value), 0];
const u16 = (value: number): number[] => [value & 0xff, value >> 8];
const u32 = (value: number): number[] => [...u16(value & 0xffff), ...u16(value >>> 16)];

/** What comes before the lists: one byte per instruction, lines from -3 on in steps of 12, 13 standard opcodes. */
const opcodes = [1, 1, 253, 12, 13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];

function unit(version: number, lists: readonly number[], program: readonly number[]): number[] {
  const [instruction = 1, ...others] = opcodes;
  // Version 4 and later also say how many operations an instruction has.
  const body = [instruction, ...(version >= 4 ? [1] : []), ...others, ...lists];
  const sizes = version === 5 ? [4, 0] : [];
  const content = [...u16(version), ...sizes, ...u32(body.length), ...body, ...program];
  return [...u32(content.length), ...content];
}

/** set_address 16; set_column 7; line += 9, copy; special: address += 1, line += 2; advance_pc 3; end_sequence. */
const program = [0, 5, 2, ...u32(16), 5, 7, 3, 9, 1, 13 + 12 + 5, 2, 3, 0, 1, 1];
const rows = (file: string): object[] => [
  { address: 16, file, line: 10, column: 7 },
  { address: 17, file, line: 12, column: 7 },
  { address: 20, line: 12, column: 7 },
];

describe('a line program', () => {
  const files = [...text('src'), 0, ...text('lib.rs'), 1, 0, 0, ...text('/abs/b.rs'), 1, 0, 0, 0];

  it.each([2, 3, 4])('of version %i has its files behind its folders', (version) => {
    const line = Uint8Array.from(unit(version, files, program));
    const { rows: found } = readDwarfLines({ line, lineStrings: none, strings: none });
    expect(found).toEqual(rows('src/lib.rs'));
  });

  it('of version 5 has them in strings that stand elsewhere', () => {
    // Two folders by .debug_line_str, one file with an index and a checksum.
    const lists = [
      ...[1, 1, 0x1f, 2, ...u32(0), ...u32(6)],
      ...[3, 1, 0x08, 2, 0x0b, 5, 0x1e, 2],
      ...[...text('x.rs'), 0, ...Array<number>(16).fill(9)],
      ...[...text('lib.rs'), 1, ...Array<number>(16).fill(9)],
    ];
    const lineStrings = Uint8Array.from([...text('/work'), ...text('src')]);
    const line = Uint8Array.from(unit(5, lists, program));
    const { rows: found } = readDwarfLines({ line, lineStrings, strings: none });
    expect(found).toEqual(rows('/work/src/lib.rs'));
  });

  it('goes on behind one of a version that nobody knows', () => {
    const line = Uint8Array.from([...unit(9, [], [1, 2, 3]), ...unit(4, files, [4, 2, ...program])]);
    const { rows: found } = readDwarfLines({ line, lineStrings: none, strings: none });
    expect(found).toEqual(rows('/abs/b.rs'));
  });

  it('of any bytes is read or refused', () => {
    const read = (line: Uint8Array): void => {
      try {
        readDwarfLines({ line, lineStrings: line, strings: line });
      } catch (error) {
        if (!(error instanceof MalformedWasm)) throw error;
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), read));
    const good = unit(4, files, program);
    fc.assert(
      fc.property(fc.nat({ max: good.length - 1 }), fc.integer({ min: 0, max: 255 }), (at, value) => {
        read(Uint8Array.from(good.with(at, value)));
      }),
    );
  });
});
