// JSON for digests, against what ORAS wrote and what JSON is.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeGoJson } from '../../../src/registry/goJson.ts';

describe('encodeGoJson', () => {
  it('writes what ORAS 1.2.0 wrote for a file of this name', () => {
    expect(encodeGoJson('a<b>&"\\ \u2028\b\f\u0001\tü😀\u007f.yaml')).toBe(
      '"a\\u003cb\\u003e\\u0026\\"\\\\ \\u2028\\b\\f\\u0001\\tü😀\u007f.yaml"',
    );
  });

  it('writes half a surrogate pair as Go does, and leaves a backslash before a "u" alone', () => {
    expect(encodeGoJson('a\ud800b\udc00\udc01')).toBe('"a\\ufffdb\\ufffd\\ufffd"');
    expect(encodeGoJson('\\ud800')).toBe('"\\\\ud800"');
  });

  it('is JSON of the same value for any text', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        expect(JSON.parse(encodeGoJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('never has a character that Go escapes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(encodeGoJson({ [text]: text })).not.toMatch(/[<>&\u2028\u2029\u0000-\u001f\p{Cs}]/u);
      }),
    );
  });
});
