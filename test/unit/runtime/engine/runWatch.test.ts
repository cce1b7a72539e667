// How far a run is, as the engine tells it.
import { describe, expect, it } from 'vitest';
import { DebuggedEngine } from '../../../helpers/debuggedEngine.ts';

describe('progress', () => {
  it('counts what came by each connection, with the last value', async () => {
    const run = await DebuggedEngine.start({ graph: 'in:source b:branch x:sink y:sink in>b b>x b.True>y' });
    run.accept('T1', 'F1', 'T2');
    expect(run.test.engine.progress().edges).toEqual([
      { count: 3, lastValue: 'T2' },
      { count: 1, lastValue: 'F1' },
      { count: 2, lastValue: 'T2' },
    ]);
  });

  it('tells what waits before an operation and in its window', async () => {
    const run = await DebuggedEngine.start({
      graph: 'in:source a:map w:accumulate out:sink in>a in>w a>w w>out',
    });
    run.rules(run.at('w', { hitCount: '2' }));
    expect(run.accept('x')).toBe('breakpoint before w x');
    const queued = (): number[] => run.test.engine.progress().nodes.map((node) => node.queued);
    expect(queued()).toEqual([0, 0, 2, 0]);
    run.rules();
    run.resume();
    expect(queued()).toEqual([0, 0, 2, 0]);
    await run.test.finish('flush');
    expect(queued()).toEqual([0, 0, 0, 0]);
  });

  it('gives the median of the last calls, and says who keeps failing', async () => {
    const run = await DebuggedEngine.start({ graph: 'in:source m:map out:sink in>m m>out' });
    const node = (): unknown => run.test.engine.progress().nodes[1];
    expect(node()).not.toHaveProperty('p50Us');
    run.accept('a', 'error', 'error');
    expect(node()).toMatchObject({ isFailing: false, p50Us: expect.any(Number) as number });
    run.accept('error');
    expect(node()).toMatchObject({ isFailing: true });
    run.accept('a');
    expect(node()).toMatchObject({ isFailing: false });
  });
});
