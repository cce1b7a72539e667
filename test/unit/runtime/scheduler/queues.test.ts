// The order that queues and pending times give, against plain sorting.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareClocks, type HybridLogicalClock } from '../../../../src/base/hybridLogicalClock.ts';
import { type Item, ItemQueue } from '../../../../src/runtime/scheduler/item.ts';
import { PendingTimes } from '../../../../src/runtime/scheduler/pendingTimes.ts';
import { ReadySet } from '../../../../src/runtime/scheduler/readySet.ts';
import { messageOf } from '../../../helpers/testOperator.ts';

// Few values, so that equal ones are frequent; some that differ below a millisecond or in one part alone.
const clock: fc.Arbitrary<HybridLogicalClock> = fc.record({
  secs: fc.constantFrom(0n, 1n, 2n ** 63n),
  nanos: fc.constantFrom(0, 1, 999_999, 1_000_000),
  counter: fc.constantFrom(0n, 1n),
  nodeId: fc.constantFrom('a', 'b'),
});
const message = messageOf('12345');
const itemOf = (time: HybridLogicalClock, connection: number, id: number): Item => ({
  time,
  message,
  id,
  cause: 0,
  connection,
});
const entry = fc.tuple(clock, fc.nat({ max: 3 }));

describe('ItemQueue', () => {
  it('gives items by time, then connection, then arrival, also while others come', () => {
    const action = fc.oneof(entry, fc.constant('take' as const));
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const queue = new ItemQueue();
        let model: Item[] = [];
        let id = 0;
        for (const each of actions) {
          if (each === 'take') {
            expect(queue.shift()).toBe(model[0]);
            model = model.slice(1);
          } else {
            const item = itemOf(each[0], each[1], (id += 1));
            queue.push(item);
            model.push(item);
            model.sort((a, b) => compareClocks(a.time, b.time) || a.connection - b.connection || a.id - b.id);
          }
          expect(queue.isEmpty).toBe(model.length === 0);
        }
      }),
    );
  });
});

describe('PendingTimes', () => {
  it('gives buckets by time, then node, each with all its items in order of arrival', () => {
    const action = fc.oneof(
      { weight: 3, arbitrary: fc.tuple(clock, fc.nat({ max: 3 })) },
      { weight: 1, arbitrary: fc.constant('take' as const) },
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
        const pending = new PendingTimes();
        let model: { node: number; time: HybridLogicalClock; ids: number[] }[] = [];
        let id = 0;
        const takeOne = (): void => {
          model.sort((a, b) => compareClocks(a.time, b.time) || a.node - b.node);
          const [first] = model;
          expect(pending.peek()?.node).toBe(first?.node);
          const bucket = pending.shift();
          expect(
            bucket && { node: bucket.node, time: bucket.time, ids: bucket.items.map((item) => item.id) },
          ).toEqual(first);
          model = model.slice(1);
        };
        for (const each of actions) {
          if (each === 'take') takeOne();
          else {
            const [time, node] = each;
            pending.add(node, time, itemOf(time, 0, (id += 1)));
            const known = model.find((one) => one.node === node && compareClocks(one.time, time) === 0);
            if (known) known.ids.push(id);
            else model.push({ node, time, ids: [id] });
          }
          const count = model.reduce((sum, one) => sum + one.ids.length, 0);
          expect([pending.itemCount, pending.payloadBytes]).toEqual([count, count * 5]);
        }
        while (model.length > 0) takeOne();
        expect(pending.shift()).toBeUndefined();
      }),
    );
  });
});

describe('ReadySet', () => {
  it('gives the lowest index, whatever was added and deleted', () => {
    const action = fc.tuple(fc.boolean(), fc.nat({ max: 199 }));
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
        const set = new ReadySet(200);
        const model = new Set<number>();
        for (const [isAdded, index] of actions) {
          if (isAdded) {
            set.add(index);
            model.add(index);
          } else {
            set.delete(index);
            model.delete(index);
          }
          expect(set.lowest()).toBe(model.size > 0 ? Math.min(...model) : -1);
        }
      }),
    );
  });

  it('holds every index from 0 to its size', () => {
    for (const index of [0, 31, 32, 63, 64, 199]) {
      const set = new ReadySet(200);
      set.add(index);
      expect(set.lowest()).toBe(index);
    }
    expect(new ReadySet(0).lowest()).toBe(-1);
  });
});
