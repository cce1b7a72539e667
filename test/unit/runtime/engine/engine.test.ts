// The engine through its class: batches in, batches out, logs, limits, ends.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/base/errors.ts';
import type { MessageBatch } from '../../../../src/protocol/engine.ts';
import { BatchBuilder } from '../../../../src/runtime/engine/messageBatch.ts';
import { START_MS } from '../../../helpers/testOperator.ts';
import { TestEngine } from '../../../helpers/testEngine.ts';

const simple = 'in:source m:map out:sink in>m m>out';
const clockOf = (ms: number, counter = 0): string =>
  `${String(ms).padStart(15, '0')}:${String(counter).padStart(5, '0')}`;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Messages for the first source, as they come from another thread. */
function batchOf(payloads: readonly string[]): MessageBatch {
  const builder = new BatchBuilder();
  const same = { node: 0, topic: 't', inputTopic: '', timestamp: '', contentType: undefined };
  for (const payload of payloads) builder.add({ ...same, userProperties: [], payload: Buffer.from(payload) });
  const taken = builder.take();
  if (!taken) throw new Error('an empty batch');
  return taken.batch;
}

async function started(...options: Parameters<typeof TestEngine.create>): Promise<TestEngine> {
  const test = await TestEngine.create(...options);
  test.engine.startOperators();
  return test;
}

describe('messages', () => {
  it('come out with their properties and the marks of the run', async () => {
    const test = await started({ graph: simple, component: 'faulty' });
    const properties: [string, string][] = [
      ['k', '1'],
      ['__ts', `${String(START_MS)}:3:device`],
      ['__srcId', 'other'],
      ['__protVer', '0.9'],
      ['k', '2'],
      ['__other', 'kept'],
    ];
    test.accept({ payload: 'x', topic: 'a/b', properties });
    expect(test.outputs).toMatchObject([
      {
        topic: 'a/b',
        inputTopic: 'a/b',
        userProperties: [
          ['k', '1'],
          ['k', '2'],
          ['__other', 'kept'],
          ['__ts', `${clockOf(START_MS, 3)}:device`],
          ['__protVer', '1.0'],
          ['__srcId', 'dataflow-graph'],
        ],
      },
    ]);
    expect(test.logs).toEqual([]);
  });

  it('without a time get one of the session', async () => {
    const test = await started({ graph: 'in:source out:sink in>out' });
    test.accept('a', 'b');
    const stamps = test.outputs.map(
      ({ userProperties }) => userProperties.find(([key]) => key === '__ts')?.[1],
    );
    expect(stamps).toEqual([1, 2].map((ms) => `${clockOf(START_MS + ms)}:dataflow-graph`));
  });

  it('with a time that cannot be read are kept, and the time is warned of', async () => {
    const test = await started({ graph: 'in:source out:sink in>out' });
    test.accept({ payload: 'x', topic: 'a/b', properties: [['__ts', `yesterday${'!'.repeat(100)}`]] });
    expect(test.texts).toEqual(['x']);
    expect(test.outputs[0]?.userProperties[0]?.[1]).toBe(`${clockOf(START_MS + 1)}:dataflow-graph`);
    expect(test.logs).toEqual([
      {
        level: 'warn',
        context: 'dataflow-graph',
        message: `a message on "a/b" has the user property __ts "yesterday${'!'.repeat(51)}", which is not <milliseconds>:<counter>:<node id>; its time of arrival is used instead`,
      },
    ]);
  });

  it('of 10 MB pass unharmed, also through an operator that copies them', async () => {
    const test = await started({ graph: simple, component: 'faulty', properties: { m: [['mode', 'read']] } });
    const payload = new Uint8Array(10 * 1024 * 1024).map((_, index) => (index * 7919) >>> 3);
    test.accept('before', { payload }, 'after');
    test.settle();
    expect(test.outputs.map(({ payload: each }) => each.length)).toEqual([6, payload.length, 5]);
    expect(Buffer.from(test.outputs[1]?.payload ?? []).equals(payload)).toBe(true);
  });

  it('that a delay holds do not keep the rest of their batch in memory', async () => {
    const graph = 'in:source f:filter d:delay out:sink in>f f>d d>out';
    const test = await started({ graph, component: 'faulty', properties: { d: [['later', '3600000']] } });
    const batches = Array.from({ length: 6 }, (_, round) => {
      const batch = batchOf([`held ${String(round)}`, ...Array.from({ length: 3000 }, () => 'drop')]);
      test.engine.acceptArrivals(batch);
      test.settle();
      return new WeakRef(batch.bytes.buffer);
    });
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    // The newest one may still be in the queue of arrivals.
    expect(batches.slice(0, -1).filter((batch) => batch.deref() !== undefined)).toEqual([]);
    await test.finish('flush');
    expect(test.texts).toEqual(batches.map((_, round) => `held ${String(round)}`));
  });

  it('are reported as taken with their sizes', async () => {
    const test = await started({ graph: 'in:source out:sink in>out' });
    test.accept('four', 'sixsix', '');
    test.settle();
    const taken = test.told('taken');
    expect(taken.reduce((sum, { count }) => sum + count, 0)).toBe(3);
    expect(taken.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(10);
  });
});

describe('what an operator does', () => {
  it('is logged with its node, errors with message and hop', async () => {
    const test = await started({ graph: simple, component: 'faulty' });
    test.accept('log', 'error', 'trap');
    test.settle();
    expect(test.logs.slice(0, 2)).toEqual([
      { node: 'm', level: 'trace', context: 'faulty', message: 'a line of level trace' },
      { node: 'm', level: 'debug', context: 'faulty', message: 'a line of level debug' },
    ]);
    const errors = test.logs.filter(({ context }) => context.startsWith('OPERATOR'));
    expect(errors[0]).toEqual({
      node: 'm',
      level: 'error',
      context: 'OPERATOR_ERROR',
      message: 'message 2 (hop 5) was lost here: told to fail',
    });
    expect(errors[1]?.message).toMatch(
      /^message 3 \(hop 7\) was lost here: trapped: .*started anew, its memory is lost\nfaulty::misbehave::trap/,
    );
  });

  it('in a flood of lines is cut short, and the cut is told', async () => {
    const test = await started({ graph: simple, component: 'faulty', properties: { m: [['mode', 'log']] } });
    test.accept(...Array.from({ length: 100 }, () => 'x'));
    test.settle();
    for (const logs of test.told('logs')) expect(logs.length).toBeLessThanOrEqual(201);
    const cut = test.logs.flatMap(
      ({ message }) => /^(\d+) further lines are only in the trace$/.exec(message)?.[1] ?? [],
    );
    const shown = test.logs.filter(({ context }) => context === 'faulty').length;
    expect(shown + cut.reduce((sum, text) => sum + Number(text), 0)).toBe(600);
    expect(test.outputs).toHaveLength(100);
    expect(test.engine.readLineage(100).flatMap(({ logs }) => logs ?? [])).toHaveLength(6);
  });

  it('to its health is told', async () => {
    const test = await started({ graph: simple, component: 'faulty' });
    test.accept('trap', 'trap', 'trap', 'fine');
    test.settle();
    expect(test.told('health').map(({ node, health }) => [node, health])).toEqual([
      ['m', 'failing'],
      ['m', 'running'],
    ]);
  });

  it('to seeded state is seen', async () => {
    const test = await started({
      graph: simple,
      component: 'faulty',
      start: { stateSeeds: [{ key: 'k', value: 'seed' }] },
    });
    test.accept('state:get:k');
    expect(test.texts).toEqual(['seed']);
  });
});

describe('starting', () => {
  it('tells of every operator that does not start, in one error', async () => {
    const test = await TestEngine.create({
      graph: 'in:source a:map b:filter c:map out:sink in>a a>b b>c c>out',
      component: 'faulty',
      properties: { a: [['init', 'false']], c: [['init', 'trap']] },
    });
    let error: unknown;
    try {
      test.engine.startOperators();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: 'OPERATOR_INIT_FALSE' });
    expect((error as AppError).message).toMatch(/operation "a" returned false[^]*operation "c" failed/);
  });
});

describe('outputs that nobody takes', () => {
  it('hold up the engine at about 10,000, and it goes on when they are published', async () => {
    const test = await started({ graph: 'in:source out:sink in>out' });
    for (let batch = 0; batch < 25; batch += 1) test.accept(...Array.from({ length: 1000 }, () => 'x'));
    test.settle();
    expect(test.outputs.length).toBeGreaterThanOrEqual(10_000);
    expect(test.outputs.length).toBeLessThan(10_020);
    const before = test.outputs.length;
    test.engine.acceptPublished(100);
    test.settle();
    expect(test.outputs.length - before).toBeGreaterThan(70);
    expect(test.outputs.length - before).toBeLessThan(120);
    let published = 100;
    for (let round = 0; round < 5; round += 1) {
      const count = test.outputs.length - published;
      published += count;
      test.engine.acceptPublished(count);
      test.settle();
    }
    expect(test.outputs).toHaveLength(25_000);
    expect(test.engine.counts()).toMatchObject({ messagesIn: 25_000, messagesOut: 25_000, errors: 0 });
  });
});

describe('the end', () => {
  const windows = 'in:source w:accumulate out:sink in>w w>out';
  const at = (ms: number, payload: string) => ({
    payload,
    properties: [['__ts', `${String(START_MS + ms)}:0:d`] as [string, string]],
  });

  it('that flushes empties windows and counts what came of them', async () => {
    const test = await started({ graph: windows, component: 'faulty' });
    test.accept(at(10, 'a'), at(10, 'b'), at(20, 'c'));
    expect(test.texts).toEqual(['a,b']);
    expect(await test.finish('flush')).toMatchObject({ messagesIn: 3, messagesOut: 2, errors: 0, held: 0 });
    expect(test.texts).toEqual(['a,b', 'c']);
  });

  it('that holds leaves windows as they are and counts their items', async () => {
    const test = await started({ graph: windows, component: 'faulty' });
    test.accept(at(10, 'a'), at(10, 'b'), at(20, 'c'), at(20, 'd'));
    const counts = await test.finish('hold');
    expect(counts).toMatchObject({ messagesIn: 4, messagesOut: 1, held: 2 });
    expect(counts.nodes.find(({ node }) => node === 'w')?.verdicts).toMatchObject({
      absorbed: 4,
      held: 2,
      passed: 1,
    });
    expect(test.texts).toEqual(['a,b']);
  });

  it('waits until everything that came has been worked on', async () => {
    const test = await started({ graph: 'in:source out:sink in>out' });
    for (let batch = 0; batch < 12; batch += 1) test.accept(...Array.from({ length: 1000 }, () => 'x'));
    const finished = test.engine.finish({ pending: 'flush' });
    let isDone = false;
    void finished.then(() => (isDone = true));
    test.settle();
    await Promise.resolve();
    expect(isDone).toBe(false);
    test.engine.acceptPublished(10_000);
    test.settle();
    expect(await finished).toMatchObject({ messagesIn: 12_000, messagesOut: 12_000 });
  });

  it('fails with what ended the run, whether that was before or is still to come', async () => {
    const crowd = [at(10, 'a'), at(10, 'b'), at(10, 'c')];
    const early = await started({ graph: windows, component: 'faulty', start: { maxHeldItems: 2 } });
    early.accept(...crowd);
    await expect(early.engine.finish({ pending: 'flush' })).rejects.toMatchObject({ code: 'RUN_HELD_LIMIT' });
    const late = await started({ graph: windows, component: 'faulty', start: { maxHeldItems: 2 } });
    late.accept(...crowd.slice(0, 2));
    const finished = late.engine.finish({ pending: 'hold' });
    late.accept(...crowd.slice(2));
    late.settle();
    await expect(finished).rejects.toMatchObject({ code: 'RUN_HELD_LIMIT' });
  });

  it('that holds waits for nothing where intake has stopped', async () => {
    const test = await started({
      graph: 'in:source w:accumulate out:sink in>w w>out',
      component: 'faulty',
      start: { clock: { kind: 'wall' }, maxHeldItems: 2 },
    });
    test.accept(...['a', 'b', 'c', 'd'].map((payload) => at(60_000, payload)));
    expect(await test.finish('hold')).toMatchObject({ messagesIn: 4, held: 2 });
  });

  it('with the wall clock wakes up for what is due, by a timer', async () => {
    const test = await started({
      graph: 'in:source d:delay out:sink in>d d>out',
      component: 'faulty',
      properties: { d: [['later', '100']] },
      start: { clock: { kind: 'wall' } },
    });
    test.accept('x');
    expect(test.time.waits).toHaveLength(2);
    test.time.advance(90);
    expect(test.texts).toEqual([]);
    test.time.advance(20);
    expect(test.texts).toEqual(['x']);
    test.time.advance(1000);
    expect(test.time.waits).toEqual([]);
    test.engine.close();
  });

  it('disposes of its timers', async () => {
    const test = await started({
      graph: 'in:source d:delay out:sink in>d d>out',
      component: 'faulty',
      properties: { d: [['later', '100']] },
      start: { clock: { kind: 'wall' } },
    });
    test.accept('x');
    test.engine.close();
    expect(test.time.waits).toEqual([]);
  });
});

describe('counts', () => {
  it('tell what happened at every node', async () => {
    const test = await started({ graph: 'in:source f:filter out:sink in>f f>out', component: 'faulty' });
    test.accept('a', 'drop', 'error', 'b');
    test.settle();
    const { nodes, ...counts } = test.engine.counts();
    expect(counts).toEqual({ messagesIn: 4, messagesOut: 2, errors: 1, held: 0 });
    expect(nodes.map(({ node, in: count }) => [node, count])).toEqual([
      ['in', 4],
      ['f', 4],
      ['out', 2],
    ]);
    expect(nodes[1]?.verdicts).toMatchObject({ passed: 2, dropped: 1, error: 1 });
  });
});
