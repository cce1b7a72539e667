// What waits for a logical time: windows and delays.
import { beforeAll, describe, expect, it } from 'vitest';
import type { LoadedModule } from '../../../../src/runtime/component/loadedModule.ts';
import { loadComponent } from '../../../helpers/componentFiles.ts';
import type { Arrival } from '../../../../src/runtime/scheduler/arrivals.ts';
import { Payload } from '../../../../src/runtime/trace/payload.ts';
import { arrivalOf, TestRun, type TestRunOptions } from '../../../helpers/testRun.ts';

let module: LoadedModule;
beforeAll(async () => {
  module = await loadComponent('faulty');
});
const run = (graph: string, more: Omit<TestRunOptions, 'graph'> = {}): TestRun =>
  new TestRun({ graph, module, ...more });
const texts = (count: number, prefix = 'm'): string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}${String(n)}`);

describe('accumulate', () => {
  const graph = 'in:source w:accumulate out:sink in>w w>out';

  it('is called once for each time, when that is complete, with all items', () => {
    const test = run(graph).offer(arrivalOf('a', 10), arrivalOf('b', 10)).work();
    expect(test.outputs).toEqual([]);
    test.offer(arrivalOf('c', 10), arrivalOf('d', 20)).work();
    expect(test.outputs).toEqual(['a,b,c']);
    test.flush();
    expect(test.outputs).toEqual(['a,b,c', 'd']);
    expect(test.story('w')).toEqual([
      'w absorbed a',
      'w absorbed b',
      'w absorbed c',
      'w passed ',
      'w absorbed d',
      'w passed ',
    ]);
  });

  it('records whose messages went in, under a number of its own', () => {
    const test = run(graph).offer(arrivalOf('a', 10), arrivalOf('b', 10)).work().flush();
    const output = test.hops.find(({ node, verdict }) => node === 'w' && verdict === 'passed');
    expect(output).toMatchObject({ message: 3, parents: [1, 2], connection: -1, ms: 10, output: 'a,b' });
    const absorbed = test.hops.filter(({ verdict }) => verdict === 'absorbed');
    expect(absorbed.map(({ node, cause }) => [node, cause])).toEqual([
      ['w', 1],
      ['w', 3],
    ]);
    expect(output?.cause).toBe(absorbed[1]?.hop);
    expect(test.hops.find(({ node }) => node === 'out')).toMatchObject({
      message: 3,
      cause: output?.hop,
      ms: 10,
    });
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

  it('orders items of one time by connection before arrival', () => {
    const test = run('in:source m:map w:accumulate out:sink m>w in>m in>w w>out');
    test.offer(arrivalOf('a', 10), arrivalOf('b', 10)).work().flush();
    expect(test.outputs).toEqual(['a,b,a,b']);
    expect(test.story('w').slice(0, 4)).toEqual([
      'w absorbed a',
      'w absorbed a',
      'w absorbed b',
      'w absorbed b',
    ]);
  });

  it('keeps the logical time, also through a second window', () => {
    const test = run('in:source v:accumulate w:accumulate out:sink in>v v>w w>out');
    test.offer(arrivalOf('a', 10), arrivalOf('b', 10), arrivalOf('c', 30)).work();
    expect(test.outputs).toEqual(['a,b']);
    expect(test.hops.find(({ node }) => node === 'out')).toMatchObject({ ms: 10, message: 4 });
    test.flush();
    expect(test.outputs).toEqual(['a,b', 'c']);
  });

  it('that is abandoned tells of its items as held, each after the hop in which it was absorbed', () => {
    const test = run(graph).offer(arrivalOf('a', 10)).work();
    test.scheduler.abandon('over');
    expect(test.hops.slice(1)).toMatchObject([
      { hop: 2, node: 'w', verdict: 'absorbed', cause: 1 },
      { hop: 3, node: 'w', verdict: 'held', cause: 2 },
    ]);
  });

  it('takes the topic of the first item', () => {
    const test = run(graph);
    test
      .offer(arrivalOf('a', 10, { topic: 't/a' }), arrivalOf('b', 10, { topic: 't/b' }))
      .work()
      .flush();
    expect(test.emitted[0]?.message).toMatchObject({ topic: 't/a', inputTopic: 't/a', userProperties: [] });
  });

  it('gets a long list in parts, each staged on from the last', () => {
    const test = run(graph, { settings: { accumulateBatch: 3 } });
    test
      .offer(...texts(8).map((text) => arrivalOf(text, 10)))
      .work()
      .flush();
    expect(test.outputs).toEqual([texts(8).join(',')]);
    const parts = test.hops.filter(({ node, verdict }) => node === 'w' && verdict === 'passed');
    expect(parts.map(({ parents, reason, message, output }) => [parents, reason, message, output])).toEqual([
      [[1, 2, 3], 'one part of the window', 9, 'm0,m1,m2'],
      [[4, 5, 6], 'one part of the window', 9, 'm0,m1,m2,m3,m4,m5'],
      [[7, 8], 'one part of the window', 9, texts(8).join(',')],
    ]);
  });

  it('gets parts of 1,000 by default', () => {
    const test = run(graph)
      .offer(...texts(2001).map((text) => arrivalOf(text, 10)))
      .work()
      .flush();
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
    test
      .offer(...words.map((word) => arrivalOf(word, 10)))
      .work()
      .flush();
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
  const later = (ms: number): Pick<TestRunOptions, 'properties'> => ({
    properties: { d: [['later', String(ms)]] },
  });

  it('holds items until their new time, in order of those', () => {
    const test = run(graph, later(100))
      .offer(arrivalOf('a', 10), arrivalOf('b', 50), arrivalOf('c', 110))
      .work();
    expect(test.outputs).toEqual([]);
    expect(test.scheduler.heldItems).toBe(3);
    test.offer(arrivalOf('d', 111)).work();
    expect(test.outputs).toEqual(['a']);
    expect(test.hops.find(({ node }) => node === 'd')).toMatchObject({
      verdict: 'passed',
      ms: 10,
      newMs: 110,
    });
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

describe('what is held of a batch of arrivals', () => {
  const MIB = 1024 * 1024;
  /** Arrivals as views of one buffer of a megabyte, as batches bring them. */
  const batchOf = (words: readonly string[]): Arrival[] => {
    const bytes = new Uint8Array(MIB);
    let offset = 0;
    return words.map((word, index) => {
      const start = offset;
      offset += Buffer.from(bytes.buffer).write(word, start);
      return { ...arrivalOf('', index), payload: new Payload(bytes.subarray(start, offset), true) };
    });
  };
  const bufferOf = ({ payload }: Arrival): number => payload.bytes.buffer.byteLength;

  it.each([
    ['a delay', 'in:source n:delay out:sink in>n n>out', ['a', 'b', 'c']],
    ['a window', 'in:source n:accumulate out:sink in>n n>out', ['a', 'b', 'c']],
  ])('by %s does not keep the batch, and comes out unharmed', (_, graph, outputs) => {
    const batch = batchOf(['a', 'b', 'c']);
    const test = run(graph, { properties: { n: [['later', '10000']] } })
      .offer(...batch)
      .work();
    expect(test.scheduler.heldItems).toBeGreaterThan(0);
    expect(batch.map(bufferOf).filter((size) => size > 8192).length).toBe(0);
    expect(test.flush().outputs).toEqual(outputs);
  });

  it('by nobody is not copied', () => {
    const batch = batchOf(['a', 'b']);
    const test = run('in:source f:filter out:sink in>f f>out')
      .offer(...batch)
      .work();
    expect(test.outputs).toEqual(['a', 'b']);
    expect(batch.map(bufferOf)).toEqual([MIB, MIB]);
  });

  it('by an operator that keeps its handles does not keep the batch', () => {
    const batch = batchOf(['a', 'b']);
    const properties = { f: [['keep', 'true'] as const] };
    const test = run('in:source f:filter out:sink in>f f>out', { properties })
      .offer(...batch)
      .work();
    expect(test.outputs).toEqual(['a', 'b']);
    expect(batch.map(bufferOf)).toEqual([8192, 8192]);
  });
});
