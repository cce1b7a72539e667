// How often the parts of a graph were passed in a run, from its counts. Knows nothing about test cases or who shows it.
import { arms } from '../../graph/model.ts';
import type { RunProgress } from '../../protocol/engine.ts';
import type { CoveredArm, CoveredConnection, CoveredNode, GraphCoverage } from '../../protocol/testRuns.ts';
import type { RunSpec } from './runSpec.ts';

/** `progress` is of a run of `spec`; both have their parts in the same order. */
export function coverageOf(
  { nodes, connections }: Pick<RunSpec, 'nodes' | 'connections'>,
  progress: RunProgress,
): GraphCoverage {
  const coveredNodes = nodes.map(({ name, type, place }, index): CoveredNode => ({
    name,
    type,
    ...(place && { place }),
    count: progress.nodes[index]?.in ?? 0,
  }));
  const coveredConnections = connections.map((connection, index): CoveredConnection => ({
    ...connection,
    count: progress.edges[index]?.count ?? 0,
  }));
  const branches = coveredNodes.flatMap(({ name, type, place }, index) =>
    type === 'branch'
      ? armsOf({ name, file: place?.file }, coveredConnections, progress.nodes[index]?.verdicts.dropped ?? 0)
      : [],
  );
  return { nodes: coveredNodes, connections: coveredConnections, arms: branches };
}

/** What a branch drops went to the arm that leads nowhere; with two such arms nobody can tell which it was. */
function armsOf(
  { name, file }: { name: string; file: string | undefined },
  connections: readonly CoveredConnection[],
  dropped: number,
): CoveredArm[] {
  const found = arms.map((arm) => {
    const ways = connections.filter((each) => each.from === name && each.arm === arm);
    const places = ways.flatMap(({ place }) => place ?? []);
    return {
      node: name,
      ...(file !== undefined && { file }),
      arm,
      places,
      count: Math.max(0, ...ways.map(({ count }) => count)),
      isOpen: ways.length === 0,
    };
  });
  const openCount = found.filter(({ isOpen }) => isOpen).length;
  return found.map(({ isOpen, ...arm }) => (isOpen && openCount === 1 ? { ...arm, count: dropped } : arm));
}
