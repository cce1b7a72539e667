// The expiry queue against sorting.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ExpiryQueue, type Expiring } from '../../../../src/runtime/services/expiryQueue.ts';

it('always has the earliest item first, whatever was added and removed', () => {
  const steps = fc.array(
    fc.record({ expiresAtMs: fc.integer({ min: 0, max: 100 }), remove: fc.option(fc.nat(50)) }),
  );
  fc.assert(
    fc.property(steps, (given) => {
      const queue = new ExpiryQueue<Expiring>();
      const all: Expiring[] = [];
      for (const { expiresAtMs, remove } of given) {
        const item = { expiresAtMs, queueIndex: -1 };
        all.push(item);
        queue.add(item);
        const victim = remove === null ? undefined : all[remove];
        if (victim) queue.remove(victim);
        const held = all.filter((other) => other.queueIndex >= 0);
        expect(queue.size).toBe(held.length);
        expect(queue.first?.expiresAtMs).toBe(
          held.length === 0 ? undefined : Math.min(...held.map((other) => other.expiresAtMs)),
        );
      }
      const drained: number[] = [];
      for (let first = queue.first; first; first = queue.first) {
        drained.push(first.expiresAtMs);
        queue.remove(first);
      }
      expect(drained).toEqual([...drained].sort((left, right) => left - right));
    }),
    { numRuns: 500 },
  );
});

it('forgets every item when cleared', () => {
  const queue = new ExpiryQueue<Expiring>();
  const item = { expiresAtMs: 1, queueIndex: -1 };
  queue.add(item);
  queue.clear();
  queue.remove(item);
  expect([queue.size, item.queueIndex]).toEqual([0, -1]);
});
