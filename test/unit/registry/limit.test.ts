// So many things at a time.
import { expect, it } from 'vitest';
import { limitConcurrency } from '../../../src/registry/limit.ts';

it('runs so many at a time, all of them, in order, whatever fails', async () => {
  const limit = limitConcurrency(2);
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const outcomes = await Promise.allSettled(
    [0, 1, 2, 3, 4, 5].map((n) =>
      limit(async () => {
        order.push(n);
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (n % 2 === 1) throw new Error(String(n));
        return n;
      }),
    ),
  );
  expect(most).toBe(2);
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
  expect(outcomes.map(({ status }) => status)).toEqual(
    [0, 1, 2, 3, 4, 5].map((n) => (n % 2 === 1 ? 'rejected' : 'fulfilled')),
  );
});
