// Where operators are found in source text, form by form: «what is marked» is the place.
import { describe, expect, it } from 'vitest';
import { readSource } from '../../../../../src/server/workspace/source/sourceFile.ts';
import type { SourceLanguage } from '../../../../../src/server/workspace/source/tokens.ts';

/** `text` marks each place as «type|place»; the marks are taken out. */
function check(language: SourceLanguage, marked: string): void {
  const expected: string[] = [];
  let text = '';
  for (const [index, part] of marked.split(/[«»]/).entries()) {
    if (index % 2 === 0) text += part;
    else {
      const [type = '', place = ''] = part.split('|');
      expected.push(`${type} ${String(text.length)} ${place}`);
      text += place;
    }
  }
  const { operators } = readSource(text, language);
  expect(
    operators.map(({ type, start, end }) => `${type} ${String(start)} ${text.slice(start, end)}`),
  ).toEqual(expected);
}

describe('Rust', () => {
  it.each([
    [
      'the macro',
      '#[map_operator(init = "start")]\nfn «map|convert»(input: DataModel) -> Result<DataModel, Error> {}',
    ],
    [
      'the macro with its path',
      '#[macros::filter_operator(init = "i")]\npub fn «filter|keep»(input: DataModel) {}',
    ],
    [
      'the macro before other attributes',
      '#[accumulate_operator(init = "i")]\n#[allow(clippy::all)]\nfn «accumulate|sum»(a: D, b: Vec<D>) {}',
    ],
    [
      'a guest by its path',
      '«map|impl exports::wasm_graph::processor::map::Guest for Thing» { fn init() {} }',
    ],
    [
      'a guest by the name of its module',
      'use exports::wasm_graph::processor as operators;\n«delay|impl operators::delay::Guest for Thing» {}',
    ],
    [
      'an imported guest',
      'use exports::wasm_graph::processor::branch::Guest;\n«branch|impl Guest for Thing» {}',
    ],
    [
      'guests imported by other names',
      'use exports::wasm_graph::processor::{map::Guest as MapGuest, filter::{self, Guest as F}};\n«map|impl MapGuest for A» {}\n«filter|impl F for A» {}',
    ],
    [
      'modules imported by other names',
      'use exports::p::{map, filter as f};\n«map|impl map::Guest for A» {} «filter|impl f::Guest for A» {}',
    ],
    [
      'several operators in modules',
      'mod a { #[map_operator(init = "i")] fn «map|x»() {} }\nmod b { #[filter_operator(init = "i")] fn «filter|y»() {} }',
    ],
    [
      'none in comments and texts',
      '// #[map_operator(init = "i")] fn a() {}\n/* impl map::Guest for A {} */ const A: &str = "impl map::Guest for B {}";',
    ],
    [
      'none for other guests',
      'use exports::other::api::Guest;\nimpl Guest for A {}\nimpl render::Guest for A {}\nimpl map::Other for A {}',
    ],
    [
      'none for other traits',
      'impl Iterator for map::Guest {}\nimpl A { fn map_operator() {} }\nfn main() { let a = [map_operator(init)]; }',
    ],
    ['none without a function', '#[map_operator(init = "i")]'],
  ])('finds %s', (_title, marked) => check('rust', marked));
});

describe('Python', () => {
  it.each([
    ['a class of the exports', 'class «map|Map»(exports.Map):\n    def init(self, c): pass'],
    ['a class by its longer path', 'class «filter|Filter»(filter_impl.exports.Filter):\n    pass'],
    [
      'a class with both functions',
      'class «delay|Delay»:\n    def init(self, c) -> bool:\n        return True\n    def process(self, d, t):\n        return t\n',
    ],
    [
      'no other class',
      'class Map:\n    def get(self): pass\nclass MapReader(exports.Map): pass\nclass map(exports.map): pass',
    ],
    ['none in texts', '"""\nclass Map(exports.Map):\n    pass\n"""\n# class Filter(exports.Filter):\n'],
    ['no function of the class behind it', 'class Map:\n    pass\ndef init(c): pass\ndef process(c): pass\n'],
  ])('finds %s', (_title, marked) => check('python', marked));
});

describe('JavaScript', () => {
  it.each([
    ['an exported constant', 'export const «map|map» = {\n  init() {},\n  process() {},\n};'],
    ['an exported class', 'export class «filter|filter» { static init() {} }'],
    ['an exported name', 'const «map|impl» = { init() {} };\nexport { impl as map };'],
    [
      'exported names',
      'const «map|map» = {}, other = 1;\nlet «branch|branch» = {};\nexport { map, branch, other };',
    ],
    ['a name from elsewhere', 'import { a } from "./a.js";\nexport { a as «map|map» };'],
    [
      'none that is not exported',
      'const map = {};\nexport const other = {};\n// export const filter = {}\nexport default map;',
    ],
  ])('finds %s', (_title, marked) => check('javascript', marked));
});
