// Source is read on every save, half typed or not source at all: nothing throws and nothing takes long.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readParameters } from '../../../../../src/server/workspace/source/readParameters.ts';
import { readSource } from '../../../../../src/server/workspace/source/sourceFile.ts';
import type { SourceLanguage } from '../../../../../src/server/workspace/source/tokens.ts';

const operators = new URL('../../../../../samples/thermostats/operators/', import.meta.url);
const samples: Readonly<Record<SourceLanguage, readonly string[]>> = {
  rust: ['temperature/src/lib.rs', 'temperature/src/settings.rs', 'collection/src/lib.rs'],
  python: ['bounds-py/bounds_py.py', 'format-py/format_py.py'],
  javascript: ['label-js/label-js.js'],
};
const languages = Object.keys(samples) as SourceLanguage[];

function read(text: string, language: SourceLanguage): void {
  const source = readSource(text, language);
  for (const { start, end } of [...source.operators, ...readParameters([source])]) {
    expect(start).toBeLessThan(end);
    expect(end).toBeLessThanOrEqual(text.length);
  }
}

describe.each(languages)('%s', (language) => {
  const texts = samples[language].map((path) => readFileSync(new URL(path, operators), 'utf8'));

  it('is read however it is cut and mixed up', () => {
    const piece = fc
      .tuple(fc.constantFrom(...texts), fc.nat(), fc.nat(400))
      .map(([text, at, length]) => text.slice(at % text.length, (at % text.length) + length));
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' })), { maxLength: 12 }), (pieces) => {
        read(pieces.join(''), language);
      }),
      { numRuns: 400 },
    );
  });

  it.each([
    '(',
    ')',
    '([{',
    '"',
    "'",
    '/*',
    '`${',
    'fn a(',
    'fn a(){',
    'use a::{',
    'use ',
    'impl ',
    'impl map::Guest for A {',
    '#[map_operator(',
    'def a(',
    'class Map(exports.Map):\n ',
    'export {map,',
    'export { map }\n',
    'a = b => ',
    'a: (b) => ',
    'configuration ',
    'export const map = { init(configuration) { configuration.properties.find(([k]) => k === k ',
    'fn a(c: ModuleConfiguration) { for (k, v) in &c.properties { a(k, k); match k { ',
    'def init(self, c: ModuleConfiguration):\n    p = dict(c.properties)\n',
  ])('is read quickly when all of it is %j', (part) => {
    const text = part.repeat(Math.ceil(20_000 / part.length));
    const start = process.cpuUsage();
    read(text, language);
    // Of the processor, whatever else it does meanwhile: what takes quadratic time takes longer by far.
    expect(process.cpuUsage(start).user / 1000).toBeLessThan(3000);
  });
});
