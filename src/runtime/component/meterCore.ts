// Rewrites a core module so that its memory cannot grow beyond a cap and so that a running call can be interrupted: at
// every loop and at the entry of every function that calls others, a counter is decremented; when it reaches zero, a
// function of the host is called, which may throw. (Ahead-of-time engines do the same under the name "fuel".) Nothing
// is renumbered: one type, one table, one global and exports are appended. Knows nothing about components.
import { type BodyLandmarks, UnknownInstruction, walkBody } from './instructionWalker.ts';
import { MalformedWasm, readSections, WasmReader, type WasmSection } from './wasmReader.ts';

/** Export name of the counter: a mutable i32 global. */
export const FUEL_EXPORT = 'dataflow-graph:fuel';
/** Export name of the one-entry table that holds the function called when the counter reaches zero. */
export const CHECK_EXPORT = 'dataflow-graph:check';

/**
 * Export name of the module's start function. It no longer runs during instantiation, when counter and check cannot be
 * set yet: the host calls it right after, before anything else of the instance.
 */
export const START_EXPORT = 'dataflow-graph:start';

const PAGE_BYTES = 65_536;

export interface MeterOptions {
  /** Cap for each memory the module defines, in bytes; rounded down to whole pages of 64 KiB. */
  readonly maxMemoryBytes: number;
}

export interface MeteredCore {
  readonly bytes: Uint8Array;
  /** False when the module uses instructions unknown here: then only the memory cap is in force. */
  readonly isInterruptible: boolean;
  /** How many functions are imported: the index of the first one with code. */
  readonly firstFunction: number;
  /** Where code that was at this offset stands now; before the check that was put there, if any. Bytes from the start. */
  readonly movedTo: (offset: number) => number;
}

/** Code that moved as it was: from its old place, to its distance from the start of the new code. */
interface Move {
  readonly from: number;
  readonly to: number;
}

// Section ids: core specification §5.5.2, in the order they must stand in.
const TYPE = 1;
const IMPORT = 2;
const TABLE = 4;
const MEMORY = 5;
const GLOBAL = 6;
const EXPORT = 7;
const START = 8;
const CODE = 10;
const CUSTOM = 0;
const sectionOrder = [1, 2, 3, 4, 5, 13, 6, 7, 8, 9, 12, 10, 11];

/** Rewrites `bytes`, a valid core module. Throws MalformedWasm when it is not. */
export function meterCore(bytes: Uint8Array, options: MeterOptions): MeteredCore {
  const sections = readSections(bytes);
  const capped = capMemories(bytes, sections, options);
  const importSection = sections.find(({ id }) => id === IMPORT);
  const describe = (
    changes: readonly NewSection[],
    moves: readonly Move[],
    isInterruptible: boolean,
  ): MeteredCore => {
    const metered = assemble(bytes, sections, changes);
    const code = readSections(metered).find(({ id }) => id === CODE)?.start ?? 0;
    return {
      bytes: metered,
      isInterruptible,
      firstFunction: countImports(bytes, importSection).functions,
      movedTo: (offset) => code + distanceOf(offset, moves),
    };
  };
  try {
    const { changes, moves } = addChecks(bytes, sections);
    return describe([...capped, ...changes], moves, true);
  } catch (error) {
    if (!(error instanceof UnknownInstruction)) throw error;
    const code = sections.find(({ id }) => id === CODE);
    return describe(capped, [{ from: code?.start ?? 0, to: 0 }], false);
  }
}

/** `moves` are in order. */
function distanceOf(offset: number, moves: readonly Move[]): number {
  let [low, high] = [0, moves.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((moves[middle]?.from ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  const move = moves[Math.max(0, low - 1)];
  return move ? move.to + Math.max(0, offset - move.from) : 0;
}

/** New content for one section; the section is created when the module has none, and left out without content. */
interface NewSection {
  readonly id: number;
  readonly content: readonly Uint8Array[] | undefined;
}

function assemble(
  bytes: Uint8Array,
  sections: readonly WasmSection[],
  changes: readonly NewSection[],
): Uint8Array {
  const pieces: Uint8Array[] = [bytes.subarray(0, 8)];
  const pending = new Map(changes.map((change) => [change.id, change.content]));
  const emit = (id: number, content: readonly Uint8Array[]): void => {
    const size = content.reduce((sum, piece) => sum + piece.length, 0);
    pieces.push(Uint8Array.from([id, ...leb(size)]), ...content);
  };
  const emitCreatedBefore = (rank: number): void => {
    for (const id of sectionOrder.slice(0, rank)) {
      const content = pending.get(id);
      if (content) emit(id, content);
      pending.delete(id);
    }
  };
  for (const section of sections) {
    if (section.id === CUSTOM) {
      if (!isDebugSection(bytes, section)) emit(CUSTOM, [bytes.subarray(section.start, section.end)]);
      continue;
    }
    emitCreatedBefore(sectionOrder.indexOf(section.id));
    const isChanged = pending.has(section.id);
    const content = isChanged ? pending.get(section.id) : [bytes.subarray(section.start, section.end)];
    if (content) emit(section.id, content);
    pending.delete(section.id);
  }
  emitCreatedBefore(sectionOrder.length);
  return Buffer.concat(pieces);
}

// Inserted instructions move code, so DWARF offsets would lie; the untouched module still has them (sourceLines).
function isDebugSection(bytes: Uint8Array, section: WasmSection): boolean {
  return new WasmReader(bytes, section.start, section.end).name().startsWith('.debug_');
}

function capMemories(
  bytes: Uint8Array,
  sections: readonly WasmSection[],
  options: MeterOptions,
): NewSection[] {
  const section = sections.find((candidate) => candidate.id === MEMORY);
  if (!section) return [];
  const reader = new WasmReader(bytes, section.start, section.end);
  const maxPages = Math.floor(options.maxMemoryBytes / PAGE_BYTES);
  const count = reader.u32();
  const content = [leb(count)];
  for (let left = count; left > 0; left -= 1) {
    const flags = reader.byte();
    const min = reader.u32();
    const max = flags & 1 ? reader.u32() : Number.MAX_SAFE_INTEGER;
    // A module that starts larger than the cap keeps what it starts with and cannot grow.
    content.push(Uint8Array.of(flags | 1), leb(min), leb(Math.max(min, Math.min(max, maxPages))));
  }
  return [{ id: MEMORY, content }];
}

function addChecks(
  bytes: Uint8Array,
  sections: readonly WasmSection[],
): { readonly changes: readonly NewSection[]; readonly moves: readonly Move[] } {
  const find = (id: number): WasmSection | undefined => sections.find((section) => section.id === id);
  const code = find(CODE);
  if (!code) return { changes: [], moves: [] };
  const imported = countImports(bytes, find(IMPORT));
  const typeIndex = countTypes(bytes, find(TYPE));
  const table = countOf(bytes, find(TABLE));
  const global = countOf(bytes, find(GLOBAL));
  const tableIndex = imported.tables + table;
  const globalIndex = imported.globals + global;
  const start = find(START);
  const exports = [
    exportEntry(FUEL_EXPORT, 0x03, globalIndex),
    exportEntry(CHECK_EXPORT, 0x01, tableIndex),
    ...(start ? [exportEntry(START_EXPORT, 0x00, new WasmReader(bytes, start.start, start.end).u32())] : []),
  ];
  const { content, moves } = insertChecks(bytes, code, checkSequence(typeIndex, tableIndex, globalIndex));
  const changes = [
    appended(bytes, find(TYPE), TYPE, Uint8Array.of(0x60, 0x00, 0x00)),
    appended(bytes, find(TABLE), TABLE, Uint8Array.of(0x70, 0x01, 0x01, 0x01)),
    appended(bytes, find(GLOBAL), GLOBAL, Uint8Array.of(0x7f, 0x01, 0x41, 0x00, 0x0b)),
    appended(bytes, find(EXPORT), EXPORT, Uint8Array.from(exports.flat()), exports.length),
    { id: START, content: undefined },
    { id: CODE, content },
  ];
  return { changes, moves };
}

// fuel = fuel - 1; if (fuel == 0) check();
function checkSequence(typeIndex: number, tableIndex: number, globalIndex: number): Uint8Array {
  const global = leb(globalIndex);
  const decrement = [0x23, ...global, 0x41, 0x01, 0x6b, 0x24, ...global];
  const callCheck = [0x41, 0x00, 0x11, ...leb(typeIndex), ...leb(tableIndex)];
  return Uint8Array.from([...decrement, 0x23, ...global, 0x45, 0x04, 0x40, ...callCheck, 0x0b]);
}

function insertChecks(
  bytes: Uint8Array,
  code: WasmSection,
  check: Uint8Array,
): { readonly content: readonly Uint8Array[]; readonly moves: readonly Move[] } {
  const reader = new WasmReader(bytes, code.start, code.end);
  const content: Uint8Array[] = [];
  const moves: Move[] = [];
  let size = 0;
  const add = (piece: Uint8Array): void => {
    content.push(piece);
    size += piece.length;
  };
  const move = (from: number, to: number): void => {
    moves.push({ from, to: size });
    add(bytes.subarray(from, to));
  };
  const count = reader.u32();
  add(leb(count));
  for (let left = count; left > 0; left -= 1) {
    const bodySize = reader.u32();
    const start = reader.offset;
    reader.skip(bodySize);
    const landmarks = walkBody(new WasmReader(bytes, start, reader.offset));
    const places = insertionPlaces(landmarks);
    add(leb(bodySize + places.length * check.length));
    let from = start;
    for (const place of places) {
      move(from, place);
      add(check);
      from = place;
    }
    move(from, reader.offset);
  }
  return { content, moves };
}

// A function without calls cannot recurse, so its loops are enough.
function insertionPlaces(landmarks: BodyLandmarks): readonly number[] {
  return landmarks.hasCall ? [landmarks.firstInstruction, ...landmarks.loopStarts] : landmarks.loopStarts;
}

function appended(
  bytes: Uint8Array,
  section: WasmSection | undefined,
  id: number,
  entry: Uint8Array,
  entries = 1,
): NewSection {
  if (!section) return { id, content: [leb(entries), entry] };
  const reader = new WasmReader(bytes, section.start, section.end);
  const count = reader.u32();
  return { id, content: [leb(count + entries), bytes.subarray(reader.offset, section.end), entry] };
}

function countOf(bytes: Uint8Array, section: WasmSection | undefined): number {
  return section ? new WasmReader(bytes, section.start, section.end).u32() : 0;
}

// Only plain function types can be counted without knowing the garbage-collection proposal's groups.
function countTypes(bytes: Uint8Array, section: WasmSection | undefined): number {
  if (!section) return 0;
  const reader = new WasmReader(bytes, section.start, section.end);
  const count = reader.u32();
  for (let left = count; left > 0; left -= 1) {
    if (reader.byte() !== 0x60) throw new UnknownInstruction('a type that is not a function type');
    for (let vector = 0; vector < 2; vector += 1) skipValueTypes(reader);
  }
  return count;
}

function skipValueTypes(reader: WasmReader): void {
  for (let left = reader.u32(); left > 0; left -= 1) {
    const first = reader.byte();
    if (first === 0x63 || first === 0x64) reader.skipLeb();
  }
}

function countImports(
  bytes: Uint8Array,
  section: WasmSection | undefined,
): { functions: number; tables: number; globals: number } {
  const counts = { functions: 0, tables: 0, globals: 0 };
  if (!section) return counts;
  const reader = new WasmReader(bytes, section.start, section.end);
  for (let left = reader.u32(); left > 0; left -= 1) {
    reader.name();
    reader.name();
    const kind = reader.byte();
    if (kind === 0x00) counts.functions += 1;
    if (kind === 0x01) counts.tables += 1;
    if (kind === 0x03) counts.globals += 1;
    skipImportType(reader, kind);
  }
  return counts;
}

// importdesc, core specification §5.5.5.
function skipImportType(reader: WasmReader, kind: number): void {
  const skipReference = (): void => {
    const first = reader.byte();
    if (first === 0x63 || first === 0x64) reader.skipLeb();
  };
  const skipLimits = (): void => {
    const flags = reader.byte();
    reader.skipLeb();
    if (flags & 1) reader.skipLeb();
  };
  if (kind === 0x00) return reader.skipLeb();
  if (kind === 0x01) {
    skipReference();
    return skipLimits();
  }
  if (kind === 0x02) return skipLimits();
  if (kind === 0x03) {
    skipReference();
    return reader.skip(1);
  }
  if (kind !== 0x04) throw new MalformedWasm(`unknown import kind ${String(kind)}`, reader.offset - 1);
  reader.skip(1);
  reader.skipLeb();
}

function exportEntry(name: string, kind: number, index: number): number[] {
  const text = new TextEncoder().encode(name);
  return [...leb(text.length), ...text, kind, ...leb(index)];
}

function leb(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 0x80;
    rest = Math.floor(rest / 0x80);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return Uint8Array.from(bytes);
}
