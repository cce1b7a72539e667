// What a canvas is told of a run that goes on.
import { describe, expect, it } from 'vitest';
import { LiveRun } from '../../../../src/host/editor/liveRun.ts';
import type { NodeProgress } from '../../../../src/protocol/engine.ts';
import type { LoadedRun, RunReport } from '../../../../src/protocol/runProcess.ts';

const place = (file: string): { file: string; firstLine: number; lastLine: number } => ({
  file,
  firstLine: 0,
  lastLine: 1,
});
const run = {
  nodes: [
    { name: 'in', type: 'source', place: place('/graph.yaml') },
    { name: 'b', type: 'branch', place: place('/graph.yaml') },
    { name: 'elsewhere', type: 'sink', place: place('/resource.yaml') },
  ],
  connections: [
    { from: 'in', to: 'b', place: place('/graph.yaml') },
    { from: 'b', arm: 'True', to: 'elsewhere', place: place('/graph.yaml') },
  ],
} as unknown as LoadedRun;

function node(name: string, count: number, more: Partial<NodeProgress> = {}): NodeProgress {
  const verdicts = { passed: count, emitted: 0, dropped: 0, absorbed: 0, late: 0, error: 0, held: 0 };
  return {
    node: name,
    in: count,
    verdicts,
    durationUs: 0,
    maxDurationUs: 0,
    queued: 0,
    isFailing: false,
    ...more,
  };
}

function report(counts: readonly number[], more: Partial<RunReport> = {}): RunReport {
  return {
    messagesIn: counts[0] ?? 0,
    messagesOut: 0,
    errors: 0,
    held: 0,
    waiting: 0,
    isStopped: false,
    nodes: run.nodes.map(({ name }, index) => node(name, counts[index] ?? 0)),
    edges: [],
    ...more,
  };
}

const start = (): LiveRun => new LiveRun(run, '/graph.yaml', 1000);

describe('a live run', () => {
  it('tells which faults are in force at a node, also before a message came to it, until they are gone', () => {
    const live = start();
    const disturbed = (disturbedBy?: string): RunReport =>
      report([0, 0, 0], {
        nodes: [node('in', 0), node('b', 0, disturbedBy === undefined ? {} : { disturbedBy })],
      });
    expect(live.update(disturbed('a trap; an error'), 1100).nodes).toMatchObject([
      { operation: 'b', count: 0, disturbedBy: 'a trap; an error' },
    ]);
    expect(live.update(disturbed('a trap; an error'), 1200).nodes).toEqual([]);
    const [told] = live.update(disturbed(), 1300).nodes;
    expect(told).toMatchObject({ operation: 'b' });
    expect(told).not.toHaveProperty('disturbedBy');
  });

  it('begins with nothing', () => {
    expect(start().whole()).toEqual([
      { phase: 'begin', elapsedMs: 0, isReplay: false, nodes: [], edges: [] },
    ]);
  });

  it('tells how many faults are in force, and none after its end', () => {
    const live = start();
    expect(live.update(report([1, 0, 0], { faults: 2 }), 1250).faults).toBe(2);
    expect(live.whole().at(-1)?.faults).toBe(2);
    expect(live.update(report([1, 0, 0]), 1500)).not.toHaveProperty('faults');
    live.update(report([1, 0, 0], { faults: 1 }), 1750);
    expect(live.end()).not.toHaveProperty('faults');
  });

  it('tells what has changed, of the parts that stand in the file', () => {
    const live = start();
    const first = live.update(report([1, 0, 1], { edges: [{ count: 1, lastValue: '{}' }] }), 1250);
    expect(first).toMatchObject({ phase: 'running', elapsedMs: 250 });
    expect(first.nodes.map(({ operation, count }) => [operation, count])).toEqual([['in', 1]]);
    expect(first.edges).toEqual([{ from: 'in', to: 'b', count: 1, lastValue: '{}' }]);
    const second = live.update(
      report([1, 1, 1], { edges: [{ count: 1, lastValue: '{}' }, { count: 2 }] }),
      1500,
    );
    expect(second.nodes.map(({ operation }) => operation)).toEqual(['b']);
    expect(second.edges).toEqual([{ from: 'b', arm: 'True', to: 'elsewhere', count: 2 }]);
  });

  it('counts failures, drops, time and queues', () => {
    const live = start();
    const verdicts = { passed: 1, emitted: 0, dropped: 2, absorbed: 0, late: 3, error: 4, held: 0 };
    const nodes = [node('in', 10, { verdicts, p50Us: 12.5, queued: 7, isFailing: true })];
    expect(live.update(report([], { nodes }), 1000).nodes).toEqual([
      { operation: 'in', count: 10, errors: 4, dropped: 5, rate: 0, queued: 7, p50Us: 12.5, isFailing: true },
    ]);
  });

  it('works out rates over the last three seconds', () => {
    const live = start();
    const rate = (count: number, ms: number): number | undefined =>
      live.update(report([count]), ms).nodes[0]?.rate;
    expect(rate(10, 1000)).toBe(0);
    expect(rate(20, 1500)).toBe(20);
    expect(rate(21, 4400)).toBeCloseTo(0.3);
  });

  it('shows where the run stands, and that it goes on', () => {
    const live = start();
    const stopped = live.update(report([1, 0], { isStopped: true, stoppedAt: 1 }), 1100);
    expect(stopped.phase).toBe('paused');
    expect(stopped.nodes.find(({ operation }) => operation === 'b')).toMatchObject({
      count: 0,
      isStopped: true,
    });
    const resumed = live.update(report([1, 0]), 1200);
    expect(resumed.phase).toBe('running');
    expect(resumed.nodes.find(({ operation }) => operation === 'b')).not.toHaveProperty('isStopped');
  });

  it('adds up a graph that several Graph nodes of a resource run, by its own names', () => {
    const twice = {
      nodes: ['first', 'second'].flatMap((graph) =>
        ['in', 'm'].map((operation) => ({
          name: `${graph}/${operation}`,
          operation,
          place: place('/graph.yaml'),
        })),
      ),
      connections: ['first', 'second'].map((graph) => ({
        from: `${graph}/in`,
        to: `${graph}/m`,
        place: place('/graph.yaml'),
      })),
    } as unknown as LoadedRun;
    const live = new LiveRun(twice, '/graph.yaml', 1000);
    const delta = live.update(
      report([], {
        nodes: [node('', 3), node('', 2, { p50Us: 4 }), node('', 1), node('', 1, { p50Us: 9, queued: 5 })],
        edges: [{ count: 2, lastValue: '1' }, { count: 1 }],
        stoppedAt: 3,
      }),
      1100,
    );
    expect(delta.nodes).toMatchObject([
      { operation: 'in', count: 4 },
      { operation: 'm', count: 3, queued: 5, p50Us: 9, isStopped: true },
    ]);
    expect(delta.edges).toEqual([{ from: 'in', to: 'm', count: 3, lastValue: '1' }]);
    expect(
      live.update(report([], { nodes: [node('', 3), node('', 2), node('', 1), node('', 1)] }), 1200).nodes,
    ).toHaveLength(1);
  });

  it('tells all of it to whoever comes later, also when it is over', () => {
    const live = start();
    live.update(report([1, 1], { edges: [{ count: 1 }] }), 1100);
    live.update(report([2, 1], { edges: [{ count: 2 }] }), 1200);
    const end = live.end();
    expect(end).toMatchObject({ phase: 'end', nodes: [], elapsedMs: 200 });
    const [begin, rest] = live.whole();
    expect(begin?.phase).toBe('begin');
    expect(rest).toMatchObject({
      phase: 'end',
      nodes: [
        { operation: 'in', count: 2 },
        { operation: 'b', count: 1 },
      ],
      edges: [{ count: 2 }],
    });
  });
});
