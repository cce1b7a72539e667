// Reads definitions of types (component model, Binary.md "Type Definitions"). Knows no sections.
import { MalformedWasm, type WasmReader } from '../wasmReader.ts';
import type { WitCase, WitField, WitFunction, WitType } from './witModel.ts';
import type { WitScope } from './witScope.ts';

/** By code, from 0x64 on. */
const primitives: Readonly<Record<number, string>> = {
  0x7f: 'bool',
  0x7e: 's8',
  0x7d: 'u8',
  0x7c: 's16',
  0x7b: 'u16',
  0x7a: 's32',
  0x79: 'u32',
  0x78: 's64',
  0x77: 'u64',
  0x76: 'f32',
  0x75: 'f64',
  0x74: 'char',
  0x73: 'string',
  0x64: 'error-context',
};

type ReadType = (reader: WasmReader, scope: WitScope) => WitType;

const composites: Readonly<Record<number, ReadType>> = {
  0x72: (reader, scope) => ({ kind: 'record', fields: readFields(reader, scope) }),
  0x71: (reader, scope) => ({ kind: 'variant', cases: readAll(reader, () => readCase(reader, scope)) }),
  0x70: (reader, scope) => ({ kind: 'list', element: readValueType(reader, scope), length: undefined }),
  0x67: (reader, scope) => ({ kind: 'list', element: readValueType(reader, scope), length: reader.u32() }),
  0x6f: (reader, scope) => ({
    kind: 'tuple',
    elements: readAll(reader, () => readValueType(reader, scope)),
  }),
  0x6e: (reader) => ({ kind: 'flags', names: readAll(reader, () => reader.name()) }),
  0x6d: (reader) => ({ kind: 'enum', names: readAll(reader, () => reader.name()) }),
  0x6b: (reader, scope) => ({ kind: 'option', element: readValueType(reader, scope) }),
  0x6a: (reader, scope) => ({
    kind: 'result',
    ok: readOptionalType(reader, scope),
    error: readOptionalType(reader, scope),
  }),
  0x69: (reader, scope) => ({ kind: 'own', resource: scope.valueType(reader.u32()) }),
  0x68: (reader, scope) => ({ kind: 'borrow', resource: scope.valueType(reader.u32()) }),
  0x66: (reader, scope) => ({ kind: 'stream', element: readOptionalType(reader, scope) }),
  0x65: (reader, scope) => ({ kind: 'future', element: readOptionalType(reader, scope) }),
  0x3f: (reader) => {
    reader.skip(1); // rep: always i32
    if (reader.byte() === 0x01) reader.u32(); // its destructor
    return { kind: 'resource' };
  },
};

/** What comes after the byte `form`; undefined when it is no type of values and no function. */
export function readDefinedType(
  form: number,
  reader: WasmReader,
  scope: WitScope,
): WitType | WitFunction | undefined {
  if (form === 0x40 || form === 0x43) return readFunction(reader, scope, form === 0x43);
  const name = primitives[form];
  if (name !== undefined) return { kind: 'primitive', name };
  return composites[form]?.(reader, scope);
}

/** valtype ::= typeidx | primvaltype; both are numbers with a sign, and that of primitive ones is negative. */
export function readValueType(reader: WasmReader, scope: WitScope): WitType {
  const { offset } = reader;
  const first = reader.byte();
  if (first >= 0x40 && first < 0x80) {
    const name = primitives[first];
    if (name === undefined) throw new MalformedWasm(`unknown type ${String(first)}`, offset);
    return { kind: 'primitive', name };
  }
  reader.offset = offset;
  return scope.valueType(reader.u32());
}

/** As many as the number before them says. */
export function readAll<T>(reader: WasmReader, readOne: () => T): T[] {
  const all: T[] = [];
  for (let left = reader.u32(); left > 0; left -= 1) all.push(readOne());
  return all;
}

function readOptionalType(reader: WasmReader, scope: WitScope): WitType | undefined {
  return reader.byte() === 0x00 ? undefined : readValueType(reader, scope);
}

function readFields(reader: WasmReader, scope: WitScope): WitField[] {
  return readAll(reader, () => ({ name: reader.name(), type: readValueType(reader, scope) }));
}

function readCase(reader: WasmReader, scope: WitScope): WitCase {
  const found = { name: reader.name(), type: readOptionalType(reader, scope) };
  reader.skip(1); // Was the case that it refines.
  return found;
}

// functype ::= 0x40 params 0x00 t | 0x40 params 0x01 0x00
function readFunction(reader: WasmReader, scope: WitScope, isAsync: boolean): WitFunction {
  const parameters = readFields(reader, scope);
  if (reader.byte() === 0x00)
    return { kind: 'function', isAsync, parameters, result: readValueType(reader, scope) };
  if (reader.byte() !== 0x00) throw new MalformedWasm('results with names', reader.offset - 1);
  return { kind: 'function', isAsync, parameters, result: undefined };
}
