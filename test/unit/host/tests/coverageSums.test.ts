// Coverage of several cases together.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCoverage, partsByFile } from '../../../../src/host/tests/coverageSums.ts';
import type { GraphCoverage } from '../../../../src/protocol/testRuns.ts';

const empty: GraphCoverage = { nodes: [], connections: [], arms: [] };
const place = (firstLine: number): { file: string; firstLine: number; lastLine: number } => ({
  file: '/w/g.yaml',
  firstLine,
  lastLine: firstLine + 1,
});
const coverage = ([source, branch, no, yes]: readonly number[]): GraphCoverage => ({
  nodes: [
    { name: 'source', type: 'source', place: place(0), count: source ?? 0 },
    { name: 'branch', type: 'branch', place: place(2), count: branch ?? 0 },
  ],
  connections: [
    { from: 'source', to: 'branch', place: place(4), count: branch ?? 0 },
    { from: 'branch', arm: 'True', to: 'sink', place: place(6), count: yes ?? 0 },
  ],
  arms: [
    { node: 'branch', file: '/w/g.yaml', arm: 'False', places: [], count: no ?? 0 },
    { node: 'branch', file: '/w/g.yaml', arm: 'True', places: [place(6)], count: yes ?? 0 },
  ],
});

describe('coverage of several cases', () => {
  it('is the sum of each part, in any order', () => {
    const counts = fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(counts), (cases) => {
        const sum = cases.map(coverage).reduce(addCoverage, empty);
        const backwards = cases.map(coverage).reverse().reduce(addCoverage, empty);
        expect(sum).toEqual(backwards);
        const total = (index: number): number => cases.reduce((all, each) => all + (each[index] ?? 0), 0);
        if (cases.length > 0) {
          expect(sum.nodes.map(({ count }) => count)).toEqual([total(0), total(1)]);
          expect(sum.arms.map(({ count }) => count)).toEqual([total(2), total(3)]);
        }
      }),
    );
  });

  it('keeps parts of the same name in other files apart', () => {
    const other = {
      ...empty,
      nodes: [
        { name: 'source', type: 'source' as const, place: { ...place(0), file: '/w/h.yaml' }, count: 7 },
      ],
    };
    expect(addCoverage(coverage([1, 1, 0, 1]), other).nodes.map(({ count }) => count)).toEqual([1, 1, 7]);
  });

  it('shows arms at their branch, also one that leads nowhere', () => {
    const parts = partsByFile(coverage([3, 3, 2, 1])).get('/w/g.yaml');
    expect(parts?.map(({ firstLine, count }) => [firstLine, count])).toEqual([
      [0, 3],
      [2, 3],
      [4, 3],
      [6, 1],
    ]);
    expect(parts?.[1]?.arms).toEqual([
      { label: 'arm "False"', count: 2 },
      { label: 'arm "True"', line: 6, count: 1 },
    ]);
  });
});
