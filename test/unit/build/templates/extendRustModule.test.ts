// Another operator in a Rust module that is there: lines are added, none is changed.
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/base/errors.ts';
import {
  addToCargo,
  addToLibrary,
  findCarrier,
  moduleVersion,
  sdkOf,
} from '../../../../src/build/templates/extendRustModule.ts';

const library = `//! My module.   Odd   spaces stay.

wit_bindgen::generate!({
    path: "../wit", // where it is
    inline: "
        package my:module;
        world operators {
            import wasm-graph:processor/logger@1.1.0;
            export wasm-graph:processor/filter@1.1.0; // kept
        }
    ",
    world: "my:module/operators",
    generate_all,
});

mod reading;

struct Mine;
export!(Mine);
`;
const manifest =
  '[package]\nname = "mine"\nversion = "2.1.0" # released\n\n[dependencies]\nwit-bindgen = "0.63"\n';
const mine = { name: 'mine', library, manifest };

const codeOf = (act: () => unknown): string | undefined => {
  try {
    act();
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
  return undefined;
};

describe('a module with bindings of its own', () => {
  it('gets an export, a module, and the interfaces that are missing', () => {
    const added = addToLibrary(mine, 'map', 'wit-bindgen').split('\n');
    const before = library.split('\n');
    expect(added.filter((line) => !before.includes(line))).toEqual([
      '            import wasm-graph:processor/metrics@1.1.0;',
      '            export wasm-graph:processor/%map@1.1.0;',
      'mod map;',
    ]);
    expect(added.filter((line) => before.includes(line))).toEqual(before);
    expect(added.indexOf('mod map;')).toBe(added.indexOf('mod reading;') + 1);
  });

  it('keeps its line ends', () => {
    const windows = { ...mine, library: library.replaceAll('\n', '\r\n') };
    expect(addToLibrary(windows, 'map', 'wit-bindgen').replaceAll('\r\n', '')).not.toContain('\n');
  });

  it('is implemented for its own type, told with its version', () => {
    expect(findCarrier(mine)).toBe('Mine');
    expect(moduleVersion(mine)).toBe('2.1.0');
    expect(moduleVersion({ ...mine, manifest: '[package]\nversion.workspace = true\n' })).toBe('1.0.0');
    expect(sdkOf(mine)).toBe('wit-bindgen');
  });

  it('gets a dependency where it has none', () => {
    expect(addToCargo(mine)).toBe(
      manifest.replace(
        '[dependencies]\n',
        '[dependencies]\nserde_json = { version = "1", default-features = false, features = ["alloc"] }\n',
      ),
    );
    const complete = { ...mine, manifest: `${manifest}serde_json = "1"\n` };
    expect(addToCargo(complete)).toBe(complete.manifest);
  });
});

it('refuses a type that the module has', () => {
  expect(codeOf(() => addToLibrary(mine, 'filter', 'wit-bindgen'))).toBe('TARGET_EXISTS');
  const sdk = { ...mine, library: '#[wasm_graph_sdk::macros::delay_operator]\nfn f() {}\n' };
  expect(codeOf(() => addToLibrary(sdk, 'delay', 'wasm_graph_sdk'))).toBe('TARGET_EXISTS');
});

it('adds a module at the end where there is no other', () => {
  const sdk = { ...mine, library: '#[map_operator]\nfn f() {}' };
  expect(addToLibrary(sdk, 'delay', 'wasm_graph_sdk')).toBe('#[map_operator]\nfn f() {}\n\nmod delay;\n');
});

it('refuses modules whose source it does not understand', () => {
  const fromFile = {
    ...mine,
    library: 'wit_bindgen::generate!({ path: "wit", world: "map-impl" });\nexport!(M);\n',
  };
  expect(codeOf(() => addToLibrary(fromFile, 'filter', 'wit-bindgen'))).toBe('MODULE_NOT_EXTENDABLE');
  expect(codeOf(() => findCarrier({ ...mine, library: '' }))).toBe('MODULE_NOT_EXTENDABLE');
  expect(codeOf(() => sdkOf({ ...mine, manifest: '[dependencies]\n' }))).toBe('MODULE_NOT_EXTENDABLE');
  expect(codeOf(() => addToCargo({ ...mine, manifest: '[package]\n' }))).toBe('MODULE_NOT_EXTENDABLE');
});
