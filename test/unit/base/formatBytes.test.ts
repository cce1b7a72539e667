// Sizes as people read them.
import { expect, it } from 'vitest';
import { formatBytes } from '../../../src/base/formatBytes.ts';

it.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1024, '1.0 KiB'],
  [10_188, '9.9 KiB'],
  [10_200, '10 KiB'],
  [1_048_063, '1023 KiB'],
  [1_048_570, '1.0 MiB'],
  [52_428_800, '50 MiB'],
  [5 * 1024 ** 4, '5120 GiB'],
])('%d is %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
