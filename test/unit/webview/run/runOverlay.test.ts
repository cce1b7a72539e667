// What runs tell nodes and edges, and how their numbers read.
import { beforeEach, describe, expect, it } from 'vitest';
import type { NodeDelta, RunDelta } from '../../../../src/protocol/canvas.ts';
import {
  formatCount,
  formatElapsed,
  formatMicroseconds,
  formatRate,
} from '../../../../src/base/formatNumbers.ts';
import { describeNodeRun, describeRunState } from '../../../../src/base/describeRun.ts';
import { RunOverlay } from '../../../../webview/graph/run/runOverlay.ts';

const quiet = { count: 1, errors: 0, dropped: 0, rate: 5, queued: 0 };
const edge = { from: 'branch', arm: 'True', to: 'b' } as const;

let tell: (delta: RunDelta) => void;
let overlay: RunOverlay;

function run(phase: RunDelta['phase'], changes: Partial<RunDelta> = {}): void {
  tell({ phase, elapsedMs: 100, isReplay: true, nodes: [], edges: [], ...changes });
}

beforeEach(() => {
  overlay = new RunOverlay((listener) => {
    tell = listener;
    return () => (tell = () => undefined);
  });
});

describe('RunOverlay', () => {
  it('tells a node only of what changed about it', () => {
    const told: string[] = [];
    overlay.subscribeNode('a', () => told.push('a'));
    overlay.subscribeNode('b', () => told.push('b'));
    run('running', { nodes: [{ operation: 'a', ...quiet }] });
    run('running', { nodes: [{ operation: 'a', ...quiet }] });
    run('running', { nodes: [{ operation: 'b', ...quiet }] });
    run('running', { nodes: [{ operation: 'a', ...quiet, count: 2 }] });
    expect(told).toEqual(['a', 'b', 'a']);
  });

  it('gives the same object until something changes', () => {
    run('running', { nodes: [{ operation: 'a', ...quiet }] });
    const before = overlay.node('a');
    run('running', { nodes: [{ operation: 'a', ...quiet }] });
    expect(overlay.node('a')).toBe(before);
  });

  it('knows which faults disturb a node until they are taken away or the run ends', () => {
    const disturbed = { operation: 'a', ...quiet, disturbedBy: 'a trap' };
    run('running', { nodes: [disturbed] });
    expect(overlay.node('a')?.disturbedBy).toBe('a trap');
    run('running', { nodes: [{ operation: 'a', ...quiet }] });
    expect(overlay.node('a')?.disturbedBy).toBeUndefined();
    run('running', { nodes: [disturbed] });
    run('end');
    expect(overlay.node('a')).not.toHaveProperty('disturbedBy');
  });

  it('says that faults are in force for as long as they are', () => {
    run('running', { isReplay: false, faults: 2 });
    expect(describeRunState(overlay.getState())).toBe('Run, 2 faults in force, 0.1 s');
    run('running', { isReplay: false });
    expect(describeRunState(overlay.getState())).toBe('Run, 0.1 s');
  });

  it('keeps the arms of a branch apart', () => {
    run('running', { edges: [{ ...edge, count: 3 }] });
    expect(overlay.edge(edge)?.count).toBe(3);
    expect(overlay.edge({ ...edge, arm: 'False' })).toBeUndefined();
    expect(overlay.edge({ from: 'branch', to: 'b' })).toBeUndefined();
  });

  it('marks what a run leaves as past, without rates, queues and stops', () => {
    run('running', {
      nodes: [{ operation: 'a', ...quiet, queued: 4, isStopped: true }],
      edges: [{ ...edge, count: 3 }],
    });
    run('end');
    expect(overlay.getState().phase).toBe('past');
    expect(overlay.node('a')).toEqual({ operation: 'a', ...quiet, rate: 0, isPast: true });
    expect(overlay.edge(edge)).toEqual({ ...edge, count: 3, isPast: true });
  });

  it.each([
    ['a new run begins', () => run('begin'), 'running'],
    ['a person clears it', () => overlay.clear(), 'none'],
  ])('forgets what an earlier run left when %s, and tells the nodes', (_when, forget, phase) => {
    run('running', { nodes: [{ operation: 'a', ...quiet }] });
    let told = 0;
    overlay.subscribeNode('a', () => (told += 1));
    forget();
    expect(overlay.node('a')).toBeUndefined();
    expect(told).toBe(1);
    expect(overlay.getState().phase).toBe(phase);
  });

  it('tells nobody who has unsubscribed, and hears nothing once disposed of', () => {
    const told: string[] = [];
    overlay.subscribeNode('a', () => told.push('stays'));
    overlay.subscribeNode('a', () => told.push('leaves'))();
    run('running', { nodes: [{ operation: 'a', ...quiet }] });
    overlay.dispose();
    run('running', { nodes: [{ operation: 'a', ...quiet, count: 9 }] });
    expect(told).toEqual(['stays']);
  });
});

describe('numbers', () => {
  it.each([
    [formatCount(0), '0'],
    [formatCount(999), '999'],
    [formatCount(1000), '1k'],
    [formatCount(12_345), '12.3k'],
    [formatCount(99_960), '100k'],
    [formatCount(999_600), '1M'],
    [formatCount(1_234_567), '1.2M'],
    [formatRate(0), '0/s'],
    [formatRate(0.01), '<0.1/s'],
    [formatRate(0.4), '0.4/s'],
    [formatRate(12_300), '12.3k/s'],
    [formatMicroseconds(0.42), '0.4 µs'],
    [formatMicroseconds(45.2), '45 µs'],
    [formatMicroseconds(999.7), '1 ms'],
    [formatMicroseconds(1234), '1.2 ms'],
    [formatMicroseconds(3_400_000), '3.4 s'],
    [formatElapsed(0), '0.0 s'],
    [formatElapsed(59_960), '1:00'],
    [formatElapsed(123_000), '2:03'],
    [formatElapsed(3_723_000), '1:02:03'],
  ])('writes %s as %s', (text, expected) => expect(text).toBe(expected));

  it('says all of a node in words', () => {
    const node: NodeDelta = {
      operation: 'a',
      count: 1204,
      errors: 1,
      dropped: 3,
      rate: 12,
      p50Us: 45,
      queued: 2,
    };
    expect(describeNodeRun({ ...node, isPast: false })).toBe(
      '1,204 messages, 12/s, median 45 µs, 1 error, 3 dropped, 2 waiting',
    );
    expect(describeNodeRun({ ...node, isPast: true, errors: 0, dropped: 0, queued: 0 })).toBe(
      'past run, 1,204 messages, median 45 µs',
    );
  });
});
