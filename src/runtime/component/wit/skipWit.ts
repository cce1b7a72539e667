// Passes over what says nothing about types of values: types of core modules, and how functions are lifted and lowered
// (component model, Binary.md "Canonical Definitions"). Lifted functions are told. Knows no scope.
import { MalformedWasm, type WasmReader } from '../wasmReader.ts';
import { readAll } from './readWitTypes.ts';

/** Passes over a core type: one of functions, or one of modules. */
export function skipCoreType(reader: WasmReader): void {
  const form = reader.byte();
  if (form === 0x60) return skipCoreFunction(reader);
  if (form !== 0x50) throw new MalformedWasm(`unknown core type ${String(form)}`, reader.offset - 1);
  readAll(reader, () => skipModuleDeclaration(reader));
}

function skipCoreFunction(reader: WasmReader): void {
  for (const _ of [0, 1]) readAll(reader, () => skipCoreValueType(reader));
}

function skipCoreValueType(reader: WasmReader): void {
  const form = reader.byte();
  if (form === 0x63 || form === 0x64) reader.skipLeb(); // A reference to a type.
}

function skipModuleDeclaration(reader: WasmReader): void {
  const form = reader.byte();
  if (form === 0x00) {
    reader.name();
    reader.name();
    return skipCoreImport(reader);
  }
  if (form === 0x01) return skipCoreType(reader);
  if (form === 0x02) {
    reader.skip(2); // sort, outer
    reader.u32();
    return void reader.u32();
  }
  reader.name();
  skipCoreImport(reader);
}

function skipCoreImport(reader: WasmReader): void {
  const sort = reader.byte();
  if (sort === 0x00) return void reader.u32();
  if (sort === 0x01) skipCoreValueType(reader);
  if (sort === 0x03) return reader.skip(2);
  if (sort === 0x04) {
    reader.skip(1);
    return void reader.u32();
  }
  const flags = reader.byte();
  reader.skipLeb();
  if ((flags & 1) !== 0) reader.skipLeb();
}

/** What comes after the code of a definition: n a number, o options, b a byte, r a result. */
const operands: Readonly<Record<number, string>> = {
  ...{ 0x01: 'bno', 0x02: 'n', 0x03: 'n', 0x04: 'n', 0x05: '', 0x06: 'b', 0x07: 'n', 0x08: '', 0x09: 'ro' },
  ...{ 0x0a: 'bn', 0x0b: 'bn', 0x0c: 'b', 0x0d: '', 0x0e: 'n', 0x0f: 'no', 0x10: 'no', 0x11: 'nb' },
  ...{ 0x12: 'nb', 0x13: 'n', 0x14: 'n', 0x15: 'n', 0x16: 'no', 0x17: 'no', 0x18: 'nb', 0x19: 'nb' },
  ...{ 0x1a: 'n', 0x1b: 'n', 0x1c: 'o', 0x1d: 'o', 0x1e: '', 0x1f: '', 0x20: 'bn', 0x21: 'bn', 0x22: '' },
  ...{ 0x23: '', 0x24: '', 0x25: '' },
};

/** Reads one definition. Returns the index of the type of a lifted function; undefined for any other. */
export function readCanonical(reader: WasmReader): number | undefined {
  const code = reader.byte();
  if (code === 0x00) {
    reader.skip(1);
    reader.u32();
    skipOptions(reader);
    return reader.u32();
  }
  const found = operands[code];
  if (found === undefined)
    throw new MalformedWasm(`unknown canonical function ${String(code)}`, reader.offset - 1);
  for (const operand of found)
    if (operand === 'o') skipOptions(reader);
    else if (operand === 'r') skipResult(reader);
    else if (operand === 'b') reader.skip(1);
    else reader.skipLeb();
  return undefined;
}

function skipOptions(reader: WasmReader): void {
  readAll(reader, () => {
    const option = reader.byte();
    // 3 memory, 4 realloc, 5 post-return, 7 callback, 8 core type: each with an index.
    if ([3, 4, 5, 7, 8].includes(option)) reader.u32();
  });
}

function skipResult(reader: WasmReader): void {
  if (reader.byte() === 0x00) reader.skipLeb();
  else reader.skip(1);
}
