// JSON over lines: the same JSON, written as it was.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatJson } from '../../../src/base/formatJson.ts';

describe('formatted JSON', () => {
  it('is what JSON.stringify makes of it with two spaces', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(formatJson(JSON.stringify(value))).toBe(JSON.stringify(value, undefined, 2));
      }),
    );
  });

  it('keeps numbers and placeholders as they are written', () => {
    expect(formatJson('{"a":1.0,"b":12345678901234567890,"c":{{random 0 1}},"d":["{{pick a b}}"]}')).toBe(
      '{\n  "a": 1.0,\n  "b": 12345678901234567890,\n  "c": {{random 0 1}},\n  "d": [\n    "{{pick a b}}"\n  ]\n}',
    );
  });

  it('stays as it is when it is formatted again', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const once = formatJson(json);
        expect(formatJson(once)).toBe(once);
      }),
    );
  });
});
