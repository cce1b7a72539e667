// Whatever faults disturb a run: nothing is lost that none of them names, every message ends in a verdict on each of its ways, and the same
// seed gives the same run.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Fault } from '../../../../src/graph/faults.ts';
import type { HopRecord } from '../../../../src/protocol/trace.ts';
import { TestEngine } from '../../../helpers/testEngine.ts';

const graph = 'in:source m:map d:delay out:sink in>m m>d d>out';
const count = 12;

const when = fc.oneof(
  fc.constant({}),
  fc.record({ message: fc.integer({ min: 1, max: count }) }),
  fc.record({ every: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ probability: fc.constantFrom(0.2, 0.5, 0.9) }),
);
const fault: fc.Arbitrary<Fault> = fc
  .tuple(
    fc.oneof(
      fc.record({
        node: fc.constantFrom('in', 'm', 'd', 'out'),
        kind: fc.constantFrom('drop' as const, 'duplicate' as const),
      }),
      fc.record({
        node: fc.constantFrom('in', 'm', 'd', 'out'),
        kind: fc.constant('reorder' as const),
        by: fc.integer({ min: 1, max: 4 }),
      }),
      fc.record({
        node: fc.constantFrom('in', 'm', 'd', 'out'),
        kind: fc.constant('late' as const),
        delayMs: fc.integer({ min: 1, max: 30 }),
      }),
      fc.record({
        node: fc.constantFrom('m', 'd'),
        kind: fc.constantFrom('error' as const, 'stateStore' as const),
      }),
      fc.record({ kind: fc.constant('brokerGone' as const), durationMs: fc.integer({ min: 1, max: 50 }) }),
    ),
    when,
    fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
  )
  .map(([what, at, times]) => ({ ...what, ...at, ...(times !== undefined && { times }) }));

async function runWith(faults: readonly Fault[]): Promise<readonly HopRecord[]> {
  const test = await TestEngine.create({
    graph,
    component: 'faulty',
    properties: { d: [['later', '5']] },
    start: { faults, lateItems: 'drop' },
  });
  test.engine.startOperators();
  test.accept(...Array.from({ length: count }, (_, index) => `m${String(index)}`));
  await test.finish('flush');
  expect(test.engine.counts().held).toBe(0);
  return test.engine.readHops({ limit: 10_000 }).hops;
}

it('holds for any faults', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fault, { maxLength: 4 }), async (faults) => {
      const hops = await runWith(faults);
      // What passed on came to a further hop, and to none more without a fault that says so.
      const followers = new Map<number, HopRecord[]>();
      for (const hop of hops) followers.set(hop.cause, [...(followers.get(hop.cause) ?? []), hop]);
      for (const { hop, verdict } of hops) {
        const after = followers.get(hop) ?? [];
        if (verdict !== 'passed') expect(after).toEqual([]);
        else expect(after.filter(({ reason = '' }) => !reason.includes('a second time'))).toHaveLength(1);
        expect(verdict).not.toBe('held');
      }
      // What did not come out says why.
      const ended = hops.filter(({ verdict }) => verdict !== 'passed');
      for (const { verdict, reason = '' } of ended)
        if (verdict !== 'emitted') expect(reason).toMatch(/^fault: |its time was already complete$/);
      expect(new Set(ended.map(({ message }) => message)).size).toBe(count);
      if (faults.length === 0) expect(ended.map(({ message }) => message)).toHaveLength(count);
      const strip = (all: readonly HopRecord[]): unknown => all.map((hop) => ({ ...hop, durationUs: 0 }));
      expect(strip(await runWith(faults))).toEqual(strip(hops));
    }),
    { numRuns: 25 },
  );
}, 120_000);
