// Reads where compilers have put the code of one function into another (DWARF 4 and 5, sections 2 and 3.3.8): the line of such code is that of
// the function it was taken from, and the call stands here. Knows `.debug_info`, `.debug_abbrev` and `.debug_ranges`.
import { MalformedWasm, WasmReader } from '../wasmReader.ts';
import type { SourcePlace } from './lineTable.ts';
import { type DwarfLines, readFixed, readText } from './readDwarfLines.ts';

/** Code of a call that was inlined, bytes from the start of the code section's content. */
export interface InlinedCall {
  readonly start: number;
  readonly end: number;
  /** Of the call. */
  readonly place: SourcePlace;
  /** How many inlined calls it stands in. */
  readonly depth: number;
}

export interface InfoSections {
  readonly info: Uint8Array;
  readonly abbreviations: Uint8Array;
  readonly ranges: Uint8Array;
}

/** More come of no honest compiler; entries may share long lists of ranges. */
const MAX_CALLS = 2_000_000;

const MAX_COLUMN = 0xffff_ffff;

const INLINED_SUBROUTINE = 0x1d;
const attributes = { lowPc: 0x11, highPc: 0x12, statements: 0x10, ranges: 0x55 } as const;
const call = { column: 0x57, file: 0x58, line: 0x59 } as const;

/** Forms whose size does not depend on their value, in bytes (section 7.5.6, addresses of four bytes, the 32-bit form). */
const sizes: Readonly<Record<number, number>> = {
  ...{ 0x01: 4, 0x0b: 1, 0x05: 2, 0x06: 4, 0x07: 8, 0x1e: 16, 0x0c: 1, 0x0e: 4, 0x10: 4, 0x11: 1, 0x12: 2 },
  ...{ 0x13: 4, 0x14: 8, 0x17: 4, 0x19: 0, 0x1f: 4, 0x20: 8, 0x1c: 4, 0x1d: 4, 0x25: 1, 0x26: 2, 0x27: 3 },
  ...{ 0x28: 4, 0x29: 1, 0x2a: 2, 0x2b: 3, 0x2c: 4, 0x21: 0 },
};
/** Numbers as LEB128. */
const lebForms = new Set([0x0d, 0x0f, 0x15, 0x1a, 0x1b, 0x22, 0x23]);
const ADDRESS_FORM = 0x01;

interface Abbreviation {
  readonly tag: number;
  readonly hasChildren: boolean;
  readonly attributes: readonly (readonly [attribute: number, form: number])[];
}

/** Values of an entry by attribute, with their forms; those that are no numbers are left out. */
type Entry = ReadonlyMap<number, readonly [value: number, form: number]>;

/** Throws MalformedWasm. */
export function readInlinedCalls(sections: InfoSections, filesAt: DwarfLines['filesAt']): InlinedCall[] {
  const calls: InlinedCall[] = [];
  const reader = new WasmReader(sections.info);
  while (!reader.isAtEnd) {
    const size = readFixed(reader, 4);
    const start = reader.offset;
    reader.skip(size);
    readUnit(new WasmReader(sections.info, start, reader.offset), sections, filesAt, calls);
  }
  return calls;
}

function readUnit(
  reader: WasmReader,
  sections: InfoSections,
  filesAt: DwarfLines['filesAt'],
  calls: InlinedCall[],
): void {
  const version = readFixed(reader, 2);
  if (version < 4 || version > 5) return;
  // Version 5 has the kind of the unit and the size of addresses before, version 4 the latter behind.
  if (version === 5 && readFixed(reader, 2) !== 0x0401) return;
  const table = readAbbreviations(new WasmReader(sections.abbreviations, readFixed(reader, 4)));
  if (version === 4) reader.skip(1);
  let depth = 0;
  /** Depths of the inlined calls that the entry stands in. */
  const open: number[] = [];
  let unit: Entry | undefined;
  while (!reader.isAtEnd) {
    const code = reader.u32();
    if (code === 0) {
      depth -= 1;
      if (open.at(-1) === depth) open.pop();
      continue;
    }
    const abbreviation = table.get(code);
    if (!abbreviation) throw new MalformedWasm(`no abbreviation ${String(code)}`, reader.offset);
    const entry = readEntry(reader, abbreviation);
    unit ??= entry;
    if (abbreviation.tag === INLINED_SUBROUTINE) {
      const found = describeCall(entry, unit, sections, filesAt);
      for (const each of found) calls.push({ ...each, depth: open.length });
      if (calls.length > MAX_CALLS) throw new MalformedWasm('too many inlined calls', reader.offset);
      if (abbreviation.hasChildren) open.push(depth);
    }
    if (abbreviation.hasChildren) depth += 1;
  }
}

function describeCall(
  entry: Entry,
  unit: Entry,
  sections: InfoSections,
  filesAt: DwarfLines['filesAt'],
): Omit<InlinedCall, 'depth'>[] {
  const numberOf = (attribute: number): number => entry.get(attribute)?.[0] ?? 0;
  const files = filesAt.get(unit.get(attributes.statements)?.[0] ?? -1);
  const file = files?.(numberOf(call.file));
  if (file === undefined) return [];
  const column = Math.min(numberOf(call.column), MAX_COLUMN);
  const place = { file, line: numberOf(call.line), column };
  return rangesOf(entry, unit, sections.ranges).map((range) => ({ ...range, place }));
}

/** Section 2.17. Of version 5, whose ranges stand elsewhere, those in one piece. */
function rangesOf(
  entry: Entry,
  unit: Entry,
  ranges: Uint8Array,
): { readonly start: number; readonly end: number }[] {
  const low = entry.get(attributes.lowPc);
  const high = entry.get(attributes.highPc);
  if (low?.[1] === ADDRESS_FORM && high) {
    const [end, form] = high;
    return [{ start: low[0], end: form === ADDRESS_FORM ? end : low[0] + end }];
  }
  const at = entry.get(attributes.ranges)?.[0];
  if (at === undefined || at >= ranges.length) return [];
  const reader = new WasmReader(ranges, at);
  const found: { start: number; end: number }[] = [];
  let base = unit.get(attributes.lowPc)?.[0] ?? 0;
  while (!reader.isAtEnd) {
    const [start, end] = [readFixed(reader, 4), readFixed(reader, 4)];
    if (start === 0 && end === 0) break;
    if (start === 0xffff_ffff) base = end;
    else found.push({ start: base + start, end: base + end });
  }
  return found;
}

function readAbbreviations(reader: WasmReader): ReadonlyMap<number, Abbreviation> {
  const table = new Map<number, Abbreviation>();
  for (let code = reader.u32(); code !== 0; code = reader.u32()) {
    const tag = reader.u32();
    const hasChildren = reader.byte() === 1;
    const list: (readonly [number, number])[] = [];
    for (;;) {
      const [attribute, form] = [reader.u32(), reader.u32()];
      if (form === 0x21) reader.skipLeb(); // its value stands here, and not in the entry
      if (attribute === 0 && form === 0) break;
      list.push([attribute, form]);
    }
    table.set(code, { tag, hasChildren, attributes: list });
  }
  return table;
}

function readEntry(reader: WasmReader, abbreviation: Abbreviation): Entry {
  const entry = new Map<number, readonly [number, number]>();
  for (const [attribute, form] of abbreviation.attributes) {
    const value = readValue(reader, form);
    if (value !== undefined) entry.set(attribute, [value, form]);
  }
  return entry;
}

/** Of up to 64 bits; beyond 53 its last digits are lost. */
function readLeb(reader: WasmReader): number {
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    const byte = reader.byte();
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return value;
  }
  throw new MalformedWasm('number beyond 64 bits', reader.offset);
}

function readValue(reader: WasmReader, form: number): number | undefined {
  const size = sizes[form];
  if (size !== undefined && size <= 4) return readFixed(reader, size);
  if (size !== undefined) return void reader.skip(size);
  if (form === 0x0f) return readLeb(reader);
  if (lebForms.has(form)) return void reader.skipLeb();
  if (form === 0x08) return void readText(reader);
  const blocks: Readonly<Record<number, () => number>> = {
    0x0a: () => reader.byte(),
    0x03: () => readFixed(reader, 2),
    0x04: () => readFixed(reader, 4),
    0x09: () => reader.u32(),
    0x18: () => reader.u32(),
  };
  const lengthOf = blocks[form];
  if (!lengthOf) throw new MalformedWasm(`an unknown form ${String(form)}`, reader.offset);
  return void reader.skip(lengthOf());
}
