// Reads what a WebAssembly module offers and needs, from its section headers alone. Knows nothing about graphs and runs
// nothing. Names and versions only: they do not prove the shape of the types behind them.
import { AppError } from '../../base/errors.ts';
import type { ModuleInterface, OperationModule } from '../../graph/checkModules.ts';
import { MalformedWasm, readPreamble, readSections, WasmReader } from './wasmReader.ts';

/** A name such as `wasm-graph:processor/map@1.1.0` taken apart; of plain names, package and version are empty. */
export interface InterfaceName extends ModuleInterface {
  /** The text as it stands in the module. */
  readonly full: string;
}

/** What {@link inspectModule} found in a component. */
export interface ModuleFacts extends OperationModule {
  readonly imports: readonly InterfaceName[];
  readonly exports: readonly InterfaceName[];
}

// Section ids of the component layer: component model, Binary.md "Component Definitions".
const IMPORT_SECTION = 10;
const EXPORT_SECTION = 11;

/**
 * Reads imports and exports of the component `bytes`; `label` names the file in messages.
 * Errors: MODULE_NOT_WASM, MODULE_CORE_NOT_COMPONENT, MODULE_MALFORMED.
 */
export function inspectModule(bytes: Uint8Array, label: string): ModuleFacts {
  const kind = readPreamble(bytes);
  if (kind === 'unknown') throw new AppError('MODULE_NOT_WASM', describeForeignFile(bytes, label));
  if (kind === 'core')
    throw new AppError(
      'MODULE_CORE_NOT_COMPONENT',
      `${label} is a core WebAssembly module, not a component. Build it for the target wasm32-wasip2, or wrap it with "jco new" or "wasm-tools component new".`,
    );
  try {
    return readComponent(bytes);
  } catch (cause) {
    if (!(cause instanceof MalformedWasm)) throw cause;
    throw new AppError(
      'MODULE_MALFORMED',
      `${label} is damaged or cut off (${cause.message}, file has ${String(bytes.length)} bytes). Build or pull it again.`,
      { cause },
    );
  }
}

function readComponent(bytes: Uint8Array): ModuleFacts {
  const imports: InterfaceName[] = [];
  const exports: InterfaceName[] = [];
  for (const section of readSections(bytes)) {
    const reader = new WasmReader(bytes, section.start, section.end);
    if (section.id === IMPORT_SECTION) readEntries(reader, imports, skipExternDesc);
    if (section.id === EXPORT_SECTION) readEntries(reader, exports, skipExportTarget);
  }
  return { imports, exports, sizeBytes: bytes.length };
}

function readEntries(
  reader: WasmReader,
  into: InterfaceName[],
  skipRest: (reader: WasmReader) => void,
): void {
  for (let left = reader.u32(); left > 0; left -= 1) {
    into.push(parseInterfaceName(readExternName(reader)));
    skipRest(reader);
  }
}

// importname'/exportname' ::= 0x00 len name | 0x01 len name (0x01 is the older form for interface names).
function readExternName(reader: WasmReader): string {
  const form = reader.byte();
  if (form > 0x01) throw new MalformedWasm(`unknown name form ${String(form)}`, reader.offset - 1);
  return reader.name();
}

// externdesc (Binary.md "Import and Export Definitions").
function skipExternDesc(reader: WasmReader): void {
  const sort = reader.byte();
  if (sort === 0x00) reader.skip(1); // core module: 0x00 0x11 typeidx
  if (sort === 0x02 || sort === 0x03) {
    const bound = reader.byte();
    // (type (sub resource)) carries no index; a value bound by type carries a value type.
    if (sort === 0x03 && bound === 0x01) return;
  }
  if (sort > 0x05) throw new MalformedWasm(`unknown import kind ${String(sort)}`, reader.offset - 1);
  reader.skipLeb();
}

// export ::= name sortidx externdesc?
function skipExportTarget(reader: WasmReader): void {
  if (reader.byte() === 0x00) reader.skip(1);
  reader.u32();
  if (reader.byte() !== 0x00) skipExternDesc(reader);
}

/** Takes `package:namespace/interface@version` apart; never fails. */
export function parseInterfaceName(full: string): InterfaceName {
  const match = /^(?<packageName>[^/@]+:[^/@]+)\/(?<name>[^@]+)(?:@(?<version>.+))?$/.exec(full);
  const groups = match?.groups;
  return {
    full,
    packageName: groups?.['packageName'] ?? '',
    name: groups?.['name'] ?? full,
    version: groups?.['version'] ?? '',
  };
}

function describeForeignFile(bytes: Uint8Array, label: string): string {
  if (bytes.length === 0) return `${label} is empty. Build or pull it again.`;
  const start = Buffer.from(bytes.subarray(0, 60)).toString('latin1');
  if (start.startsWith('version https://git-lfs'))
    return `${label} is a Git LFS pointer, not the module itself. Run "git lfs pull".`;
  const seen = /^[\x20-\x7e\s]+$/.test(start)
    ? `text ("${start.slice(0, 20).trim()}…")`
    : 'other binary data';
  return `${label} is not a WebAssembly module: it holds ${seen}. Check that the path leads to the built .wasm file.`;
}
