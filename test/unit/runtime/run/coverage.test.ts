// How often the parts of a graph were passed.
import { expect, it } from 'vitest';
import { verdicts } from '../../../../src/protocol/trace.ts';
import type { RunProgress } from '../../../../src/protocol/engine.ts';
import { coverageOf } from '../../../../src/runtime/run/coverage.ts';

const place = { file: '/w/g.yaml', firstLine: 4, lastLine: 5 };

function progress(counts: readonly number[], dropped: number, edges: readonly number[]): RunProgress {
  const none = Object.fromEntries(verdicts.map((verdict) => [verdict, 0])) as Record<
    (typeof verdicts)[number],
    number
  >;
  return {
    messagesIn: 0,
    messagesOut: 0,
    errors: 0,
    held: 0,
    nodes: counts.map((count) => ({
      node: '',
      in: count,
      verdicts: { ...none, dropped },
      durationUs: 0,
      maxDurationUs: 0,
      queued: 0,
      isFailing: false,
    })),
    edges: edges.map((count) => ({ count })),
  };
}

const nodes = [
  { name: 'source', type: 'source' as const },
  { name: 'b', type: 'branch' as const, place },
];

it('counts an arm by its connections, and one that leads nowhere by what the branch dropped', () => {
  const connections = [
    { from: 'source', to: 'b' },
    { from: 'b', arm: 'True' as const, to: 'x', place },
    { from: 'b', arm: 'True' as const, to: 'y' },
  ];
  const coverage = coverageOf({ nodes, connections }, progress([7, 7], 3, [7, 4, 4]));
  expect(coverage.nodes.map(({ count }) => count)).toEqual([7, 7]);
  expect(coverage.connections.map(({ count }) => count)).toEqual([7, 4, 4]);
  expect(coverage.arms).toEqual([
    { node: 'b', file: '/w/g.yaml', arm: 'False', places: [], count: 3 },
    { node: 'b', file: '/w/g.yaml', arm: 'True', places: [place], count: 4 },
  ]);
});

it('takes parts that no message came to for not passed', () => {
  const coverage = coverageOf({ nodes, connections: [{ from: 'source', to: 'b' }] }, progress([0, 0], 0, []));
  expect(coverage.connections[0]?.count).toBe(0);
  expect(coverage.arms.map(({ count }) => count)).toEqual([0, 0]);
});
