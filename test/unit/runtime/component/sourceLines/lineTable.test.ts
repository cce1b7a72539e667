// Line tables: what is written is read, and places are found in their functions alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeLineTable,
  encodeLineTable,
  findPlaces,
  type LineTable,
} from '../../../../../src/runtime/component/sourceLines/lineTable.ts';

const place = { file: 'src/lib.rs', line: 12, column: 5 };
const table: LineTable = {
  firstFunction: 2,
  bodies: [
    { start: 100, end: 150 },
    { start: 152, end: 300 },
  ],
  rows: [
    { offset: 101, place },
    { offset: 120, place: { ...place, line: 13, column: 0 } },
    { offset: 150 },
    { offset: 160, place: { file: 'b.rs', line: 1, column: 1 } },
    { offset: 200 },
  ],
  calls: [
    { start: 160, end: 190, depth: 0, place },
    { start: 165, end: 170, depth: 1, place: { ...place, line: 40 } },
  ],
};

describe('a line table', () => {
  it('is read as it was written', () => {
    expect(decodeLineTable(encodeLineTable(table))).toEqual(table);
    const numbers = fc.nat({ max: 300_000 });
    const rows = fc.array(
      fc.record(
        { offset: numbers, place: fc.record({ file: fc.string(), line: numbers, column: numbers }) },
        { requiredKeys: ['offset'] },
      ),
    );
    fc.assert(
      fc.property(rows, numbers, (found, firstFunction) => {
        const sorted = [...found].sort((a, b) => a.offset - b.offset);
        const whole = { firstFunction, bodies: table.bodies, rows: sorted, calls: table.calls };
        expect(decodeLineTable(encodeLineTable(whole))).toEqual(whole);
      }),
    );
  });

  it.each([
    [2, 101, [place]],
    [2, 119, [place]],
    [2, 149, [{ ...place, line: 13, column: 0 }]],
    [3, 199, [{ file: 'b.rs', line: 1, column: 1 }]],
    // What was inlined, and what was inlined there.
    [3, 189, [{ file: 'b.rs', line: 1, column: 1 }, place]],
    [3, 165, [{ file: 'b.rs', line: 1, column: 1 }, { ...place, line: 40 }, place]],
    // Before the first row of its function, behind its last one, and in another function or module.
    [3, 155, []],
    [3, 200, []],
    [2, 160, []],
    [0, 101, []],
    [9, 101, []],
  ])('in function %i at %i says %j', (index, offset, expected) => {
    expect(findPlaces(table, index, offset)).toEqual(expected);
  });
});
