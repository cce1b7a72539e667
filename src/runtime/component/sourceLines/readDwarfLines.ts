// Reads the line programs of DWARF 2 to 5 (section 6.2 of the standard): which place in the source each piece of code comes from. Knows
// `.debug_line` and the strings it refers to, and nothing else of DWARF.
import { MalformedWasm, WasmReader } from '../wasmReader.ts';

/** From `address` on until the next row. */
export interface DwarfRow {
  /** Bytes from the start of the code section's content. */
  readonly address: number;
  /** As the compiler wrote it: absolute, or from the folder it ran in. Absent where a piece of code ends. */
  readonly file?: string;
  /** From 1; 0 where no line is to blame. */
  readonly line: number;
  /** From 1; 0 for the whole line. */
  readonly column: number;
}

/** Contents of the custom sections; those that are missing are empty. */
export interface DwarfSections {
  readonly line: Uint8Array;
  readonly lineStrings: Uint8Array;
  readonly strings: Uint8Array;
}

/** More come of no honest compiler: a module of 100 MB has a tenth of it. */
const MAX_ROWS = 5_000_000;

interface Header {
  readonly minInstruction: number;
  readonly lineBase: number;
  readonly lineRange: number;
  readonly opcodeBase: number;
  /** Operands of the standard opcodes, from 1 on. */
  readonly operandCounts: readonly number[];
  readonly fileAt: (index: number) => string | undefined;
}

/** What the line programs of a module say. */
export interface DwarfLines {
  /** Piece by piece of code, in the order of the section. */
  readonly rows: readonly DwarfRow[];
  /** Names of files by their indices, for the program at each offset of the section. */
  readonly filesAt: ReadonlyMap<number, (index: number) => string | undefined>;
}

/** Throws MalformedWasm, also for the 64-bit form. */
export function readDwarfLines(sections: DwarfSections): DwarfLines {
  const rows: DwarfRow[] = [];
  const filesAt = new Map<number, Header['fileAt']>();
  const reader = new WasmReader(sections.line);
  while (!reader.isAtEnd) {
    const { offset } = reader;
    const size = readFixed(reader, 4);
    if (size >= 0xffff_fff0) throw new MalformedWasm('a line program in the 64-bit form', reader.offset);
    const start = reader.offset;
    reader.skip(size);
    const files = readUnit(new WasmReader(sections.line, start, reader.offset), sections, rows);
    if (files) filesAt.set(offset, files);
  }
  return { rows, filesAt };
}

function readUnit(
  reader: WasmReader,
  sections: DwarfSections,
  rows: DwarfRow[],
): Header['fileAt'] | undefined {
  const version = readFixed(reader, 2);
  // Later ones may mean anything.
  if (version < 2 || version > 5) return undefined;
  if (version === 5) reader.skip(2); // sizes of addresses and segment selectors
  const headerSize = readFixed(reader, 4);
  const { offset } = reader;
  reader.skip(headerSize);
  const program = reader.offset;
  const header = readHeader(new WasmReader(reader.bytes, offset, program), version, sections);
  runProgram(reader, header, rows);
  return header.fileAt;
}

function readHeader(reader: WasmReader, version: number, sections: DwarfSections): Header {
  const minInstruction = reader.byte();
  if (version >= 4) reader.skip(1); // operations of one instruction, for machines that WebAssembly is none of
  reader.skip(1); // whether rows are statements at first
  const lineBase = (reader.byte() << 24) >> 24;
  const lineRange = reader.byte();
  const opcodeBase = reader.byte();
  if (lineRange === 0 || opcodeBase === 0)
    throw new MalformedWasm('a line program without lines', reader.offset);
  const operandCounts = Array.from({ length: opcodeBase - 1 }, () => reader.byte());
  const fileAt = version === 5 ? readFiles5(reader, sections) : readFiles(reader);
  return { minInstruction, lineBase, lineRange, opcodeBase, operandCounts, fileAt };
}

// Both lists end with an empty name; folder 0 is that of the compiler, which stands elsewhere.
function readFiles(reader: WasmReader): Header['fileAt'] {
  const folders = [''];
  for (let folder = readText(reader); folder !== ''; folder = readText(reader)) folders.push(folder);
  const files: string[] = [];
  for (let name = readText(reader); name !== ''; name = readText(reader)) {
    const folder = folders[reader.u32()] ?? '';
    for (const _ of ['time', 'size']) reader.skipLeb();
    files.push(join(folder, name));
  }
  return (index) => files[index - 1];
}

const PATH = 1;
const FOLDER = 2;

// Section 6.2.4.1: each entry in the forms that stand before the list. Folder 0 is that of the compiler.
function readFiles5(reader: WasmReader, sections: DwarfSections): Header['fileAt'] {
  const readEntries = (): { readonly path: string; readonly folder: number }[] => {
    const forms = Array.from({ length: reader.byte() }, () => [reader.u32(), reader.u32()] as const);
    const entries: { path: string; folder: number }[] = [];
    for (let left = reader.u32(); left > 0; left -= 1) {
      if (forms.length === 0) throw new MalformedWasm('a list of files without forms', reader.offset);
      const entry = { path: '', folder: 0 };
      for (const [content, form] of forms) {
        const value = readForm(reader, form, sections);
        if (content === PATH && typeof value === 'string') entry.path = value;
        if (content === FOLDER && typeof value === 'number') entry.folder = value;
      }
      entries.push(entry);
    }
    return entries;
  };
  const folders = readEntries().map(({ path }) => path);
  const own = folders[0] ?? '';
  const files = readEntries().map(({ path, folder }) => join(join(own, folders[folder] ?? ''), path));
  return (index) => files[index];
}

/** Section 7.5.6. */
function readForm(reader: WasmReader, form: number, sections: DwarfSections): string | number | undefined {
  const sizes: Readonly<Record<number, number>> = { 0x0b: 1, 0x05: 2, 0x06: 4 };
  const size = sizes[form];
  if (size !== undefined) return readFixed(reader, size);
  switch (form) {
    case 0x08:
      return readText(reader);
    case 0x0e:
      return textAt(sections.strings, readFixed(reader, 4));
    case 0x1f:
      return textAt(sections.lineStrings, readFixed(reader, 4));
    case 0x0f:
      return reader.u32();
    case 0x07:
      return void reader.skip(8);
    case 0x1e:
      return void reader.skip(16);
    case 0x09:
      return void reader.skip(reader.u32());
    default:
      throw new MalformedWasm(`an unknown form ${String(form)}`, reader.offset);
  }
}

// Section 6.2.5.
function runProgram(reader: WasmReader, header: Header, rows: DwarfRow[]): void {
  const { minInstruction, lineBase, lineRange, opcodeBase, operandCounts, fileAt } = header;
  const initial = { address: 0, file: 1, line: 1, column: 0 };
  let state = { ...initial };
  const emit = (isEnd: boolean): void => {
    if (rows.length >= MAX_ROWS) throw new MalformedWasm('too many lines', reader.offset);
    const file = isEnd ? undefined : fileAt(state.file);
    const { address, line, column } = state;
    rows.push({ address, line, column, ...(file !== undefined && { file }) });
  };
  const advance = (operation: number): void => {
    state.address += Math.floor(operation / lineRange) * minInstruction;
  };
  const standard: Readonly<Record<number, () => void>> = {
    1: () => emit(false),
    2: () => (state.address += reader.u32() * minInstruction),
    3: () => (state.line += signed(reader)),
    4: () => (state.file = reader.u32()),
    5: () => (state.column = reader.u32()),
    8: () => advance(255 - opcodeBase),
    9: () => (state.address += readFixed(reader, 2)),
  };
  const runExtended = (): void => {
    const size = reader.u32();
    const { offset } = reader;
    reader.skip(size);
    const operand = new WasmReader(reader.bytes, offset, reader.offset);
    const code = operand.byte();
    if (code === 1) {
      emit(true);
      state = { ...initial };
    } else if (code === 2) state.address = readFixed(operand, Math.min(size - 1, 4));
  };
  while (!reader.isAtEnd) {
    const opcode = reader.byte();
    if (opcode >= opcodeBase) {
      advance(opcode - opcodeBase);
      state.line += lineBase + ((opcode - opcodeBase) % lineRange);
      emit(false);
    } else if (opcode === 0) runExtended();
    else if (standard[opcode]) standard[opcode]();
    else for (let left = operandCounts[opcode - 1] ?? 0; left > 0; left -= 1) reader.skipLeb();
  }
}

/** Little-endian, of up to four bytes. */
export function readFixed(reader: WasmReader, size: number): number {
  let value = 0;
  for (let index = 0; index < size; index += 1) value += reader.byte() * 2 ** (8 * index);
  return value;
}

/** Signed LEB128 of a line's distance. */
function signed(reader: WasmReader): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = reader.byte();
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return (byte & 0x40) === 0 ? value : value - 2 ** (shift + 7);
  }
  throw new MalformedWasm('a distance beyond 32 bits', reader.offset);
}

/** Up to its zero byte. */
export function readText(reader: WasmReader): string {
  const end = reader.bytes.indexOf(0, reader.offset);
  if (end === -1 || end >= reader.end) throw new MalformedWasm('a text without an end', reader.offset);
  const start = reader.offset;
  reader.offset = end + 1;
  return Buffer.from(reader.bytes.buffer, reader.bytes.byteOffset + start, end - start).toString('utf8');
}

function textAt(bytes: Uint8Array, offset: number): string {
  return readText(new WasmReader(bytes, offset));
}

function join(folder: string, name: string): string {
  return folder === '' || /^(?:\/|[A-Za-z]:[\\/])/.test(name)
    ? name
    : name === ''
      ? folder
      : `${folder}/${name}`;
}
