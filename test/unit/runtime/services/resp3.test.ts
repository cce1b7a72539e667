// RESP3 as requests and replies of the state store have it, and whatever else may come.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readBlobStrings,
  writeBlobString,
  writeBlobStrings,
  writeLine,
} from '../../../../src/runtime/services/resp3.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const textOf = (value: Uint8Array): string => Buffer.from(value).toString('latin1');
const read = (text: string, keep = 10): string[] | undefined =>
  readBlobStrings(bytes(text), keep)?.first.map(textOf);
const strings = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 8 });

describe('an array of blob strings', () => {
  it.each([
    ['*2\r\n$3\r\nGET\r\n$7\r\nSETKEY2\r\n', ['GET', 'SETKEY2']],
    ['*1\r\n$0\r\n\r\n', ['']],
    ['*1\r\n$4\r\n\r\n$1\r\n', ['\r\n$1']],
    ['*0\r\n', []],
  ])('is read: %j', (text, expected) => expect(read(text)).toEqual(expected));

  it.each([
    '',
    '*',
    '*\r\n',
    '*-1\r\n',
    '*1\r',
    '*1\n$1\nx\n',
    '*1\r\n',
    '*1\r\n$1\r\nx',
    '*1\r\n$1\r\nx\r',
    '*1\r\n$1\r\nxx\r\n',
    '*1\r\n$2\r\nx\r\n',
    '*1\r\n$-1\r\n',
    '*1\r\n$+1\r\nx\r\n',
    '*1\r\n$ 1\r\nx\r\n',
    '*1\r\n+x\r\n',
    '*1\r\n:1\r\n',
    '*1\r\n$1\r\nx\r\n ',
    '*1\r\n$99999999999999999999\r\nx\r\n',
    '*99999999999999999999\r\n$1\r\nx\r\n',
    '$1\r\nx\r\n',
    'GET x\r\n',
  ])('is not %j', (text) => expect(read(text)).toBeUndefined());

  it('comes back as it was written, however many strings are kept', () => {
    fc.assert(
      fc.property(strings, fc.nat({ max: 9 }), (values, keep) => {
        const result = readBlobStrings(writeBlobStrings(values), keep);
        expect(result?.count).toBe(values.length);
        expect(result?.first.map(textOf)).toEqual(values.slice(0, keep).map(textOf));
      }),
    );
  });

  it('is refused when its end is missing, or something follows', () => {
    fc.assert(
      fc.property(strings, fc.nat(), fc.uint8Array({ minLength: 1 }), (values, cut, more) => {
        const whole = writeBlobStrings(values);
        expect(readBlobStrings(whole.subarray(0, cut % whole.length), 8)).toBeUndefined();
        expect(readBlobStrings(Buffer.concat([whole, more]), 8)).toBeUndefined();
      }),
    );
  });

  it('is never read from bytes that do not spell it out', () => {
    const parts = fc.constantFrom('*', '$', '\r\n', '\r', '1', '2', '99999999', 'GET', '-1', '\0');
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (all) => {
        const result = readBlobStrings(bytes(all.join('')), 99);
        if (result) expect(textOf(writeBlobStrings(result.first))).toBe(all.join(''));
      }),
    );
  });

  it('of a million strings is counted without keeping them', () => {
    const many = bytes(`*1000000\r\n${'$0\r\n\r\n'.repeat(1_000_000)}`);
    expect(readBlobStrings(many, 3)).toEqual({ count: 1_000_000, first: [bytes(''), bytes(''), bytes('')] });
  });
});

describe('a reply', () => {
  it('is a line or a blob string', () => {
    expect(textOf(writeLine('+OK'))).toBe('+OK\r\n');
    expect(textOf(writeBlobString(bytes('1234')))).toBe('$4\r\n1234\r\n');
    expect(textOf(writeBlobString(bytes('')))).toBe('$0\r\n\r\n');
  });
});
