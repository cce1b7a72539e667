// The numbers of a whole run, from those of its nodes. Knows nothing about where they come from.
import type { RunPlan } from '../../graph/runPlan.ts';
import type { RunCounts } from '../../protocol/engine.ts';
import type { NodeCounts } from '../../protocol/trace.ts';

/** `nodes`: in the plan's order; `held`: items that delays and windows hold. */
export function countRun(nodes: readonly NodeCounts[], plan: RunPlan, held: number): RunCounts {
  const sum = (pick: (node: NodeCounts, index: number) => number): number =>
    nodes.reduce((total, node, index) => total + pick(node, index), 0);
  return {
    messagesIn: sum((node, index) => (plan.nodes[index]?.type === 'source' ? node.in : 0)),
    messagesOut: sum((node) => node.verdicts.emitted),
    errors: sum((node) => node.verdicts.error),
    held,
    nodes,
  };
}
