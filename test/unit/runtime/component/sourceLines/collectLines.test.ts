// Line tables of core modules: whatever their debug sections hold, a module can be run, and what is kept of it can be read.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meterCore } from '../../../../../src/runtime/component/meterCore.ts';
import { collectLines } from '../../../../../src/runtime/component/sourceLines/collectLines.ts';
import {
  decodeLineTable,
  findPlaces,
  type LineTable,
} from '../../../../../src/runtime/component/sourceLines/lineTable.ts';
import { readSections } from '../../../../../src/runtime/component/wasmReader.ts';
import { wasmOf } from '../../../../helpers/wat.ts';

const u32 = (value: number): number[] => [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
const text = (value: string): number[] => [...Buffer.from(value), 0];

function custom(name: string, content: readonly number[]): number[] {
  const body = [name.length, ...Buffer.from(name), ...content];
  // A size of two bytes, as all of these have.
  return [0, (body.length & 0x7f) | 0x80, body.length >> 7, ...body];
}

const header = [1, 1, 1, 253, 12, 13, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];
const files = [0, ...text('lib.rs'), 0, 0, 0, 0];

/** Of version 4, with one file. */
function lineSection(program: readonly number[]): number[] {
  const head = [...header, ...files];
  const content = [4, 0, ...u32(head.length), ...head, ...program];
  return [...u32(content.length), ...content];
}

// Two functions; the first has a loop, before whose first instruction a check is put.
const module = await wasmOf(
  '(module (func (loop (drop (i32.const 70001)) (br_if 0 (i32.const 0)))) (func (drop (i32.const 70002))))',
);
const cap = { maxMemoryBytes: 65_536 };

function tableOf(sections: readonly number[]): LineTable | undefined {
  const bytes = Uint8Array.from([...module, ...sections]);
  const encoded = collectLines(bytes, meterCore(bytes, cap));
  return encoded && decodeLineTable(encoded);
}

describe('the line table of a core module', () => {
  it('has lines where metering has put the code', () => {
    // A dropped function at 0, then line 5 from the first function's code on, line 6 from the second's.
    const setAddress = (address: number): number[] => [0, 5, 2, ...u32(address)];
    const end = [0, 1, 1];
    const code = readSections(module).find(({ id }) => id === 10);
    expect((code?.end ?? 0) - (code?.start ?? 0)).toBe(24);
    const program = [
      ...[...setAddress(0), 3, 40, 1, 2, 5, ...end],
      ...[...setAddress(2), 3, 4, 1, ...setAddress(17), 3, 1, 1, ...setAddress(24), ...end],
    ];
    const table = tableOf(custom('.debug_line', lineSection(program)));
    expect(table?.rows.map(({ place }) => place?.line)).toEqual([5, 6, undefined]);
    const [first, second] = table?.bodies ?? [];
    if (!table || !first || !second) throw new Error('There is no table.');
    const lineAt = (index: number, offset: number): number | undefined =>
      findPlaces(table, index, offset)[0]?.line;
    // Its last byte is behind the check, which the table has to know of.
    expect([lineAt(0, first.end - 1), lineAt(1, second.end - 1)]).toEqual([5, 6]);
    expect(first.end - first.start).toBeGreaterThan(20);
  });

  it('is none where nothing tells of lines', () => {
    expect(tableOf([])).toBeUndefined();
    expect(tableOf(custom('.debug_line', [1, 2, 3]))).toBeUndefined();
  });

  it('can be read whatever the debug sections hold', () => {
    const bytes = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 120, maxLength: 300 });
    fc.assert(
      fc.property(bytes, bytes, bytes, (program, info, abbreviations) => {
        tableOf([
          ...custom('.debug_line', lineSection(program)),
          ...custom('.debug_info', info),
          ...custom('.debug_abbrev', abbreviations),
        ]);
      }),
    );
  });
});
