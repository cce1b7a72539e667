// A JSON text as a tree of places: the forms it keeps, and that it says the same as JSON.parse.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonText, type JsonValue } from '../../../src/debug/jsonText.ts';

const read = (text: string): JsonText => JsonText.read(text)!;

/** The value, put together from its members again. */
function rebuild(json: JsonText, value: JsonValue): unknown {
  const members = json.members(value);
  if (value.kind === 'array') return members.map((member) => rebuild(json, member.value));
  if (value.kind === 'object') {
    return Object.fromEntries(members.map(({ key, value: member }) => [key, rebuild(json, member)]));
  }
  return JSON.parse(json.write(value));
}

describe('a JSON text', () => {
  it('keeps the form of its numbers', () => {
    const json = read(' { "a" : [ 68.0, 1e3 ], "b": "\\u00e9" } ');
    expect(json.members(json.root).map(({ key, value }) => [key, json.write(value)])).toEqual([
      ['a', '[ 68.0, 1e3 ]'],
      ['b', '"\\u00e9"'],
    ]);
    expect(json.write(json.find(['a', '0'])!)).toBe('68.0');
  });

  it('takes the last of members with one key', () => {
    const json = read('{"a":1,"a":2}');
    expect(json.write(json.find(['a'])!)).toBe('2');
  });

  it('exchanges a value and nothing around it', () => {
    const json = read('{"a": 1 ,\n"b":[true , {"c":null}]}');
    expect(json.exchange(json.find(['b', '1', 'c'])!, '"x"')).toBe('{"a": 1 ,\n"b":[true , {"c":"x"}]}');
  });

  it('has no places that are not there', () => {
    const json = read('{"a":[1]}');
    expect([json.find(['b']), json.find(['a', '1']), json.find(['a', '0', 'c'])]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each(['', '{', 'warm', '{"a":}', "{'a':1}"])('is not %j', (text) => {
    expect(JsonText.read(text)).toBeUndefined();
  });

  it('says the same as JSON.parse, with any spacing', () => {
    const spaces = fc.constantFrom(undefined, 0, 1, 2, '\t');
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), spaces, (value, space) => {
        const text = JSON.stringify(value, undefined, space);
        const json = read(text);
        expect(JSON.stringify(rebuild(json, json.root))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });
});
