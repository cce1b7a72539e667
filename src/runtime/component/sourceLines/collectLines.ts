// Makes the line table of a core module out of its DWARF, for the form in which it is run. Knows nothing about components.
import type { MeteredCore } from '../meterCore.ts';
import { MalformedWasm, readSections, WasmReader, type WasmSection } from '../wasmReader.ts';
import { type CallCode, encodeLineTable, type FunctionBody, type LineRow } from './lineTable.ts';
import { type DwarfLines, type DwarfRow, type DwarfSections, readDwarfLines } from './readDwarfLines.ts';
import { type InfoSections, type InlinedCall, readInlinedCalls } from './readInlinedCalls.ts';

const CUSTOM = 0;
const CODE = 10;
/** What the table has room for. */
const MAX_LINE = 0xffff_ffff;

/**
 * The encoded table; undefined when `bytes`, the module as the compiler made it, tells of no lines, or of none that can be read: then it runs
 * all the same.
 */
export function collectLines(bytes: Uint8Array, metered: MeteredCore): Uint8Array | undefined {
  try {
    const module = readModule(bytes);
    if (!module) return undefined;
    const { rows: found, filesAt } = readDwarfLines(module.lines);
    const rows = placeRows(found, module, metered);
    if (rows.length === 0) return undefined;
    const calls = placeCalls(callsOf(module, filesAt), module, metered);
    const { firstFunction } = metered;
    return encodeLineTable({ firstFunction, bodies: readBodies(metered.bytes), rows, calls });
  } catch (error) {
    if (error instanceof MalformedWasm) return undefined;
    throw error;
  }
}

interface Module {
  readonly code: WasmSection;
  readonly lines: DwarfSections;
  readonly info: InfoSections;
}

/** Undefined when it tells of no lines. */
function readModule(bytes: Uint8Array): Module | undefined {
  const sections = readSections(bytes);
  const custom = new Map<string, Uint8Array>();
  for (const { id, start, end } of sections) {
    if (id !== CUSTOM) continue;
    const reader = new WasmReader(bytes, start, end);
    custom.set(reader.name(), bytes.subarray(reader.offset, end));
  }
  const find = (name: string): Uint8Array => custom.get(name) ?? new Uint8Array();
  const code = sections.find(({ id }) => id === CODE);
  if (!code || !custom.has('.debug_line')) return undefined;
  return {
    code,
    lines: {
      line: find('.debug_line'),
      lineStrings: find('.debug_line_str'),
      strings: find('.debug_str'),
    },
    info: {
      info: find('.debug_info'),
      abbreviations: find('.debug_abbrev'),
      ranges: find('.debug_ranges'),
    },
  };
}

/** Without them lines are told all the same. */
function callsOf({ info }: Module, filesAt: DwarfLines['filesAt']): InlinedCall[] {
  try {
    return readInlinedCalls(info, filesAt);
  } catch (error) {
    if (error instanceof MalformedWasm) return [];
    throw error;
  }
}

function placeCalls(calls: readonly InlinedCall[], { code }: Module, { movedTo }: MeteredCore): CallCode[] {
  const size = code.end - code.start;
  return calls
    .filter(({ start, end, place }) => start > 0 && start < end && end <= size && isLine(place.line))
    .map((each) => ({
      ...each,
      start: movedTo(code.start + each.start),
      end: movedTo(code.start + each.end),
    }))
    .sort((a, b) => a.start - b.start);
}

function placeRows(found: readonly DwarfRow[], { code }: Module, { movedTo }: MeteredCore): LineRow[] {
  const rows = dropDead(found, code.end - code.start).map((row): LineRow => {
    const { address, file, line: number, column } = row;
    const offset = movedTo(code.start + address);
    return file !== undefined && isLine(number)
      ? { offset, place: { file, line: number, column } }
      : { offset };
  });
  return dropRepeats(rows.sort((a, b) => a.offset - b.offset));
}

function isLine(number: number): boolean {
  return number > 0 && number <= MAX_LINE;
}

/** Linkers leave the lines of functions they have dropped, and put them at the very start or far behind the end. */
function dropDead(rows: readonly DwarfRow[], codeSize: number): DwarfRow[] {
  const kept: DwarfRow[] = [];
  let start = 0;
  rows.forEach((row, index) => {
    if (row.file !== undefined && index < rows.length - 1) return;
    const piece = rows.slice(start, index + 1);
    start = index + 1;
    const first = piece[0]?.address ?? 0;
    if (first > 0) for (const each of piece) if (each.address <= codeSize) kept.push(each);
  });
  return kept;
}

/** What says the same as the row before it says nothing. Where one piece ends and the next begins, the next counts. */
function dropRepeats(rows: readonly LineRow[]): LineRow[] {
  const kept: LineRow[] = [];
  for (const row of rows) {
    const last = kept.at(-1);
    if (last?.offset === row.offset && (row.place || !last.place)) kept.pop();
    else if (last?.offset === row.offset) continue;
    const before = kept.at(-1)?.place;
    const { place } = row;
    const isSame =
      place !== undefined &&
      before?.file === place.file &&
      before.line === place.line &&
      before.column === place.column;
    if (!isSame) kept.push(row);
  }
  return kept;
}

function readBodies(bytes: Uint8Array): FunctionBody[] {
  const code = readSections(bytes).find(({ id }) => id === CODE);
  if (!code) return [];
  const reader = new WasmReader(bytes, code.start, code.end);
  return Array.from({ length: reader.u32() }, () => {
    const size = reader.u32();
    const start = reader.offset;
    reader.skip(size);
    return { start, end: reader.offset };
  });
}
