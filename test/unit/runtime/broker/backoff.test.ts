// Waiting before the next attempt to connect.
import { expect, it } from 'vitest';
import { backoffMs } from '../../../../src/runtime/broker/backoff.ts';

it('doubles from 250 ms to 30 s and takes at most a quarter off', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 8, 100].map((attempt) => backoffMs(attempt, () => 0));
  expect(longest).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  expect(backoffMs(1, () => 0.5)).toBe(219);
  expect(backoffMs(100, () => 1)).toBe(22_500);
});
