// Where the parts of a run stand in the text. Knows nothing about how a run is started.
import type { Range } from '../../base/position.ts';
import type { RunPlan } from '../../graph/runPlan.ts';
import type { RunNode, SourcePlace } from '../../protocol/runProcess.ts';
import type { ComposedRun, OperationOrigin } from './composeRun.ts';
import type { RunSpec } from './runSpec.ts';

/** Nodes in the order of the plan, connections in that of the graph, and the files both were read from. */
export function describeRun(
  { graph, files }: ComposedRun,
  plan: RunPlan,
): Pick<RunSpec, 'nodes' | 'connections' | 'files'> {
  const rangeOf = new Map(graph.operations.map(({ name, ranges }) => [name, ranges.item]));
  return {
    nodes: plan.nodes.map(({ name, type, module }) => ({
      name,
      type,
      ...(module !== undefined && { module }),
      ...origin(files.operations.get(name), rangeOf.get(name)),
    })),
    connections: graph.connections.map(({ from, arm, to, ranges }, index) => ({
      from,
      ...(arm && { arm }),
      to,
      ...place(files.connections[index], ranges.item),
    })),
    files: [...new Set([...[...files.operations.values()].map(({ file }) => file), ...files.connections])],
  };
}

function origin(
  origin: OperationOrigin | undefined,
  range: Range | undefined,
): Pick<RunNode, 'operation' | 'place'> {
  return origin ? { operation: origin.operation, ...place(origin.file, range) } : {};
}

// Where an item ends is where the next one begins, when nothing but white space is between them.
function place(file: string | undefined, range: Range | undefined): { readonly place?: SourcePlace } {
  if (file === undefined || !range) return {};
  const { start, end } = range;
  const lastLine = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return { place: { file, firstLine: start.line, lastLine } };
}
