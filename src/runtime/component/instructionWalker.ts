// Walks the instructions of one core WebAssembly function body without interpreting them. Knows only how long each
// instruction is (core specification §5.4); what to do at loops and calls is the caller's business.
import { type WasmReader } from './wasmReader.ts';

/** The body uses an instruction whose length is not known here, so nothing may be inserted into it. */
export class UnknownInstruction extends Error {
  override readonly name = 'UnknownInstruction';
}

/** What {@link walkBody} found; offsets are in bytes from the start of the file. */
export interface BodyLandmarks {
  /** The first instruction, after the local declarations. */
  readonly firstInstruction: number;
  /** For every `loop`: the offset just after its block type. */
  readonly loopStarts: readonly number[];
  /** Whether the body can call anything, and so recurse. */
  readonly hasCall: boolean;
}

type Skip = (reader: WasmReader) => void;

const skipNothing: Skip = () => undefined;
const skipIndex: Skip = (reader) => reader.skipLeb();
const skipTwoIndexes: Skip = (reader) => {
  reader.skipLeb();
  reader.skipLeb();
};
const skipMemoryArgument: Skip = (reader) => {
  // Bit 6 of the alignment says that a memory index follows (multi-memory).
  if (reader.u32() & 0x40) reader.skipLeb();
  reader.skipLeb();
};

function skipValueType(reader: WasmReader): void {
  const first = reader.byte();
  if (first === 0x63 || first === 0x64) reader.skipLeb();
  else if (first >= 0x80) {
    // A block type may be a type index of several bytes.
    reader.offset -= 1;
    reader.skipLeb();
  }
}

function skipVector(reader: WasmReader, skipItem: Skip): void {
  for (let left = reader.u32(); left > 0; left -= 1) skipItem(reader);
}

function skipCatchClause(reader: WasmReader): void {
  const kind = reader.byte();
  if (kind > 3) throw new UnknownInstruction(`catch clause ${String(kind)}`);
  if (kind < 2) reader.skipLeb();
  reader.skipLeb();
}

function buildImmediates(): (Skip | undefined)[] {
  const table = new Array<Skip | undefined>(256).fill(undefined);
  const set = (skip: Skip, ...ranges: [from: number, to?: number][]): void => {
    for (const [from, to = from] of ranges) table.fill(skip, from, to + 1);
  };
  set(
    skipNothing,
    [0x00, 0x01],
    [0x05],
    [0x0a, 0x0b],
    [0x0f],
    [0x19, 0x1b],
    [0x45, 0xc4],
    [0xd1],
    [0xd3, 0xd4],
  );
  set(skipValueType, [0x02, 0x04], [0x06]);
  set(skipIndex, [0x07, 0x09], [0x0c, 0x0d], [0x10], [0x12], [0x14, 0x15], [0x18], [0x20, 0x26]);
  set(skipIndex, [0x3f, 0x42], [0xd0], [0xd2], [0xd5, 0xd6]);
  set(skipTwoIndexes, [0x11], [0x13]);
  set(skipMemoryArgument, [0x28, 0x3e]);
  set((reader) => reader.skip(4), [0x43]);
  set((reader) => reader.skip(8), [0x44]);
  set((reader) => skipVector(reader, skipValueType), [0x1c]);
  set(
    (reader) => {
      skipVector(reader, skipIndex);
      reader.skipLeb();
    },
    [0x0e],
  );
  set(
    (reader) => {
      skipValueType(reader);
      skipVector(reader, skipCatchClause);
    },
    [0x1f],
  );
  set(skipMiscellaneous, [0xfc]);
  set(skipVectorInstruction, [0xfd]);
  set(skipAtomic, [0xfe]);
  return table;
}

// 0xfc: saturating truncation (0–7), bulk memory and tables (8–17).
function skipMiscellaneous(reader: WasmReader): void {
  const code = reader.u32();
  if (code > 17) throw new UnknownInstruction(`0xfc ${String(code)}`);
  if (code < 8) return;
  const hasTwo = code === 8 || code === 10 || code === 12 || code === 14;
  if (hasTwo) skipTwoIndexes(reader);
  else reader.skipLeb();
}

// 0xfd: 128-bit vectors, relaxed ones included.
function skipVectorInstruction(reader: WasmReader): void {
  const code = reader.u32();
  if (code <= 11 || code === 92 || code === 93) skipMemoryArgument(reader);
  else if (code === 12 || code === 13) reader.skip(16);
  else if (code >= 21 && code <= 34) reader.skip(1);
  else if (code >= 84 && code <= 91) {
    skipMemoryArgument(reader);
    reader.skip(1);
  } else if (code > 0x113) throw new UnknownInstruction(`0xfd ${String(code)}`);
}

// 0xfe: threads; 3 is the fence.
function skipAtomic(reader: WasmReader): void {
  if (reader.u32() === 3) reader.skip(1);
  else skipMemoryArgument(reader);
}

const immediates = buildImmediates();
const LOOP = 0x03;
const isCall = new Set([0x10, 0x11, 0x12, 0x13, 0x14, 0x15]);

/** Walks the body that `reader` encloses, from its local declarations on. Throws UnknownInstruction or MalformedWasm. */
export function walkBody(reader: WasmReader): BodyLandmarks {
  skipVector(reader, (each) => {
    each.skipLeb();
    skipValueType(each);
  });
  const firstInstruction = reader.offset;
  const loopStarts: number[] = [];
  let hasCall = false;
  while (!reader.isAtEnd) {
    const opcode = reader.byte();
    const skip = immediates[opcode];
    if (!skip) throw new UnknownInstruction(`0x${opcode.toString(16)}`);
    skip(reader);
    if (opcode === LOOP) loopStarts.push(reader.offset);
    else if (!hasCall && isCall.has(opcode)) hasCall = true;
  }
  return { firstInstruction, loopStarts, hasCall };
}
