// Seed files of the state store, as the editor writes and reads them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSeedFile, seedFileText } from '../../../../src/host/debug/stateSeedFile.ts';
import { parseStateSeeds } from '../../../../src/runtime/services/workspaceFiles.ts';

const entry = (key: string, value: string) => ({ key, value, size: value.length, version: '1:0:x' });

it('what is written is what runs start with', () => {
  const text = fc.string({ minLength: 1 }).filter((each) => !each.startsWith('hex:') && each !== '__proto__');
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(text, text), { selector: ([key]) => key }), (pairs) => {
      const file = seedFileText(pairs.map(([key, value]) => entry(key, value)));
      expect(file.left).toBe(0);
      const byKey = (list: readonly { key: string; value: string }[]): unknown =>
        Object.fromEntries(list.map(({ key, value }) => [key, value]));
      const expected = byKey(pairs.map(([key, value]) => ({ key, value })));
      expect(byKey(parseStateSeeds(file.text, 'a.json'))).toEqual(expected);
      expect(byKey(readSeedFile(file.text, 'a.json'))).toEqual(expected);
    }),
  );
});

it('bytes that are no text are left out, and counted', () => {
  const { text, left } = seedFileText([entry('a', '1'), entry('b', 'hex:ff'), entry('hex:00', 'c')]);
  expect([JSON.parse(text), left]).toEqual([{ a: '1' }, 2]);
});

describe('a seed file', () => {
  it('may hold a list, and values that are no text', () => {
    expect(readSeedFile('[{"a": {"b": 1}}, {"c": "d"}]', 'a.json')).toEqual([
      { key: 'a', value: '{"b":1}' },
      { key: 'c', value: 'd' },
    ]);
  });

  it.each([
    ['{', /a\.json is no JSON/],
    ['[1]', /a\.json holds no keys and values/],
  ])('%s is refused', (text, message) => {
    expect(() => readSeedFile(text, 'a.json')).toThrow(
      expect.objectContaining({ code: 'FILE_INVALID', message: expect.stringMatching(message) as string }),
    );
  });
});
