// The lines that tie another operator into a Rust module that is there, as minimal edits of lib.rs and Cargo.toml: every other
// byte stays. Reads just so much of both as that takes; knows no files.
import { AppError } from '../../base/errors.ts';
import type { ModuleOperationType } from '../../graph/model.ts';
import type { RustSdk } from './operatorKinds.ts';

/** What a Rust module says about itself. */
export interface ModuleText {
  readonly name: string;
  /** Text of Cargo.toml. */
  readonly manifest: string;
  /** Text of src/lib.rs. */
  readonly library: string;
}

/** How the module reaches the host. Errors: MODULE_NOT_EXTENDABLE. */
export function sdkOf(module: ModuleText): RustSdk {
  if (/^\s*(?:\[dependencies\.)?wasm_graph_sdk\b/m.test(module.manifest)) return 'wasm_graph_sdk';
  if (/^\s*(?:\[dependencies\.)?wit-bindgen\b/m.test(module.manifest)) return 'wit-bindgen';
  throw refuse(module, 'its Cargo.toml depends neither on wasm_graph_sdk nor on wit-bindgen');
}

/** `package.version`, or 1.0.0 where it is not written as a text. */
export function moduleVersion({ manifest }: ModuleText): string {
  const table = /^\s*\[package\][^\n]*\n(?<body>(?:(?!\s*\[)[^\n]*(?:\n|$))*)/m.exec(manifest)?.groups;
  return (
    /^\s*version\s*=\s*["'](?<version>[\w.+-]+)["']/m.exec(table?.['body'] ?? '')?.groups?.['version'] ??
    '1.0.0'
  );
}

/** The type that `export!` names, for which interfaces are implemented. Errors: MODULE_NOT_EXTENDABLE. */
export function findCarrier(module: ModuleText): string {
  const carrier = /^[ \t]*(?:\w+::)*export!\s*[({[]\s*(?<name>\w+)\b/m.exec(module.library)?.groups?.['name'];
  if (carrier === undefined) throw refuse(module, 'its src/lib.rs has no export!(…)');
  return carrier;
}

/** lib.rs with the operator's own file, and for bindings with the interfaces it needs. Errors: MODULE_NOT_EXTENDABLE, TARGET_EXISTS. */
export function addToLibrary(module: ModuleText, type: ModuleOperationType, sdk: RustSdk): string {
  const { library, name } = module;
  const has = [
    new RegExp(`^\\s*(?:pub )?mod ${type}\\b`, 'm'),
    new RegExp(`^\\s*export wasm-graph:processor/%?${type}@`, 'm'),
    new RegExp(`^\\s*#\\[(?:\\w+::)*${type}_operator\\b`, 'm'),
  ];
  if (has.some((pattern) => pattern.test(library)))
    throw new AppError('TARGET_EXISTS', `The module "${name}" has an operator of type ${type} already.`);
  const withWorld = sdk === 'wit-bindgen' ? addToWorld(module, type) : library;
  return addModule(withWorld, type);
}

/** Cargo.toml with what the operator's code depends on. Errors: MODULE_NOT_EXTENDABLE. */
export function addToCargo(module: ModuleText): string {
  const { manifest } = module;
  if (/^\s*(?:\[dependencies\.)?serde_json\b/m.test(manifest)) return manifest;
  const table = /^[ \t]*\[dependencies\][^\n]*\n/m.exec(manifest);
  if (!table) throw refuse(module, 'its Cargo.toml has no table [dependencies]');
  const line = 'serde_json = { version = "1", default-features = false, features = ["alloc"] }';
  return insert(manifest, table.index + table[0].length, `${line}${newlineOf(manifest)}`);
}

/** Interfaces that the templates of all types import. */
const imports = ['logger', 'metrics'] as const;

function addToWorld(module: ModuleText, type: ModuleOperationType): string {
  const { library } = module;
  const exported = [
    ...library.matchAll(
      /^(?<indent>[ \t]*)export wasm-graph:processor\/%?[\w-]+@(?<version>[\w.-]+);[^\n]*\n/gm,
    ),
  ];
  const [first] = exported;
  const last = exported.at(-1);
  if (!first || !last || !library.includes('wit_bindgen::generate!'))
    throw refuse(
      module,
      'the world in its wit_bindgen::generate! is not written in src/lib.rs with lines such as "export wasm-graph:processor/filter@1.1.0;"',
    );
  const { indent = '', version = '' } = last.groups ?? {};
  const line = (word: string, name: string): string =>
    `${indent}${word} wasm-graph:processor/${name}@${version};${newlineOf(library)}`;
  const missing = imports.filter(
    (name) => !new RegExp(`^\\s*import wasm-graph:processor/${name}@`, 'm').test(library),
  );
  // The later place first, so that the earlier one stays where it is. `map` is a keyword of WIT.
  const exporting = line('export', type === 'map' ? '%map' : type);
  const withExport = insert(library, last.index + last[0].length, exporting);
  return insert(withExport, first.index, missing.map((name) => line('import', name)).join(''));
}

/** `mod <type>;` behind the other modules, else behind the bindings, else at the end. */
function addModule(library: string, type: ModuleOperationType): string {
  const newline = newlineOf(library);
  const last = [...library.matchAll(/^(?:pub )?mod \w+;[^\n]*(?:\n|$)/gm)].at(-1);
  if (last) {
    const isEnded = last[0].endsWith('\n');
    return insert(library, last.index + last[0].length, `${isEnded ? '' : newline}mod ${type};${newline}`);
  }
  const bindings = /^wit_bindgen::generate!\s*\([^]*?^\}\);[^\n]*\n/m.exec(library);
  if (bindings)
    return insert(library, bindings.index + bindings[0].length, `${newline}mod ${type};${newline}`);
  const gap = library === '' || library.endsWith('\n') ? '' : newline;
  return `${library}${gap}${newline}mod ${type};${newline}`;
}

function insert(text: string, offset: number, added: string): string {
  return text.slice(0, offset) + added + text.slice(offset);
}

function newlineOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

function refuse({ name }: ModuleText, reason: string): AppError {
  return new AppError(
    'MODULE_NOT_EXTENDABLE',
    `"${name}" cannot get another operator by itself, because ${reason}. Create a module of its own, or add it by hand.`,
  );
}
