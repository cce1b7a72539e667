// Replays in an engine: what is handed over again is what came in, and what cannot be is refused with the reason.
import { describe, expect, it } from 'vitest';
import { TestEngine, type TestEngineOptions } from '../../../helpers/testEngine.ts';

async function start(options: Partial<TestEngineOptions> = {}): Promise<TestEngine> {
  const test = await TestEngine.create({
    graph: 'in:source m:map out:sink in>m m>out',
    component: 'faulty',
    ...options,
  });
  test.engine.startOperators();
  return test;
}

const refused = (text: string): object =>
  expect.objectContaining({
    code: 'HOP_NOT_REPLAYABLE',
    message: expect.stringContaining(text) as string,
  }) as object;

describe('a replay', () => {
  it('has every part of the message, also the topic with which it came in', async () => {
    const test = await start();
    test.accept({ payload: 'topic:changed', topic: 'sensors/a', properties: [['k', 'v']] });
    test.settle();
    test.engine.replayHop({ hop: 3 });
    test.settle();
    expect(test.outputs).toHaveLength(2);
    expect(test.outputs[1]).toEqual(test.outputs[0]);
    expect(test.outputs[0]).toMatchObject({ topic: 'changed', inputTopic: 'sensors/a' });
  });

  it('also of a payload that is kept apart from its hops', async () => {
    const test = await start();
    test.accept({ payload: new Uint8Array(200_000).fill(120) });
    test.settle();
    test.engine.replayHop({ hop: 2 });
    test.settle();
    expect(test.outputs[1]?.payload).toEqual(test.outputs[0]?.payload);
  });

  it('is counted where it comes by, and not as one from outside', async () => {
    const test = await start();
    test.accept('x');
    test.settle();
    test.engine.replayHop({ hop: 2 });
    test.settle();
    const { messagesIn, messagesOut, nodes, edges } = test.engine.progress();
    expect([messagesIn, messagesOut]).toEqual([1, 2]);
    expect(nodes.map((node) => node.in)).toEqual([1, 2, 2]);
    expect(edges.map(({ count }) => count)).toEqual([2, 2]);
    expect(test.told('taken').map(({ count }) => count)).toEqual([1]);
  });

  it('is refused of a hop that is not there, or where a window gave out', async () => {
    const test = await start({ graph: 'in:source w:accumulate out:sink in>w w>out' });
    test.accept('x', 'y');
    test.settle();
    expect(() => test.engine.replayHop({ hop: 99 })).toThrow(refused('There is no hop 99'));
    const [window] = test.engine.readHops({ nodes: ['w'] }).hops.filter(({ parents }) => parents);
    expect(window).toBeDefined();
    expect(() => test.engine.replayHop({ hop: window?.hop ?? 0 })).toThrow(refused('a window gave'));
  });

  it.each([
    ['headers', 'records no payloads'],
    ['counts', 'records numbers alone'],
  ] as const)('is refused at the trace level %s', async (level, reason) => {
    const test = await start({ start: { trace: { level } } });
    test.accept('x');
    test.settle();
    expect(() => test.engine.replayHop({ hop: 2 })).toThrow(refused(reason));
  });

  it('waits while the run stands, a thousand at most', async () => {
    const test = await start({ start: { isDebugged: true } });
    test.accept('x');
    test.settle();
    void test.engine.controls.methods.pause({ reason: 'pause' });
    test.settle();
    for (let count = 0; count < 1000; count += 1)
      expect(test.engine.replayHop({ hop: 3 })).toEqual({ waits: true });
    expect(() => test.engine.replayHop({ hop: 3 })).toThrow(refused('1000 replays wait'));
    test.settle();
    expect(test.outputs).toHaveLength(1);
    void test.engine.controls.methods.resume({ mode: 'continue' });
    test.settle();
    expect(test.outputs).toHaveLength(1001);
  });

  it('is refused of a run that ends', async () => {
    const test = await start();
    test.accept('x');
    await test.finish('flush');
    expect(() => test.engine.replayHop({ hop: 1 })).toThrow(expect.objectContaining({ code: 'RUN_ENDED' }));
  });
});
