// Messages handed to a node again: at every type of node, with their own time, as new messages that say what they repeat.
import { beforeAll, describe, expect, it } from 'vitest';
import type { LoadedModule } from '../../../../src/runtime/component/loadedModule.ts';
import { loadComponent } from '../../../helpers/componentFiles.ts';
import { arrivalOf, TestRun, type TestRunOptions } from '../../../helpers/testRun.ts';

let module: LoadedModule;
beforeAll(async () => {
  module = await loadComponent('faulty');
});
const run = (graph: string, more: Omit<TestRunOptions, 'graph'> = {}): TestRun =>
  new TestRun({ graph, module, ...more });

/** Replays the first hop at `node`, and tells what came of it: `node verdict payload connection`. */
function replayed(test: TestRun, node: string): string[] {
  const first = test.hops.find((hop) => hop.node === node);
  const before = test.hops.length;
  test.replay(first?.hop ?? 0).work();
  return test.hops
    .slice(before)
    .map((hop) => `${hop.node} ${hop.verdict} ${hop.input} ${String(hop.connection)}`);
}

describe('a replay', () => {
  it('at a source goes the whole way again', () => {
    const test = run('in:source m:map out:sink in>m m>out').offer(arrivalOf('x')).work();
    expect(replayed(test, 'in')).toEqual(['in passed x -1', 'm passed x 0', 'out emitted x 1']);
  });

  it('at a map is worked on anew and goes on from there', () => {
    const test = run('in:source m:map out:sink in>m m>out').offer(arrivalOf('x')).work();
    expect(replayed(test, 'm')).toEqual(['m passed x 0', 'out emitted x 1']);
    expect(test.outputs).toEqual(['x', 'x']);
  });

  it('of a message that failed fails again', () => {
    const test = run('in:source m:map out:sink in>m m>out').offer(arrivalOf('error')).work();
    expect(replayed(test, 'm')).toEqual(['m error error 0']);
    expect(test.hops.at(-1)?.replayOf).toEqual({ hop: 2, message: 1 });
  });

  it('at a filter is dropped again', () => {
    const test = run('in:source f:filter out:sink in>f f>out').offer(arrivalOf('drop')).work();
    expect(replayed(test, 'f')).toEqual(['f dropped drop 0']);
  });

  it('at a branch takes the arm again', () => {
    const graph = 'in:source b:branch yes:sink no:sink in>b b.True>yes b.False>no';
    const test = run(graph).offer(arrivalOf('Tz')).work();
    expect(replayed(test, 'b').map((line) => line.split(' ')[0])).toEqual(['b', 'yes']);
    expect(test.hops.find(({ replayOf }) => replayOf)).toMatchObject({ node: 'b', arm: 'True' });
  });

  it('comes in by the connection by which it came in at first', () => {
    const graph = 'in:source a:map c:concatenate out:sink in>c in>a a>c c>out';
    const test = run(graph).offer(arrivalOf('x')).work();
    const second = test.hops.filter(({ node }) => node === 'c')[1];
    test.replay(second?.hop ?? 0).work();
    expect(test.hops.find(({ replayOf }) => replayOf)).toMatchObject({
      node: 'c',
      connection: second?.connection,
    });
    expect(second?.connection).toBe(2);
  });

  it('at a sink is published again', () => {
    const test = run('in:source out:sink in>out').offer(arrivalOf('x')).work();
    expect(replayed(test, 'out')).toEqual(['out emitted x 0']);
    expect(test.outputs).toEqual(['x', 'x']);
  });

  it('at a delay is held from the present time on', () => {
    const test = run('in:source d:delay out:sink in>d d>out', { properties: { d: [['later', '10']] } });
    test.offer(arrivalOf('x', 0), arrivalOf('y', 100)).work();
    expect(replayed(test, 'd')).toEqual(['d passed x 0']);
    expect(test.hops.at(-1)).toMatchObject({ ms: 101, newMs: 111 });
    test.flush();
    expect(test.outputs).toEqual(['x', 'y', 'x']);
    // Only where it entered does it say what it is.
    expect(test.hops.filter(({ replayOf }) => replayOf)).toHaveLength(1);
  });

  it('at an accumulate goes into the window of the present time', () => {
    const test = run('in:source w:accumulate out:sink in>w w>out');
    test.offer(arrivalOf('x', 0), arrivalOf('y', 100)).work();
    // The window before is over by then, as when a message comes in now.
    expect(replayed(test, 'w')).toEqual(['w passed  -1', 'out emitted y 1', 'w absorbed x 0']);
    test.flush();
    const windows = test.hops.filter(({ parents }) => parents);
    expect(windows.map(({ ms, parents }) => [ms, parents])).toEqual([
      [0, [1]],
      [100, [3]],
      [101, [5]],
    ]);
  });
});

describe('its identity', () => {
  it('is that of a new message, whose first hop says what it repeats', () => {
    const test = run('in:source m:map out:sink in>m m>out').offer(arrivalOf('x'), arrivalOf('y')).work();
    replayed(test, 'm');
    expect(test.hops.slice(6).map(({ message, cause, replayOf }) => [message, cause, replayOf])).toEqual([
      [3, 0, { hop: 2, message: 1 }],
      [3, 7, undefined],
    ]);
  });

  it('can be replayed itself', () => {
    const test = run('in:source m:map out:sink in>m m>out').offer(arrivalOf('x')).work();
    test.replay(2).work().replay(4).work();
    expect(test.hops.flatMap(({ replayOf }) => replayOf ?? [])).toEqual([
      { hop: 2, message: 1 },
      { hop: 4, message: 2 },
    ]);
  });
});

describe('its time', () => {
  it('is what a message without a time of its own would get now; its timestamp stays', () => {
    const test = run('in:source m:map out:sink in>m m>out')
      .offer(arrivalOf('x', 5), arrivalOf('y', 50))
      .work();
    test.replay(2).offer(arrivalOf('z')).work();
    const entered = test.hops.filter(({ cause }) => cause === 0).map(({ ms }) => ms);
    expect(entered).toEqual([5, 50, 51, 52]);
    const [first, , again] = test.emitted;
    expect(again?.message.timestamp).toEqual(first?.message.timestamp);
  });

  it('is real with the wall clock', () => {
    const test = run('in:source out:sink in>out', { clock: 'wall' }).offer(arrivalOf('x')).work();
    test.after(1234).replay(2).work();
    expect(test.hops.at(-1)).toMatchObject({ node: 'out', ms: 1234 });
  });
});

describe('its turn', () => {
  it('is behind what waits and before what comes later', () => {
    const test = run('in:source out:sink in>out').offer(arrivalOf('1')).work();
    test.offer(arrivalOf('2')).replay(2).offer(arrivalOf('3')).work();
    expect(test.outputs).toEqual(['1', '2', '1', '3']);
  });

  it('never comes when the run ends first; it is held then', () => {
    const test = run('in:source out:sink in>out').offer(arrivalOf('1')).work();
    test.replay(2);
    expect(test.scheduler.waitingArrivals).toBe(1);
    expect(test.scheduler.abandon('the end')).toBe(1);
    expect(test.hops.at(-1)).toMatchObject({
      node: 'out',
      verdict: 'held',
      replayOf: { hop: 2, message: 1 },
    });
  });
});
