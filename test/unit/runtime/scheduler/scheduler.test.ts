// The ways of messages through a graph: order, fan-out, arms, drops, errors.
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

describe('a message', () => {
  it('passes every node in topological order before the next one comes in', () => {
    const test = run('in:source a:concatenate b:concatenate out:sink in>a a>b b>out');
    test.offer(arrivalOf('1'), arrivalOf('2')).work();
    expect(test.story()).toEqual(
      ['1', '2'].flatMap((text) => [
        `in passed ${text}`,
        `a passed ${text}`,
        `b passed ${text}`,
        `out emitted ${text}`,
      ]),
    );
    expect(test.hops.map(({ hop, message, cause, connection }) => [hop, message, cause, connection])).toEqual(
      [
        [1, 1, 0, -1],
        [2, 1, 1, 0],
        [3, 1, 2, 1],
        [4, 1, 3, 2],
        [5, 2, 0, -1],
        [6, 2, 5, 0],
        [7, 2, 6, 1],
        [8, 2, 7, 2],
      ],
    );
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
    const arrival = arrivalOf('same', 5, {
      topic: 't/1',
      userProperties: [
        ['k', 'v'],
        ['k', 'v'],
      ],
    });
    test.offer(arrival).work();
    expect(test.emitted).toHaveLength(2);
    for (const { message } of test.emitted) {
      expect(message.payload).toBe(arrival.payload);
      expect(message).toMatchObject({
        topic: 't/1',
        userProperties: [
          ['k', 'v'],
          ['k', 'v'],
        ],
        timestamp: arrival.timestamp,
      });
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
    const test = run('in:source f:filter out:sink in>f f>out')
      .offer(arrivalOf('drop'), arrivalOf('keep'))
      .work();
    expect(test.outputs).toEqual(['keep']);
    expect(test.hops[1]).toMatchObject({
      verdict: 'dropped',
      reason: 'the filter returned false',
      message: 1,
    });
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
      expect(test.hops.at(-1)).toMatchObject({
        node: 'n',
        verdict: 'dropped',
        reason: 'the node leads nowhere',
      });
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
    expect(test.hops.filter(({ node }) => node === 'c').map(({ connection }) => connection)).toEqual([
      1, 1, 2, 2,
    ]);
  });

  it('merges by logical time what was held for different ones', () => {
    const test = run(
      'in:source late:delay soon:delay c:concatenate out:sink in>late in>soon late>c soon>c c>out',
      {
        properties: { late: [['later', '100']], soon: [['later', '40']] },
      },
    );
    test
      .offer(...[0, 50, 90].map((ms) => arrivalOf(String(ms), ms)))
      .work()
      .flush();
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
