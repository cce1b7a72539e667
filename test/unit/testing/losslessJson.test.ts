// JSON read without losing anything, and located where it is broken.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeNumber, showNode } from '../../../src/testing/jsonNode.ts';
import { maxJsonDepth, parseJson } from '../../../src/testing/losslessJson.ts';

function show(text: string): string {
  const result = parseJson(text);
  if ('fault' in result) throw new Error(`fault at ${String(result.fault.offset)}: ${result.fault.found}`);
  return showNode(result.parsed.root);
}

function faultOf(text: string): { offset: number; found: string } {
  const result = parseJson(text);
  if ('parsed' in result) throw new Error('the text was accepted');
  return result.fault;
}

describe('reading JSON', () => {
  it.each(['653.8888888888889', '9007199254740993', '1695.0', '-0', '1E+400', '0.1e-7'])(
    'keeps the number %s as printed',
    (text) => {
      expect(show(`[${text}]`)).toBe(`[${text}]`);
    },
  );

  it('agrees with JSON.parse on everything JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(JSON.parse(show(text))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('accepts and refuses exactly what JSON.parse does', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ':',
      ',',
      '"a"',
      '1',
      '01',
      '-',
      'true',
      'nul',
      ' ',
      '\n',
      '"',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 9 }), (parts) => {
        const text = parts.join('');
        let isValid = true;
        try {
          JSON.parse(text);
        } catch {
          isValid = false;
        }
        expect('parsed' in parseJson(text)).toBe(isValid);
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps keys that objects have by nature', () => {
    expect(show('{"__proto__": 1, "constructor": 2}')).toBe('{"__proto__":1,"constructor":2}');
  });

  it('counts nesting, not the number of lists', () => {
    const lists = Array.from({ length: maxJsonDepth + 1 }, () => '[]').join(',');
    expect(show(`[${lists}]`)).toBe(`[${lists}]`);
  });

  it('skips a byte order mark', () => {
    expect(show('\uFEFF[1]')).toBe('[1]');
  });

  it('knows where each value stands', () => {
    const result = parseJson(' {"a": [10, "b"]}');
    if (!('parsed' in result)) throw new Error('not read');
    const texts = [...result.parsed.places.values()].map(({ start, end }) =>
      ' {"a": [10, "b"]}'.slice(start, end),
    );
    expect(texts).toEqual(['10', '"b"', '[10, "b"]', '{"a": [10, "b"]}']);
  });
});

describe('broken JSON', () => {
  it.each([
    ['{"a": 1,}', 8, 'unexpected "}"'],
    ['[1,\n]', 4, 'unexpected "]"'],
    ['{"a":', 5, 'it ends too early'],
    ['', 0, 'it ends too early'],
    ['1 2', 2, 'unexpected "2"'],
    ['{"a" 1}', 5, 'unexpected "1}"'],
    ['["open]', 1, 'unexpected "\\"open]"'],
    ["{'a': 1}", 1, `unexpected "'a': 1}"`],
  ])('%j is located', (text, offset, found) => {
    expect(faultOf(text)).toEqual({ offset, found });
  });

  it('includes nesting without end, in a text of any length', () => {
    expect('parsed' in parseJson('['.repeat(maxJsonDepth) + ']'.repeat(maxJsonDepth))).toBe(true);
    expect(faultOf('['.repeat(100_000))).toEqual({
      offset: maxJsonDepth,
      found: `nested more than ${String(maxJsonDepth)} deep`,
    });
  });
});

describe('numbers', () => {
  it.each([
    ['1.0', '1'],
    ['1500', '1.5e3'],
    ['0.0', '-0'],
    ['0e5', '0'],
    ['0.00120', '12E-4'],
    ['10000000000000000000000', '1e22'],
  ])('%s and %s are the same', (a, b) => {
    expect(normalizeNumber(a)).toBe(normalizeNumber(b));
  });

  it.each([
    ['9007199254740992', '9007199254740993'],
    ['653.8888888888889', '653.88888888888889'],
    ['1', '-1'],
    ['1e400', '1e401'],
    ['10', '1'],
  ])('%s and %s differ', (a, b) => {
    expect(normalizeNumber(a)).not.toBe(normalizeNumber(b));
  });

  it('are the same exactly when their decimal values are', () => {
    const parts = fc.record({ digits: fc.bigInt(-999n, 999n), zeros: fc.nat(5) });
    const write = ({ digits, zeros }: { digits: bigint; zeros: number }, padding: number): string =>
      `${(digits * 10n ** BigInt(padding)).toString()}e${String(zeros - padding)}`;
    fc.assert(
      fc.property(parts, parts, fc.nat(6), fc.nat(6), (a, b, paddingA, paddingB) => {
        const isSame = a.digits * 10n ** BigInt(a.zeros) === b.digits * 10n ** BigInt(b.zeros);
        expect(normalizeNumber(write(a, paddingA)) === normalizeNumber(write(b, paddingB))).toBe(isSame);
      }),
    );
  });
});
