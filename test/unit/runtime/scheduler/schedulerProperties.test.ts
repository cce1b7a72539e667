// What holds for every graph and every input: nothing is lost without a verdict, and the same input gives the same run.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RunPlan } from '../../../../src/graph/runPlan.ts';
import type { LoadedModule } from '../../../../src/runtime/component/loadedModule.ts';
import type { Arrival } from '../../../../src/runtime/scheduler/arrivals.ts';
import { loadComponent } from '../../../helpers/componentFiles.ts';
import { planOf } from '../../../helpers/testPlan.ts';
import { arrivalOf, type SeenHop, TestRun, type TestRunOptions } from '../../../helpers/testRun.ts';

let module: LoadedModule;
beforeAll(async () => {
  module = await loadComponent('faulty');
});

const innerTypes = ['map', 'filter', 'branch', 'delay', 'accumulate', 'concatenate', 'sink'] as const;

/** A graph of one or two sources and up to six nodes; every node has ways in, not every one has ways out. */
const graph: fc.Arbitrary<string> = fc
  .tuple(
    fc.integer({ min: 1, max: 2 }),
    fc.array(fc.constantFrom(...innerTypes), { minLength: 1, maxLength: 6 }),
  )
  .chain(([sources, types]) => {
    const names = [...Array.from({ length: sources }, (_, n) => `n${String(n)}:source`)];
    types.forEach((type, n) => names.push(`n${String(n + sources)}:${type}`));
    const typeOf = (index: number): string => names[index]?.split(':')[1] ?? '';
    const into = types.map((_, n) => {
      const froms = names.flatMap((__, index) =>
        index < n + sources && typeOf(index) !== 'sink' ? [index] : [],
      );
      const edge = fc.tuple(fc.constantFrom(...froms), fc.boolean()).map(([from, isTrue]) => {
        const arm = typeOf(from) === 'branch' ? (isTrue ? '.True' : '.False') : '';
        return `n${String(from)}${arm}>n${String(n + sources)}`;
      });
      return fc.array(edge, { minLength: 1, maxLength: 3 });
    });
    return fc.tuple(...into).map((edges) => [...names, ...edges.flat()].join(' '));
  });

const word = fc.constantFrom('x', 'y', 'Tz', 'drop', 'error', 'trap', 'topic:t');
const messages = fc.array(
  fc.tuple(word, fc.option(fc.nat({ max: 12 }), { nil: undefined }), fc.nat({ max: 1 })),
  {
    maxLength: 12,
  },
);
const delays = fc.constantFrom('-3', '0', '1', '4', '1000');

function arrivalsFor(
  plan: RunPlan,
  list: readonly (readonly [string, number | undefined, number])[],
): Arrival[] {
  const sources = plan.nodes.flatMap((node, index) => (node.type === 'source' ? [index] : []));
  return list.map(([text, ms, source]) =>
    arrivalOf(text, ms === undefined ? undefined : ms * 10, {
      source: sources[source % sources.length] ?? 0,
    }),
  );
}

function makeRun(plan: RunPlan, later: string, more: Pick<TestRunOptions, 'settings' | 'clock'>): TestRun {
  const properties = Object.fromEntries(plan.nodes.map(({ name }) => [name, [['later', later] as const]]));
  return new TestRun({ graph: plan, module, properties, ...more });
}

/** A replay enters where it was handed over, and only its first hop says so. */
function checkEntries(
  hops: readonly SeenHop[],
  entries: readonly SeenHop[],
  arrivals: number,
  replayed: readonly number[],
): void {
  expect(entries.filter(({ replayOf }) => !replayOf)).toHaveLength(arrivals);
  const ascending = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);
  expect(ascending(hops.flatMap(({ replayOf }) => replayOf?.hop ?? []))).toEqual(ascending(replayed));
  expect(entries.filter(({ replayOf }) => replayOf)).toHaveLength(replayed.length);
  for (const { replayOf, ...entry } of entries) {
    const original = hops.find(({ hop }) => hop === replayOf?.hop);
    const { node, connection, input } = original ?? entry;
    expect(entry).toMatchObject({ node, connection, input });
  }
  expect(new Set(entries.map(({ message }) => message)).size).toBe(entries.length);
}

/** Every way of every message ends in one verdict; throws where it does not. */
function checkAccounts(
  { plan, hops, emitted }: TestRun,
  arrivals: number,
  replayed: readonly number[] = [],
): void {
  const nodeOf = (hop: SeenHop): RunPlan['nodes'][number] => {
    const node = plan.nodes.find(({ name }) => name === hop.node);
    if (!node) throw new Error(`no node ${hop.node}`);
    return node;
  };
  const isWindow = (hop: SeenHop): boolean => nodeOf(hop).type === 'accumulate';
  const isOutput = (hop: SeenHop): boolean => isWindow(hop) && hop.parents !== undefined;
  const children = new Map<number, SeenHop[]>();
  const causeOf = (hop: SeenHop): SeenHop | undefined => hops.find((other) => other.hop === hop.cause);
  // An absorbed item that ends up held has told of its way in already.
  const isHeldInWindow = (hop: SeenHop): boolean =>
    hop.verdict === 'held' && causeOf(hop)?.verdict === 'absorbed';
  // What a window gives out comes from a hop of its own that went in.
  for (const hop of hops.filter(isOutput))
    expect(causeOf(hop)).toMatchObject({ node: hop.node, verdict: 'absorbed' });
  for (const hop of hops)
    if (hop.cause > 0 && !isOutput(hop) && !isHeldInWindow(hop))
      children.set(hop.cause, [...(children.get(hop.cause) ?? []), hop]);
  for (const hop of hops) {
    const below = children.get(hop.hop) ?? [];
    const ways = hop.arm === 'True' ? nodeOf(hop).trueEdges : nodeOf(hop).edges;
    const isHeldHere = below.length === 1 && below[0]?.verdict === 'held' && below[0].node === hop.node;
    const isLastPart = !hops.some(
      (other) =>
        other.message === hop.message &&
        other.node === hop.node &&
        isOutput(other) &&
        other.verdict === 'passed' &&
        other.hop > hop.hop,
    );
    if (hop.verdict !== 'passed' || isHeldHere || (isOutput(hop) && !isLastPart)) {
      expect(isHeldHere ? 0 : below.length).toBe(0);
      continue;
    }
    expect(below.map(({ connection }) => connection).sort()).toEqual(
      ways.map(({ connection }) => connection).sort(),
    );
    expect(ways.length).toBeGreaterThan(0);
  }
  checkEntries(
    hops,
    hops.filter((hop) => hop.cause === 0 && !isOutput(hop)),
    arrivals,
    replayed,
  );
  expect(hops.filter((hop) => hop.verdict === 'emitted')).toHaveLength(emitted.length);
  for (const { name } of plan.nodes.filter(({ type }) => type === 'accumulate')) {
    const here = hops.filter((hop) => hop.node === name);
    const idsOf = (wants: (hop: SeenHop) => boolean): number[] =>
      here.flatMap((hop) => (wants(hop) ? [hop.message] : []));
    const accounted = [...here.flatMap(({ parents }) => parents ?? []), ...idsOf(isHeldInWindow)];
    const entered = idsOf(({ verdict }) => verdict === 'absorbed');
    expect(accounted.sort((a, b) => a - b)).toEqual(entered.sort((a, b) => a - b));
  }
}

describe('in every graph', () => {
  it('every message ends in exactly one verdict on each of its ways', () => {
    const end = fc.constantFrom('flush', 'hold', 'at once');
    const late = fc.constantFrom('accept' as const, 'drop' as const);
    fc.assert(
      fc.property(graph, messages, delays, end, late, (text, list, later, howItEnds, lateItems) => {
        const plan = planOf(text);
        const test = makeRun(plan, later, { settings: { lateItems, accumulateBatch: 2 } });
        test.offer(...arrivalsFor(plan, list));
        if (howItEnds === 'at once') for (let step = 0; step < 5; step += 1) test.scheduler.step();
        else test.work();
        if (howItEnds === 'flush') test.flush();
        else test.scheduler.abandon('the end');
        checkAccounts(test, list.length);
        expect([test.scheduler.heldItems, test.scheduler.waitingArrivals]).toEqual([0, 0]);
        expect(test.scheduler.step()).toBe(false);
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  it('also with the wall clock', () => {
    const pauses = fc.array(fc.nat({ max: 60 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(graph, messages, delays, pauses, (text, list, later, waits) => {
        const plan = planOf(text);
        const test = makeRun(plan, later, { clock: 'wall', settings: { maxHeldItems: 4 } });
        arrivalsFor(plan, list).forEach((arrival, index) => test.offer(arrival).after(waits[index] ?? 0));
        test.flush();
        checkAccounts(test, list.length);
      }),
      { numRuns: 30 },
    );
  }, 120_000);

  it('also with replays among them, whatever they repeat and whenever they come', () => {
    const picks = fc.array(fc.tuple(fc.nat({ max: 30 }), fc.nat({ max: 40 })), {
      minLength: 1,
      maxLength: 6,
    });
    const clock = fc.constantFrom('virtual' as const, 'wall' as const);
    const end = fc.constantFrom('flush', 'at once');
    fc.assert(
      fc.property(
        graph,
        messages,
        delays,
        picks,
        clock,
        end,
        (text, list, later, chosen, kind, howItEnds) => {
          const plan = planOf(text);
          const test = makeRun(plan, later, { clock: kind, settings: { accumulateBatch: 2 } });
          const replayed: number[] = [];
          const half = Math.ceil(list.length / 2);
          test.offer(...arrivalsFor(plan, list.slice(0, half))).work();
          for (const [pick, steps] of chosen) {
            const usable = test.hops.filter(({ parents }) => !parents);
            const hop = usable[pick % Math.max(1, usable.length)];
            if (hop) {
              replayed.push(hop.hop);
              test.replay(hop.hop);
            }
            for (let step = 0; step < steps; step += 1) test.scheduler.step();
            test.time.advance(steps);
          }
          test.offer(...arrivalsFor(plan, list.slice(half)));
          if (howItEnds === 'flush') test.work().flush();
          else test.scheduler.abandon('the end');
          checkAccounts(test, list.length, replayed);
          expect([test.scheduler.heldItems, test.scheduler.waitingArrivals]).toEqual([0, 0]);
          expect(test.scheduler.step()).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  it('no window is opened for a time that is already complete', () => {
    fc.assert(
      fc.property(graph, messages, delays, (text, list, later) => {
        const plan = planOf(text);
        const test = makeRun(plan, later, { settings: { lateItems: 'drop' } });
        test
          .offer(...arrivalsFor(plan, list))
          .work()
          .flush();
        const windows = test.hops
          .filter(({ parents }) => parents !== undefined)
          .map(({ node, ms }) => `${node} ${String(ms)}`);
        const isExact = list.every(([, ms]) => ms !== undefined);
        if (isExact) expect(new Set(windows).size).toBe(windows.length);
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  it('the same messages give the same hops, however they are handed over', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 12, maxLength: 12 });
    const steps = fc.array(fc.nat({ max: 12 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(graph, messages, delays, cuts, steps, (text, list, later, sizes, stepCounts) => {
        const plan = planOf(text);
        const whole = makeRun(plan, later, {});
        whole
          .offer(...arrivalsFor(plan, list))
          .work()
          .flush();
        const pieces = makeRun(plan, later, {});
        let rest = arrivalsFor(plan, list);
        for (let round = 0; rest.length > 0; round += 1) {
          const size = sizes[round] ?? 1;
          pieces.offer(...rest.slice(0, size));
          rest = rest.slice(size);
          for (let step = stepCounts[round] ?? 0; step > 0; step -= 1) pieces.scheduler.step();
        }
        pieces.flush();
        // Durations are the only thing that differs; where a trap happened does not.
        const comparable = ({ hops }: TestRun): unknown => hops.map((hop) => ({ ...hop, durationUs: 0 }));
        expect(comparable(pieces)).toEqual(comparable(whole));
        expect(pieces.outputs).toEqual(whole.outputs);
      }),
      { numRuns: 40 },
    );
  }, 120_000);
});
