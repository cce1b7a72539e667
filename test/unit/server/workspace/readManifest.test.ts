// Versions and main files from manifests, as far as they are plain.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readManifest } from '../../../../src/server/workspace/readManifest.ts';

it.each([
  ['[package]\nname = "a"\nversion = "1.2.3"\n', { version: '1.2.3', main: 'src/lib.rs' }],
  [
    '[package]\r\nversion=\'1.2.3\' # c\r\n[lib]\r\npath = "lib/a.rs"\r\n',
    { version: '1.2.3', main: 'lib/a.rs' },
  ],
  ['[package]\nversion.workspace = true\n', { main: 'src/lib.rs' }],
  ['[dependencies]\nversion = "9"\n[dependencies.serde]\nversion = "9"\n', { main: 'src/lib.rs' }],
])('reads Cargo.toml %j', (text, expected) => expect(readManifest('Cargo.toml', text)).toEqual(expected));

it.each([
  ['{"version": "1.0.0", "main": "./src/a.js"}', { version: '1.0.0', main: 'src/a.js' }],
  ['{"version": 1', {}],
  ['null', {}],
  ['[]', {}],
])('reads package.json %j', (text, expected) => expect(readManifest('package.json', text)).toEqual(expected));

it('takes any text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('Cargo.toml', 'package.json'),
      (text, name) => {
        readManifest(name, text);
      },
    ),
  );
});
