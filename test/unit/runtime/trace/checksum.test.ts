// The check sum is XXH32, so that other programs can check a trace file.
import { expect, it } from 'vitest';
import { checksum } from '../../../../src/runtime/trace/checksum.ts';

const sum = (text: string): string => checksum(Buffer.from(text)).toString(16);

it('gives the published XXH32 sums', () => {
  expect(sum('')).toBe('2cc5d05');
  expect(sum('a')).toBe('550d7456');
  expect(sum('abc')).toBe('32d153ff');
  expect(sum('Nobody inspects the spammish repetition')).toBe('e2293b2f');
});

it('sums a part of the bytes at any alignment', () => {
  const bytes = Buffer.from('xxxNobody inspects the spammish repetitionyy');
  expect(checksum(bytes, 3, bytes.length - 2).toString(16)).toBe('e2293b2f');
});
