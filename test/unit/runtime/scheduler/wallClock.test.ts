// The scheduler in wall-clock time, moved by hand, and the two clocks by themselves.
import { beforeAll, describe, expect, it } from 'vitest';
import type { LoadedModule } from '../../../../src/runtime/component/loadedModule.ts';
import {
  type SessionClock,
  VirtualClock,
  WallClock,
} from '../../../../src/runtime/scheduler/sessionClock.ts';
import { clockFromMs } from '../../../../src/base/hybridLogicalClock.ts';
import { START_MS } from '../../../helpers/testOperator.ts';
import { loadComponent } from '../../../helpers/componentFiles.ts';
import { ManualTime } from '../../../helpers/manualTime.ts';
import { arrivalOf, TestRun, type TestRunOptions } from '../../../helpers/testRun.ts';

let module: LoadedModule;
beforeAll(async () => {
  module = await loadComponent('faulty');
});
const run = (graph: string, more: Omit<TestRunOptions, 'graph'> = {}): TestRun =>
  new TestRun({ graph, module, clock: 'wall', ...more });
const delayed = 'in:source d:delay out:sink in>d d>out';
const later = (ms: number): Pick<TestRunOptions, 'properties'> => ({
  properties: { d: [['later', String(ms)]] },
});

describe('with the wall clock', () => {
  it('a message without a time of its own gets the present one, counted up', () => {
    const test = run('in:source out:sink in>out').after(500);
    test.offer(arrivalOf('a'), arrivalOf('b')).work();
    expect(test.hops.filter(({ node }) => node === 'in').map(({ ms, wallMs }) => [ms, wallMs])).toEqual([
      [500, 500],
      [500, 500],
    ]);
    const [a, b] = test.emitted.map(({ message }) => message.timestamp);
    expect([a?.counter, b?.counter, a?.nodeId]).toEqual([0n, 1n, 'dataflow-graph']);
  });

  it('an item is held until its time has come, and no message is needed for that', () => {
    const test = run(delayed, later(100)).after(50);
    test.offer(arrivalOf('a', 50)).work();
    expect([test.outputs, test.scheduler.nextDueInMs]).toEqual([[], 101]);
    test.after(99);
    expect([test.outputs, test.scheduler.nextDueInMs]).toEqual([[], 2]);
    test.after(2);
    expect([test.outputs, test.scheduler.nextDueInMs]).toEqual([['a'], undefined]);
  });

  it('the time until something is due is exact: a millisecond before, nothing happens', () => {
    const test = run(delayed, later(100));
    test.offer(arrivalOf('a')).work();
    const due = test.scheduler.nextDueInMs ?? 0;
    expect(test.after(due - 1).outputs).toEqual([]);
    expect(test.after(1).outputs).toEqual(['a']);
  });

  it('a window closes only when its time is over', () => {
    const test = run('in:source w:accumulate out:sink in>w w>out').after(10);
    test.offer(arrivalOf('a', 10)).work();
    expect(test.outputs).toEqual([]);
    test.offer(arrivalOf('b', 10)).work();
    expect(test.after(1).outputs).toEqual(['a,b']);
  });

  it('a held item may leave exactly at its time, a window closes only after it', () => {
    // The earliest clock of a millisecond: no counter, no node.
    const timestamp = { ...clockFromMs(START_MS + 10, 0n, ''), nodeId: '' };
    const held = run(delayed)
      .offer({ ...arrivalOf('a'), timestamp })
      .work();
    expect(held.after(9).outputs).toEqual([]);
    expect(held.after(1).outputs).toEqual(['a']);
    const window = run('in:source w:accumulate out:sink in>w w>out')
      .offer({ ...arrivalOf('a'), timestamp })
      .work();
    expect(window.after(10).outputs).toEqual([]);
    expect(window.after(1).outputs).toEqual(['a']);
  });

  it('a window in the future waits for it, whatever comes meanwhile', () => {
    const test = run('in:source w:accumulate out:sink in>w w>out');
    test.offer(arrivalOf('a', 1000), arrivalOf('b', 2000)).work();
    expect(test.after(999).outputs).toEqual([]);
    test.offer(arrivalOf('c', 1000)).work();
    expect(test.after(2).outputs).toEqual(['a,c']);
    expect(test.after(1000).outputs).toEqual(['a,c', 'b']);
  });

  it('a late message is taken at the present time', () => {
    const test = run('in:source w:accumulate out:sink in>w w>out').after(100);
    test.offer(arrivalOf('a', 50)).work().after(400);
    test.offer(arrivalOf('late', 50)).work();
    expect(test.hops.find(({ input }) => input === 'late')).toMatchObject({ ms: 500, verdict: 'passed' });
  });

  it('a late message is dropped if the run says so', () => {
    const test = run('in:source w:accumulate out:sink in>w w>out', { settings: { lateItems: 'drop' } }).after(
      100,
    );
    test.offer(arrivalOf('a', 50)).work().after(400);
    test.offer(arrivalOf('late', 50)).work();
    expect(test.hops.at(-1)).toMatchObject({ input: 'late', verdict: 'late' });
  });

  it('messages are let in some at a time, so that each node works on several in a row', () => {
    const test = run('in:source m:map out:sink in>m m>out', { settings: { admitBatch: 2 } });
    test.offer(...['a', 'b', 'c'].map((text) => arrivalOf(text))).work();
    expect(test.hops.map(({ node, input }) => `${node} ${input}`)).toEqual([
      'in a',
      'in b',
      'm a',
      'm b',
      'out a',
      'out b',
      'in c',
      'm c',
      'out c',
    ]);
  });

  it('intake waits while too much is held, and goes on when time has made room', () => {
    const test = run(delayed, { ...later(100), settings: { maxHeldItems: 2 } });
    test.offer(...['a', 'b', 'c', 'd'].map((text) => arrivalOf(text))).work();
    expect([test.scheduler.heldItems, test.scheduler.waitingArrivals]).toEqual([2, 2]);
    test.after(101);
    expect([test.outputs, test.scheduler.waitingArrivals]).toEqual([['a', 'b'], 0]);
    expect(test.after(200).outputs).toEqual(['a', 'b', 'c', 'd']);
  });

  it('the end finishes everything at once, in order of time, without waiting for it', () => {
    const test = run(delayed, later(60_000)).offer(arrivalOf('b', 20), arrivalOf('a', 10)).work().flush();
    expect(test.outputs).toEqual(['a', 'b']);
  });

  it('the end makes room for what intake had to leave outside', () => {
    const test = run(delayed, { ...later(60_000), settings: { maxHeldItems: 1 } });
    test.offer(arrivalOf('a', 10), arrivalOf('b', 20), arrivalOf('c', 30)).work().flush();
    expect([test.outputs, test.scheduler.waitingArrivals]).toEqual([['a', 'b', 'c'], 0]);
  });

  it('time does not pass while it is paused', () => {
    const test = run(delayed, later(100));
    test.offer(arrivalOf('a')).work();
    test.clock.pause();
    expect(test.after(5000).outputs).toEqual([]);
    test.clock.resume();
    expect(test.after(100).outputs).toEqual([]);
    expect(test.after(1).outputs).toEqual(['a']);
  });
});

describe('WallClock', () => {
  it('starts at the epoch time and stops while paused, calls nested', () => {
    const time = new ManualTime(1000);
    const clock = new WallClock(time);
    time.advance(10.7);
    expect(clock.nowMs()).toBe(1010);
    clock.pause();
    clock.pause();
    time.advance(100);
    clock.resume();
    time.advance(100);
    expect(clock.nowMs()).toBe(1010);
    clock.resume();
    clock.resume();
    expect(clock.nowMs()).toBe(1010);
    time.advance(5);
    expect(clock.nowMs()).toBe(1015);
    expect(clock.monotonicMs()).toBe(1000 + 215.7);
  });

  it('is not disturbed when the machine’s time is set', () => {
    let shift = 0;
    const time = new ManualTime(1000);
    const { monotonicMs, startTimer } = time;
    const source = { monotonicMs, startTimer, epochMs: () => time.epochMs() + shift };
    const clock = new WallClock(source);
    shift = -100_000;
    time.advance(1);
    expect(clock.nowMs()).toBe(1001);
  });

  it('cannot be moved, but can block', () => {
    const clock = new WallClock(new ManualTime(1000));
    (clock as SessionClock).advanceTo(5000);
    expect(clock.nowMs()).toBe(1000);
    const startMs = performance.now();
    clock.sleep(30);
    expect(performance.now() - startMs).toBeGreaterThan(25);
  });
});

describe('VirtualClock', () => {
  it('moves when told, never back, and not by itself', () => {
    const time = new ManualTime(0);
    const clock = new VirtualClock(time, 1000);
    time.advance(500);
    clock.pause();
    expect(clock.nowMs()).toBe(1000);
    clock.advanceTo(1500.5);
    clock.advanceTo(1200);
    expect(clock.nowMs()).toBe(1500);
    clock.sleep(1.5);
    expect(clock.nowMs()).toBe(1502);
    clock.resume();
    expect(clock.monotonicMs()).toBe(1500);
  });
});
