// A prepared module compiled in this thread: instances are made from it, one per operation. Knows nothing about what
// the operators do.
import { compileFunction } from 'node:vm';
import type { CallGuard } from './callGuard.ts';
import type { BufferLedger } from './hostBuffer.ts';
import { CHECK_EXPORT, FUEL_EXPORT, START_EXPORT } from './meterCore.ts';
import { type GlueHooks, HOOKS_IMPORT } from './patchGlue.ts';
import type { PreparedModule } from './preparedModule.ts';
import { decodeLineTable, findPlaces, type LineTable, type SourcePlace } from './sourceLines/lineTable.ts';
import { enableExtendedConstants } from './wasmFeatures.ts';
import type { WitOperators } from './witTypes.ts';

type InstantiateCore = (
  module: WebAssembly.Module,
  imports?: WebAssembly.ImportObject,
) => WebAssembly.Instance;
type Instantiate = (
  getCore: (name: string) => WebAssembly.Module,
  imports: Readonly<Record<string, object>>,
  instantiateCore: InstantiateCore,
) => WitOperators;

export class LoadedModule {
  readonly #instantiate: Instantiate;
  readonly #cores: ReadonlyMap<string, WebAssembly.Module>;
  readonly #encodedLines: readonly Uint8Array[];
  /** Read when something has failed. */
  #lines: readonly LineTable[] | undefined;

  /** Compiles the glue and every core module; `label` names the glue in stack traces. */
  constructor(prepared: PreparedModule, label: string) {
    // The text comes from our own cache, whose digest was checked; it runs with the rights of this thread.
    const body = compileFunction(prepared.glue, [], { filename: `${label} (glue)` }) as () => Instantiate;
    this.#instantiate = body();
    this.#encodedLines = [...prepared.lines.values()];
    enableExtendedConstants();
    this.#cores = new Map(
      [...prepared.cores].map(([name, bytes]) => [name, new WebAssembly.Module(bytes)] as const),
    );
  }

  /**
   * Where the code at a place of a stack trace comes from, as `findPlaces` tells it: `offset` bytes from the start of the core module with that
   * function.
   */
  placesOf(functionIndex: number, offset: number): readonly SourcePlace[] {
    this.#lines ??= readTables(this.#encodedLines);
    for (const table of this.#lines) {
      const places = findPlaces(table, functionIndex, offset);
      if (places.length > 0) return places;
    }
    return [];
  }

  /**
   * Makes an instance and returns its exports: the guard can interrupt it, the ledger keeps its buffer handles, and its
   * memories are added to `memories`. Start functions run now.
   */
  instantiate(
    imports: Readonly<Record<string, object>>,
    ledger: BufferLedger,
    guard: CallGuard,
    memories: WebAssembly.Memory[],
  ): WitOperators {
    const getCore = (name: string): WebAssembly.Module => {
      const core = this.#cores.get(name);
      if (!core) throw new Error(`the glue asks for "${name}", which jco did not produce`);
      return core;
    };
    const instantiateCore: InstantiateCore = (module, coreImports) => {
      const instance = new WebAssembly.Instance(module, coreImports);
      const { [FUEL_EXPORT]: fuel, [CHECK_EXPORT]: check, [START_EXPORT]: start } = instance.exports;
      if (fuel instanceof WebAssembly.Global && check instanceof WebAssembly.Table) guard.attach(fuel, check);
      for (const value of Object.values(instance.exports))
        if (value instanceof WebAssembly.Memory && !memories.includes(value)) memories.push(value);
      if (typeof start === 'function') start();
      return instance;
    };
    const hooks: GlueHooks = { onResourceTables: (handles, captures) => ledger.adopt(handles, captures) };
    return this.#instantiate(getCore, { ...imports, [HOOKS_IMPORT]: hooks }, instantiateCore);
  }
}

/** Whatever is wrong with a table, the failure that is being explained is the one to tell. */
function readTables(encoded: readonly Uint8Array[]): LineTable[] {
  try {
    return encoded.map(decodeLineTable);
  } catch {
    return [];
  }
}
