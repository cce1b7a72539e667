// Lateness, virtual time and its limits, and the end of a run.
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/base/errors.ts';
import type { Arrival } from '../../../../src/runtime/scheduler/arrivals.ts';
import type { LoadedModule } from '../../../../src/runtime/component/loadedModule.ts';
import { loadComponent } from '../../../helpers/componentFiles.ts';
import { arrivalOf, TestRun, type TestRunOptions } from '../../../helpers/testRun.ts';

let module: LoadedModule;
beforeAll(async () => {
  module = await loadComponent('faulty');
});
const run = (graph: string, more: Omit<TestRunOptions, 'graph'> = {}): TestRun =>
  new TestRun({ graph, module, ...more });
const texts = (count: number, prefix = 'm'): string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}${String(n)}`);

describe('an item older than what is complete', () => {
  const graph = 'in:source w:accumulate out:sink in>w w>out';
  const late = [
    arrivalOf('a', 10),
    arrivalOf('b', 30),
    arrivalOf('late', 10),
    arrivalOf('older', 5),
    arrivalOf('c', 40),
  ];

  it('is taken at the frontier’s time by default', () => {
    const test = run(graph)
      .offer(...late)
      .work()
      .flush();
    expect(test.outputs[0]).toBe('a');
    expect(test.outputs.join(',').split(',').sort()).toEqual(['a', 'b', 'c', 'late', 'older']);
    const taken = test.hops.filter(({ node, input }) => node === 'in' && /late|older/.test(input));
    expect(taken.map(({ ms }) => ms > 10)).toEqual([true, true]);
    expect(test.story().filter((line) => line.includes('late '))).toEqual([]);
  });

  it('keeps its own time as a message', () => {
    const test = run(graph)
      .offer(...late)
      .work()
      .flush();
    expect(test.hops.filter(({ verdict }) => verdict === 'absorbed')).toHaveLength(5);
    expect(late[2]?.timestamp).toEqual(arrivalOf('', 10).timestamp);
  });

  it('is dropped with the verdict "late" if the run says so', () => {
    const test = run(graph, { settings: { lateItems: 'drop' } })
      .offer(...late)
      .work()
      .flush();
    expect(test.outputs).toEqual(['a', 'b', 'c']);
    expect(test.hops.filter(({ verdict }) => verdict === 'late')).toMatchObject([
      { node: 'in', input: 'late', message: 4, reason: 'its time was already complete' },
      { node: 'in', input: 'older', message: 5 },
    ]);
  });

  it('is not late where nothing was complete yet', () => {
    const test = run(graph, { settings: { lateItems: 'drop' } });
    test.offer(arrivalOf('b', 30), arrivalOf('a', 10), arrivalOf('c', 40)).work().flush();
    expect(test.outputs).toEqual(['a', 'b', 'c']);
  });

  it('never opens the window of a time again, also when a delay releases items of that time later', () => {
    const test = run('in:source w:accumulate d:delay out:sink in>w w>d d>out', {
      settings: { lateItems: 'drop' },
    });
    test.offer(arrivalOf('a', 10), arrivalOf('b', 20), arrivalOf('again', 10)).work().flush();
    expect(test.outputs).toEqual(['a', 'b']);
    expect(test.hops.find(({ verdict }) => verdict === 'late')).toMatchObject({ input: 'again' });
  });

  it('is taken just after the frontier when the present is not later', () => {
    const test = run(graph);
    const at = (payload: string, counter: bigint): Arrival => arrivalOf(payload, 10, { counter });
    test.offer(at('a', 5n), at('b', 9n), at('late', 5n)).work().flush();
    const windows = test.hops.filter(({ parents }) => parents !== undefined);
    expect(windows.map(({ clock, output }) => [clock.split(':')[1], output])).toEqual([
      ['00005', 'a'],
      ['00006', 'late'],
      ['00009', 'b'],
    ]);
  });

  it('comes after a window whose clock’s counter is full', () => {
    const full = 2n ** 64n - 1n;
    const test = run(graph);
    test.offer(
      arrivalOf('a', 10.5, { counter: full }),
      arrivalOf('b', 30),
      arrivalOf('late', 10.5, { counter: full }),
    );
    test.work().flush();
    expect(test.outputs.join(',').split(',').sort()).toEqual(['a', 'b', 'late']);
  });
});

describe('virtual time', () => {
  it('gives messages without a time of their own one after another', () => {
    const test = run('in:source out:sink in>out', { settings: { virtualIntervalMs: 10 } });
    test.offer(arrivalOf('a'), arrivalOf('b'), arrivalOf('c', 500), arrivalOf('d')).work();
    expect(test.hops.filter(({ node }) => node === 'in').map(({ ms, wallMs }) => [ms, wallMs])).toEqual([
      [10, 10],
      [20, 20],
      [500, 500],
      [510, 510],
    ]);
  });

  it('jumps to the next time that something waits for', () => {
    const test = run('in:source d:delay out:sink in>d d>out', { properties: { d: [['later', '3600000']] } });
    test.offer(arrivalOf('a', 10)).work().flush();
    expect(test.hops.at(-1)).toMatchObject({ node: 'out', ms: 3_600_010, wallMs: 3_600_010 });
    expect(test.scheduler.nextDueInMs).toBeUndefined();
  });

  it('fails the run when more is held than may be, and tells at which node', () => {
    const test = run('in:source w:accumulate out:sink in>w w>out', { settings: { maxHeldItems: 3 } });
    test.offer(...texts(4).map((text) => arrivalOf(text, 10)));
    let error: unknown;
    try {
      test.work();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: 'RUN_HELD_LIMIT',
      message: expect.stringMatching(
        /^Delays and windows hold 3 items, .* the earliest wait at "w"\./,
      ) as string,
    });
    expect(test.scheduler.abandon('over')).toBe(4);
    expect(test.story('w').filter((line) => line.includes('held'))).toHaveLength(3);
    expect(test.story('in').at(-1)).toBe('in held m3');
  });

  it('counts payload bytes against the limit too', () => {
    const test = run('in:source w:accumulate out:sink in>w w>out', { settings: { maxHeldBytes: 100 } });
    expect(() => test.offer(...texts(3, 'x'.repeat(60)).map((text) => arrivalOf(text, 10))).work()).toThrow(
      AppError,
    );
    const fine = run('in:source w:accumulate out:sink in>w w>out', { settings: { maxHeldBytes: 100 } });
    fine
      .offer(...texts(9, 'x'.repeat(60)).map((text, n) => arrivalOf(text, n * 10)))
      .work()
      .flush();
    expect(fine.outputs).toHaveLength(9);
  });
});

describe('the end of a run', () => {
  const graph = 'in:source d:delay w:accumulate out:sink in>d d>w w>out';
  const options = { properties: { d: [['later', '1000'] as const] } };

  it('that flushes finishes everything in order of time', () => {
    const test = run(graph, options).offer(arrivalOf('a', 20), arrivalOf('b', 10), arrivalOf('c', 20)).work();
    expect([test.outputs, test.scheduler.heldItems]).toEqual([[], 3]);
    test.flush();
    expect([test.outputs, test.scheduler.heldItems]).toEqual([['b', 'a,c'], 0]);
  });

  it('that holds gives every waiting item the verdict "held"', () => {
    const test = run(graph, options).offer(arrivalOf('a', 20), arrivalOf('b', 10)).work();
    expect(test.scheduler.abandon('the run ended')).toBe(2);
    expect(test.hops.slice(-2)).toMatchObject([
      { node: 'd', verdict: 'held', input: 'b', reason: 'the run ended', ms: 1010 },
      { node: 'd', verdict: 'held', input: 'a', ms: 1020 },
    ]);
    expect(test.work().flush().outputs).toEqual([]);
  });

  it('in the middle of everything tells of every item where it was', () => {
    const test = run('in:source a:concatenate out:sink in>a a>out').offer(arrivalOf('1'), arrivalOf('2'));
    test.scheduler.step();
    test.scheduler.step();
    expect(test.scheduler.waitingArrivals).toBe(1);
    expect(test.scheduler.abandon('fault')).toBe(2);
    expect(test.story()).toEqual(['in passed 1', 'in held 2', 'a held 1']);
    expect([test.scheduler.step(), test.scheduler.waitingArrivals]).toEqual([false, 0]);
  });
});
