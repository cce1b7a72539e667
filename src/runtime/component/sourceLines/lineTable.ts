// Places in the source by places in a core module's code, in a form that is small on disk and read only when something has failed. Knows
// neither DWARF nor stack traces.
import { WasmReader } from '../wasmReader.ts';

export interface SourcePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1; 0 when the compiler names the line alone. */
  readonly column: number;
}

/** From `offset` on, bytes from the start of the module, until the next row; without a place, nothing is known. */
export interface LineRow {
  readonly offset: number;
  readonly place?: SourcePlace;
}

/** The code of one function, bytes from the start of the module. */
export interface FunctionBody {
  readonly start: number;
  readonly end: number;
}

/** Code of a call whose function was put into another one, bytes from the start of the module. */
export interface CallCode {
  readonly start: number;
  readonly end: number;
  /** Of the call. */
  readonly place: SourcePlace;
  /** How many such calls it stands in. */
  readonly depth: number;
}

export interface LineTable {
  /** Index of the first function that has code; those before are imported. */
  readonly firstFunction: number;
  readonly bodies: readonly FunctionBody[];
  /** By offset. */
  readonly rows: readonly LineRow[];
  /** By start. */
  readonly calls: readonly CallCode[];
}

/** Texts: count, each with its length. Then numbers as LEB128, places as distances from those before. */
export function encodeLineTable({ firstFunction, bodies, rows, calls }: LineTable): Uint8Array {
  const files = new Map<string, number>();
  for (const { place } of [...rows, ...calls])
    if (place && !files.has(place.file)) files.set(place.file, files.size);
  const writer = new Writer();
  writer.number(files.size);
  for (const file of files.keys()) writer.text(file);
  writer.number(firstFunction);
  writer.number(bodies.length);
  let at = 0;
  for (const { start, end } of bodies) {
    writer.number(start - at);
    writer.number(end - start);
    at = end;
  }
  writer.number(rows.length);
  at = 0;
  for (const { offset, place } of rows) {
    writer.number(offset - at);
    at = offset;
    writer.place(place, files);
  }
  writer.number(calls.length);
  at = 0;
  for (const { start, end, place, depth } of calls) {
    writer.number(start - at);
    at = start;
    writer.number(end - start);
    writer.number(depth);
    writer.place(place, files);
  }
  return writer.bytes();
}

/** Reads what {@link encodeLineTable} wrote. */
export function decodeLineTable(bytes: Uint8Array): LineTable {
  const reader = new WasmReader(bytes);
  const list = <T>(readOne: () => T): T[] => Array.from({ length: reader.u32() }, readOne);
  const files = list(() => reader.name());
  const readPlace = (): SourcePlace | undefined => {
    const file = files[reader.u32() - 1];
    return file === undefined ? undefined : { file, line: reader.u32(), column: reader.u32() };
  };
  const firstFunction = reader.u32();
  let at = 0;
  const bodies = list((): FunctionBody => {
    const start = at + reader.u32();
    at = start + reader.u32();
    return { start, end: at };
  });
  at = 0;
  const rows = list((): LineRow => {
    at += reader.u32();
    const place = readPlace();
    return { offset: at, ...(place && { place }) };
  });
  at = 0;
  const calls = list((): CallCode => {
    const start = at + reader.u32();
    at = start;
    const [end, depth] = [start + reader.u32(), reader.u32()];
    return { start, end, depth, place: readPlace() ?? nowhere };
  });
  return { firstFunction, bodies, rows, calls };
}

/** Every call has a place; this is for the type alone. */
const nowhere: SourcePlace = { file: '', line: 0, column: 0 };

/**
 * Where the code at `offset` comes from: its own line, then the calls by which it came into the function, innermost first. Empty where nothing
 * is known, and where `offset` is not in the function `index`: then it is of another module.
 */
export function findPlaces(
  { firstFunction, bodies, rows, calls }: LineTable,
  index: number,
  offset: number,
): SourcePlace[] {
  const body = bodies[index - firstFunction];
  if (!body || offset < body.start || offset >= body.end) return [];
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle]?.offset ?? Infinity) <= offset) low = middle + 1;
    else high = middle;
  }
  const row = rows[low - 1];
  if (!row?.place || row.offset < body.start) return [];
  const around = calls.filter(({ start, end }) => start <= offset && offset < end);
  return [row.place, ...around.sort((a, b) => b.depth - a.depth).map(({ place }) => place)];
}

class Writer {
  readonly #parts: number[] = [];

  number(value: number): void {
    let rest = value;
    do {
      const low = rest % 0x80;
      rest = Math.floor(rest / 0x80);
      this.#parts.push(rest > 0 ? low | 0x80 : low);
    } while (rest > 0);
  }

  /** Its file as a number from 1 on, 0 for none. */
  place(place: SourcePlace | undefined, files: ReadonlyMap<string, number>): void {
    this.number(place ? (files.get(place.file) ?? 0) + 1 : 0);
    if (!place) return;
    this.number(place.line);
    this.number(place.column);
  }

  text(value: string): void {
    const bytes = Buffer.from(value);
    this.number(bytes.length);
    for (const byte of bytes) this.#parts.push(byte);
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#parts);
  }
}
