// Reads the world of a component with the types behind its names, out of its types alone: nothing is run, and core modules are
// passed over. Instances are followed through the components inside it, so that a type is known by the interface that names it.
import { MalformedWasm, readPreamble, WasmReader } from '../wasmReader.ts';
import { readAll, readDefinedType } from './readWitTypes.ts';
import { readCanonical, skipCoreType } from './skipWit.ts';
import {
  isValueType,
  type OpenComponent,
  type WitDefinition,
  type WitInstance,
  type WitItem,
  type WitWorld,
} from './witModel.ts';
import { WitScope } from './witScope.ts';

/** Imports and exports of what is being read, and who owns the types that get a name there. */
interface Boundary {
  readonly given: ReadonlyMap<string, WitItem>;
  readonly imports: Map<string, WitItem>;
  readonly instance: WitInstance;
}

const none: ReadonlyMap<string, WitItem> = new Map<string, WitItem>();

/** `bytes` are those of a component. Throws MalformedWasm, also for forms of components that are not known here. */
export function readWit(bytes: Uint8Array): WitWorld {
  const boundary = newBoundary(none);
  readComponent(new WasmReader(bytes), new WitScope(), boundary);
  const { imports, instance } = boundary;
  // An interface is called by the name it is imported under; one that is exported again keeps it.
  for (const items of [imports, instance.exports])
    for (const [name, item] of items) if (item.sort === 'instance') item.instance.name ??= name;
  return { imports, exports: instance.exports, owner: instance };
}

function newBoundary(given: ReadonlyMap<string, WitItem>): Boundary {
  return { given, imports: new Map(), instance: { name: undefined, exports: new Map() } };
}

function readComponent(reader: WasmReader, scope: WitScope, boundary: Boundary): void {
  const { bytes, offset } = reader;
  if (readPreamble(bytes.subarray(offset)) !== 'component')
    throw new MalformedWasm('a component was expected', offset);
  reader.skip(8);
  while (!reader.isAtEnd) {
    const id = reader.byte();
    const size = reader.u32();
    const start = reader.offset;
    reader.skip(size);
    readSection(id, new WasmReader(bytes, start, reader.offset), scope, boundary);
  }
}

/** Binary.md "Component Definitions". Custom sections and those of core modules and instances tell nothing here. */
function readSection(id: number, reader: WasmReader, scope: WitScope, boundary: Boundary): void {
  const each: Readonly<Record<number, () => void>> = {
    5: () => addInstance(reader, scope),
    6: () => addAlias(reader, scope),
    7: () => scope.add({ sort: 'type', type: readDefinition(reader, scope) }),
    8: () => {
      const type = readCanonical(reader);
      if (type !== undefined) scope.add({ sort: 'function', type: scope.functionType(type) });
    },
    10: () => addImport(reader, scope, boundary),
    11: () => addExport(reader, scope, boundary),
  };
  if (id === 4) return addComponent(reader, scope);
  const readOne = each[id];
  if (readOne) readAll(reader, readOne);
}

function addComponent(reader: WasmReader, scope: WitScope): void {
  const { bytes, offset, end } = reader;
  const open: OpenComponent = (given) => {
    const boundary = newBoundary(given);
    readComponent(new WasmReader(bytes, offset, end), new WitScope(scope), boundary);
    return boundary.instance;
  };
  scope.add({ sort: 'component', open });
}

// instance ::= 0x00 componentidx vec(name sortidx) | 0x01 vec(exportname sortidx)
function addInstance(reader: WasmReader, scope: WitScope): void {
  if (reader.byte() === 0x00) {
    const component = scope.item(0x04, reader.u32());
    const given = new Map(readAll(reader, () => [reader.name(), readSortIndex(reader, scope)] as const));
    if (component.sort === 'component') scope.add({ sort: 'instance', instance: component.open(given) });
    return;
  }
  const exports = new Map(
    readAll(reader, () => [readExternName(reader), readSortIndex(reader, scope)] as const),
  );
  scope.add({ sort: 'instance', instance: { name: undefined, exports } });
}

// alias ::= sort (0x00 instanceidx name | 0x01 core:instanceidx name | 0x02 count idx)
function addAlias(reader: WasmReader, scope: WitScope): void {
  const sort = readSort(reader);
  const target = reader.byte();
  const index = reader.u32();
  if (target === 0x02) {
    const outer = reader.u32();
    return scope.add(scope.above(index).item(sort, outer));
  }
  const name = reader.name();
  if (target !== 0x00) return;
  const found = scope.instance(index).exports.get(name);
  if (!found) throw new MalformedWasm(`an instance has no "${name}"`, reader.offset);
  scope.add(found);
}

function addImport(reader: WasmReader, scope: WitScope, { given, imports, instance }: Boundary): void {
  const name = readExternName(reader);
  const declared = readExtern(reader, scope);
  const item = given.get(name) ?? nameType(name, declared, instance);
  // What was given keeps the name it has.
  scope.add(item);
  imports.set(name, item);
}

// export ::= name sortidx externdesc?
function addExport(reader: WasmReader, scope: WitScope, { instance }: Boundary): void {
  const name = readExternName(reader);
  const found = readSortIndex(reader, scope);
  const declared = reader.byte() === 0x00 ? undefined : readExtern(reader, scope);
  // Of a function the declared type speaks in names that are exported; an instance is known better than its type.
  const item = found.sort === 'function' || found.sort === 'other' ? (declared ?? found) : found;
  const named = nameType(name, item, instance);
  scope.add(named);
  instance.exports.set(name, named);
}

/** A type that gets a name is known by it, and by who gave it. */
function nameType(name: string, item: WitItem, owner: WitInstance): WitItem {
  if (item.sort !== 'type' || !isValueType(item.type)) return item;
  return { sort: 'type', type: { kind: 'named', name, owner, type: item.type } };
}

function readDefinition(reader: WasmReader, scope: WitScope): WitDefinition {
  const form = reader.byte();
  if (form === 0x41 || form === 0x42) return readDeclaredType(form, reader, scope);
  const found = readDefinedType(form, reader, scope);
  if (!found) throw new MalformedWasm(`unknown type ${String(form)}`, reader.offset - 1);
  return found;
}

/** The type of instances or components: read to its end now, and anew for each that has it. */
function readDeclaredType(form: number, reader: WasmReader, scope: WitScope): WitDefinition {
  const { bytes, offset, end } = reader;
  const readAt = (at: WasmReader, given: ReadonlyMap<string, WitItem>): WitInstance => {
    const boundary = newBoundary(given);
    const inner = new WitScope(scope);
    readAll(at, () => addDeclaration(at, inner, boundary));
    return boundary.instance;
  };
  readAt(reader, none);
  const open: OpenComponent = (given) => readAt(new WasmReader(bytes, offset, end), given);
  return { kind: form === 0x42 ? 'instance' : 'component', open };
}

// instancedecl, componentdecl
function addDeclaration(reader: WasmReader, scope: WitScope, boundary: Boundary): void {
  const form = reader.byte();
  if (form === 0x00) return skipCoreType(reader);
  if (form === 0x01) return scope.add({ sort: 'type', type: readDefinition(reader, scope) });
  if (form === 0x02) return addAlias(reader, scope);
  if (form === 0x03) return addImport(reader, scope, boundary);
  if (form !== 0x04) throw new MalformedWasm(`unknown declaration ${String(form)}`, reader.offset - 1);
  const name = readExternName(reader);
  const item = nameType(name, readExtern(reader, scope), boundary.instance);
  scope.add(item);
  boundary.instance.exports.set(name, item);
}

// externdesc (Binary.md "Import and Export Definitions").
function readExtern(reader: WasmReader, scope: WitScope): WitItem {
  const sort = reader.byte();
  if (sort === 0x00) {
    reader.skip(1);
    reader.u32();
    return { sort: 'other' };
  }
  if (sort === 0x03 && reader.byte() === 0x01) return { sort: 'type', type: { kind: 'resource' } };
  const { offset } = reader;
  const index = reader.u32();
  if (sort === 0x01) return { sort: 'function', type: scope.functionType(index) };
  const type = scope.definition(index);
  if (sort === 0x03) return { sort: 'type', type };
  if (sort === 0x05 && type.kind === 'instance') return { sort: 'instance', instance: type.open(none) };
  if (sort === 0x04 && type.kind === 'component') return { sort: 'component', open: type.open };
  throw new MalformedWasm(`unknown import or export ${String(sort)}`, offset);
}

// importname'/exportname' ::= 0x00 len name | 0x01 len name (0x01 is the older form for interface names).
function readExternName(reader: WasmReader): string {
  const form = reader.byte();
  if (form > 0x01) throw new MalformedWasm(`unknown name form ${String(form)}`, reader.offset - 1);
  return reader.name();
}

function readSortIndex(reader: WasmReader, scope: WitScope): WitItem {
  const sort = readSort(reader);
  return scope.item(sort, reader.u32());
}

/** 0x00 is followed by what it is of a core module. */
function readSort(reader: WasmReader): number {
  const sort = reader.byte();
  if (sort === 0x00) reader.skip(1);
  return sort;
}
