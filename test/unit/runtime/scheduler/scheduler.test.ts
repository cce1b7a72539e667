// The scheduler in virtual time: ways through the graph, windows, delays, lateness, limits.
import { beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/base/errors.ts';
import type { LoadedModule } from '../../../../src/runtime/component/loadedModule.ts';
import { loadComponent } from '../../../helpers/componentFiles.ts';
import { arrivalOf, TestRun, type TestRunOptions } from '../../../helpers/testRun.ts';

let module: LoadedModule;
beforeAll(async () => {
  module = await loadComponent('faulty');
});
const run = (graph: string, more: Omit<TestRunOptions, 'graph'> = {}): TestRun => new TestRun({ graph, module, ...more });
const texts = (count: number, prefix = 'm'): string[] => Array.from({ length: count }, (_, n) => `${prefix}${String(n)}`);

describe('a message', () => {
  it('passes every node in topological order before the next one comes in', () => {
    const test = run('in:source a:concatenate b:concatenate out:sink in>a a>b b>out');
    test.offer(arrivalOf('1'), arrivalOf('2')).work();
    expect(test.story()).toEqual(
      ['1', '2'].flatMap((text) => [`in passed ${text}`, `a passed ${text}`, `b passed ${text}`, `out emitted ${text}`]),
    );
    expect(test.hops.map(({ hop, message, cause, connection }) => [hop, message, cause, connection])).toEqual([
      [1, 1, 0, -1],
      [2, 1, 1, 0],
      [3, 1, 2, 1],
      [4, 1, 3, 2],
      [5, 2, 0, -1],
      [6, 2, 5, 0],
      [7, 2, 6, 1],
      [8, 2, 7, 2],
    ]);
  });

  it('moves one node with each step', () => {
    const test = run('in:source a:concatenate out:sink in>a a>out').offer(arrivalOf('1'));
    const counts: number[] = [];
    for (let step = 0; step < 4; step += 1) {
      expect(test.scheduler.step()).toBe(true);
      counts.push(test.hops.length);
    }
    // Letting it in is a step of its own.
    expect(counts).toEqual([0, 1, 2, 3]);
    expect(test.scheduler.step()).toBe(false);
  });

  it('keeps its time and topic, and gets no second copy of its payload', () => {
    const test = run('in:source a:map b:map out:sink out2:sink in>a in>b a>out b>out2');
    const arrival = arrivalOf('same', 5, { topic: 't/1', userProperties: [['k', 'v'], ['k', 'v']] });
    test.offer(arrival).work();
    expect(test.emitted).toHaveLength(2);
    for (const { message } of test.emitted) {
      expect(message.payload).toBe(arrival.payload);
      expect(message).toMatchObject({ topic: 't/1', userProperties: [['k', 'v'], ['k', 'v']], timestamp: arrival.timestamp });
    }
  });

  it('goes to every connection in the order of the text', () => {
    const test = run('in:source x:sink y:sink z:sink in>z in>x in>y').offer(arrivalOf('1')).work();
    expect(test.hops.slice(1).map(({ node, connection }) => [node, connection])).toEqual(
      test.plan.nodes.slice(1).map(({ name }) => [name, { z: 0, x: 1, y: 2 }[name]]),
    );
    expect(test.emitted).toHaveLength(3);
  });

  it('is dropped by a filter that says no, with the reason', () => {
    const test = run('in:source f:filter out:sink in>f f>out').offer(arrivalOf('drop'), arrivalOf('keep')).work();
    expect(test.outputs).toEqual(['keep']);
    expect(test.hops[1]).toMatchObject({ verdict: 'dropped', reason: 'the filter returned false', message: 1 });
  });

  it('takes the arm that its branch chooses', () => {
    const test = run('in:source b:branch t:sink f:sink in>b b.True>t b.False>f');
    test.offer(arrivalOf('T1'), arrivalOf('x')).work();
    expect(test.emitted.map(({ node }) => node)).toEqual(['t', 'f']);
    expect(test.hops.filter(({ node }) => node === 'b').map(({ arm, verdict }) => [arm, verdict])).toEqual([
      ['True', 'passed'],
      ['False', 'passed'],
    ]);
  });

  it.each([
    ['True', 'b.False>out', 'Tx'],
    ['False', 'b.True>out', 'x'],
  ])('is dropped on arm %s when that leads nowhere', (arm, connection, word) => {
    const test = run(`in:source b:branch out:sink in>b ${connection}`).offer(arrivalOf(word)).work();
    expect(test.hops[1]).toMatchObject({ verdict: 'dropped', arm, reason: `arm "${arm}" leads nowhere` });
    expect(test.outputs).toEqual([]);
  });

  it.each(['source', 'map', 'filter', 'concatenate', 'delay', 'accumulate'])(
    'is dropped after a %s that leads nowhere',
    (type) => {
      const graph = type === 'source' ? 'n:source' : `in:source n:${type} in>n`;
      const test = run(graph).offer(arrivalOf('x', 0)).work().flush();
      expect(test.hops.at(-1)).toMatchObject({ node: 'n', verdict: 'dropped', reason: 'the node leads nowhere' });
      expect(test.scheduler.heldItems).toBe(0);
    },
  );

  it('that its operator refuses is lost alone, and the reason is told', () => {
    const test = run('in:source m:map out:sink in>m m>out');
    test.offer(arrivalOf('1'), arrivalOf('error'), arrivalOf('2')).work();
    expect(test.outputs).toEqual(['1', '2']);
    expect(test.hops.find(({ verdict }) => verdict === 'error')).toMatchObject({
      message: 2,
      node: 'm',
      reason: 'told to fail',
      error: { code: 'OPERATOR_ERROR', message: 'told to fail' },
    });
  });

  it('carries what its operator said and how long it took', () => {
    const test = run('in:source m:map out:sink in>m m>out').offer(arrivalOf('log'), arrivalOf('x')).work();
    const [first, second] = test.hops.filter(({ node }) => node === 'm');
    expect(first?.logs).toHaveLength(6);
    expect(second?.logs).toBeUndefined();
    expect(first?.durationUs).toBeGreaterThan(0);
    expect(test.hops.find(({ node }) => node === 'out')).toMatchObject({ durationUs: 0, logs: undefined });
  });
});

describe('concatenate', () => {
  it('merges what comes at one time by connection, then arrival', () => {
    const test = run('in:source d:delay c:concatenate out:sink in>d d>c d>c c>out');
    test.offer(arrivalOf('b', 20), arrivalOf('a', 20)).work().flush();
    expect(test.story('c')).toEqual(['c passed b', 'c passed a', 'c passed b', 'c passed a']);
    expect(test.hops.filter(({ node }) => node === 'c').map(({ connection }) => connection)).toEqual([1, 1, 2, 2]);
  });

  it('merges by logical time what was held for different ones', () => {
    const test = run('in:source late:delay soon:delay c:concatenate out:sink in>late in>soon late>c soon>c c>out', {
      properties: { late: [['later', '100']], soon: [['later', '40']] },
    });
    test.offer(...[0, 50, 90].map((ms) => arrivalOf(String(ms), ms))).work().flush();
    expect(test.hops.filter(({ node }) => node === 'c').map(({ ms, input }) => [ms, input])).toEqual([
      [40, '0'],
      [90, '50'],
      [100, '0'],
      [130, '90'],
      [150, '50'],
      [190, '90'],
    ]);
  });
});

describe('accumulate', () => {
  const graph = 'in:source w:accumulate out:sink in>w w>out';

  it('is called once for each time, when that is complete, with all items', () => {
    const test = run(graph).offer(arrivalOf('a', 10), arrivalOf('b', 10)).work();
    expect(test.outputs).toEqual([]);
    test.offer(arrivalOf('c', 10), arrivalOf('d', 20)).work();
    expect(test.outputs).toEqual(['a,b,c']);
    test.flush();
    expect(test.outputs).toEqual(['a,b,c', 'd']);
    expect(test.story('w')).toEqual(['w absorbed a', 'w absorbed b', 'w absorbed c', 'w passed ', 'w absorbed d', 'w passed ']);
  });

  it('records whose messages went in, under a number of its own', () => {
    const test = run(graph).offer(arrivalOf('a', 10), arrivalOf('b', 10)).work().flush();
    const output = test.hops.find(({ node, verdict }) => node === 'w' && verdict === 'passed');
    expect(output).toMatchObject({ message: 3, parents: [1, 2], connection: -1, ms: 10, output: 'a,b' });
    expect(test.hops.find(({ node }) => node === 'out')).toMatchObject({ message: 3, cause: output?.hop, ms: 10 });
  });

  it('orders items by their own time, then connection, then arrival', async () => {
    // The window operator brings all to the next multiple of ten seconds; the messages keep their own times.
    const test = run('in:source d:delay w:accumulate out:sink in>d d>w d>w w>out', {
      modules: { d: await loadComponent('window') },
    });
    test.offer(arrivalOf('c', 12_000), arrivalOf('a', 11_000), arrivalOf('b', 12_000)).work().flush();
    expect(test.outputs).toEqual(['a,a,c,b,c,b']);
    expect(test.hops.find(({ node }) => node === 'out')).toMatchObject({ ms: 20_000 });
  });

  it('keeps the logical time, also through a second window', () => {
    const test = run('in:source v:accumulate w:accumulate out:sink in>v v>w w>out');
    test.offer(arrivalOf('a', 10), arrivalOf('b', 10), arrivalOf('c', 30)).work();
    expect(test.outputs).toEqual(['a,b']);
    expect(test.hops.find(({ node }) => node === 'out')).toMatchObject({ ms: 10, message: 4 });
    test.flush();
    expect(test.outputs).toEqual(['a,b', 'c']);
  });

  it('takes the topic of the first item', () => {
    const test = run(graph);
    test.offer(arrivalOf('a', 10, { topic: 't/a' }), arrivalOf('b', 10, { topic: 't/b' })).work().flush();
    expect(test.emitted[0]?.message).toMatchObject({ topic: 't/a', inputTopic: 't/a', userProperties: [] });
  });

  it('gets a long list in parts, each staged on from the last', () => {
    const test = run(graph, { settings: { accumulateBatch: 3 } });
    test.offer(...texts(8).map((text) => arrivalOf(text, 10))).work().flush();
    expect(test.outputs).toEqual([texts(8).join(',')]);
    const parts = test.hops.filter(({ node, verdict }) => node === 'w' && verdict === 'passed');
    expect(parts.map(({ parents, reason, message, output }) => [parents, reason, message, output])).toEqual([
      [[1, 2, 3], 'one part of the window', 9, 'm0,m1,m2'],
      [[4, 5, 6], 'one part of the window', 9, 'm0,m1,m2,m3,m4,m5'],
      [[7, 8], 'one part of the window', 9, texts(8).join(',')],
    ]);
  });

  it('gets parts of 1,000 by default', () => {
    const test = run(graph).offer(...texts(2001).map((text) => arrivalOf(text, 10))).work().flush();
    const parts = test.hops.filter(({ node, verdict }) => node === 'w' && verdict === 'passed');
    expect(parts.map(({ parents }) => parents?.length)).toEqual([1000, 1000, 1]);
    expect(test.outputs).toEqual([texts(2001).join(',')]);
  });

  it.each([
    [['error', 'a', 'b', 'c', 'd', 'e'], 'c,d,e', [1, 2, 3]],
    [['a', 'b', 'c', 'd', 'error', 'e'], 'a,b,c', [4, 5, 6]],
    [['a', 'trap', 'c', 'd', 'e', 'f'], 'd,e,f', [1, 2, 3]],
    [['a', 'b', 'c', 'error', 'd', 'e', 'f'], 'a,b,c,f', [4, 5, 6]],
  ])('loses only the part that fails of %j', (words, output, lost) => {
    const test = run(graph, { settings: { accumulateBatch: 3 } });
    test.offer(...words.map((word) => arrivalOf(word, 10))).work().flush();
    expect(test.outputs).toEqual([output]);
    expect(test.hops.find(({ verdict }) => verdict === 'error')).toMatchObject({ node: 'w', parents: lost });
  });

  it('emits nothing when all of it fails', () => {
    const test = run(graph).offer(arrivalOf('error', 10)).work().flush();
    expect(test.outputs).toEqual([]);
    expect(test.story('w')).toEqual(['w absorbed error', 'w error ']);
  });
});

describe('delay', () => {
  const graph = 'in:source d:delay out:sink in>d d>out';
  const later = (ms: number): Pick<TestRunOptions, 'properties'> => ({ properties: { d: [['later', String(ms)]] } });

  it('holds items until their new time, in order of those', () => {
    const test = run(graph, later(100)).offer(arrivalOf('a', 10), arrivalOf('b', 50), arrivalOf('c', 110)).work();
    expect(test.outputs).toEqual([]);
    expect(test.scheduler.heldItems).toBe(3);
    test.offer(arrivalOf('d', 111)).work();
    expect(test.outputs).toEqual(['a']);
    expect(test.hops.find(({ node }) => node === 'd')).toMatchObject({ verdict: 'passed', ms: 10, newMs: 110 });
    expect(test.hops.find(({ node }) => node === 'out')).toMatchObject({ ms: 110, cause: 2 });
    test.flush();
    expect(test.outputs).toEqual(['a', 'b', 'c', 'd']);
  });

  it('never moves an item back, and says so', () => {
    const test = run(graph, later(-50)).offer(arrivalOf('a', 100)).work().flush();
    expect(test.hops[1]).toMatchObject({
      verdict: 'passed',
      newMs: 100,
      reason: 'the delay asked for an earlier time; clamped to the time of the item',
    });
    expect(test.hops[2]).toMatchObject({ node: 'out', ms: 100 });
  });

  it('leaves the message’s own time alone', () => {
    const test = run(graph, later(100)).offer(arrivalOf('a', 10)).work().flush();
    expect(test.emitted[0]?.message.timestamp).toEqual(arrivalOf('', 10).timestamp);
  });

  it('releases into a window of the same time before that closes', () => {
    const test = run('in:source w:accumulate d:delay out:sink in>d in>w d>w w>out', {
      properties: { d: [['later', '10']] },
    });
    test.offer(arrivalOf('a', 10), arrivalOf('b', 20), arrivalOf('c', 40)).work();
    expect(test.outputs).toEqual(['a', 'a,b', 'b']);
  });
});

describe('an item older than what is complete', () => {
  const graph = 'in:source w:accumulate out:sink in>w w>out';
  const late = [arrivalOf('a', 10), arrivalOf('b', 30), arrivalOf('late', 10), arrivalOf('older', 5), arrivalOf('c', 40)];

  it('is taken at the frontier’s time by default', () => {
    const test = run(graph).offer(...late).work().flush();
    expect(test.outputs[0]).toBe('a');
    expect(test.outputs.join(',').split(',').sort()).toEqual(['a', 'b', 'c', 'late', 'older']);
    const taken = test.hops.filter(({ node, input }) => node === 'in' && /late|older/.test(input));
    expect(taken.map(({ ms }) => ms > 10)).toEqual([true, true]);
    expect(test.story().filter((line) => line.includes('late '))).toEqual([]);
  });

  it('keeps its own time as a message', () => {
    const test = run(graph).offer(...late).work().flush();
    expect(test.hops.filter(({ verdict }) => verdict === 'absorbed')).toHaveLength(5);
    expect(late[2]?.timestamp).toEqual(arrivalOf('', 10).timestamp);
  });

  it('is dropped with the verdict "late" if the run says so', () => {
    const test = run(graph, { settings: { lateItems: 'drop' } }).offer(...late).work().flush();
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
    const test = run('in:source w:accumulate d:delay out:sink in>w w>d d>out', { settings: { lateItems: 'drop' } });
    test.offer(arrivalOf('a', 10), arrivalOf('b', 20), arrivalOf('again', 10)).work().flush();
    expect(test.outputs).toEqual(['a', 'b']);
    expect(test.hops.find(({ verdict }) => verdict === 'late')).toMatchObject({ input: 'again' });
  });

  it('comes after a window whose clock’s counter is full', () => {
    const full = 2n ** 64n - 1n;
    const test = run(graph);
    test.offer(arrivalOf('a', 10.5, { counter: full }), arrivalOf('b', 30), arrivalOf('late', 10.5, { counter: full }));
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
      message: expect.stringMatching(/^Delays and windows hold 3 items, .* the earliest wait at "w"\./) as string,
    });
    expect(test.scheduler.abandon('over')).toBe(4);
    expect(test.story('w').filter((line) => line.includes('held'))).toHaveLength(3);
    expect(test.story('in').at(-1)).toBe('in held m3');
  });

  it('counts payload bytes against the limit too', () => {
    const test = run('in:source w:accumulate out:sink in>w w>out', { settings: { maxHeldBytes: 100 } });
    expect(() => test.offer(...texts(3, 'x'.repeat(60)).map((text) => arrivalOf(text, 10))).work()).toThrow(AppError);
    const fine = run('in:source w:accumulate out:sink in>w w>out', { settings: { maxHeldBytes: 100 } });
    fine.offer(...texts(9, 'x'.repeat(60)).map((text, n) => arrivalOf(text, n * 10))).work().flush();
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
