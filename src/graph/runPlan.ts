// What a runtime runs of a graph: nodes in topological order with their ways out, as plain data that can be sent to a worker.
// Knows nothing about YAML, files or how nodes are run.
import type { Arm, GraphDefinition, OperationType } from './model.ts';
import { orderOperations } from './graphOrder.ts';
import type { MessageSchema } from './messageSchema.ts';

/** One way out of a node. */
export interface PlanEdge {
  /** Index in the graph's connections. */
  readonly connection: number;
  /** Index of the target in `RunPlan.nodes`. */
  readonly target: number;
  /** What the graph says about the messages on it. */
  readonly schema?: MessageSchema;
}

/** One operation. */
export interface PlanNode {
  readonly name: string;
  readonly type: OperationType;
  /** The module reference's text, for operations that run an operator. */
  readonly module?: string;
  /** Ways out in the order of the text; of a branch, those of arm "False". */
  readonly edges: readonly PlanEdge[];
  /** Of a branch: the ways out of arm "True". */
  readonly trueEdges: readonly PlanEdge[];
}

/** Nodes in topological order: every edge leads to a higher index. */
export interface RunPlan {
  readonly name: string;
  readonly nodes: readonly PlanNode[];
}

/** Plans a graph without problems; `schemas` of its connections by their index. A cyclic graph is a bug of the caller. */
export function planRun(
  graph: Pick<GraphDefinition, 'metadata' | 'operations' | 'connections'>,
  schemas: readonly (MessageSchema | undefined)[] = [],
): RunPlan {
  const { order, cyclic } = orderOperations(graph.operations, graph.connections);
  if (cyclic.length > 0)
    throw new Error(`the graph has a cycle through ${cyclic.map((each) => each.name).join(', ')}`);
  const rank = new Map(order.map((operation, index) => [operation.name, index]));
  const edgesOf = (name: string, isTrueArm: boolean): PlanEdge[] =>
    graph.connections.flatMap((connection, index) => {
      const target = rank.get(connection.to);
      const isMine = connection.from === name && target !== undefined && isTrue(connection.arm) === isTrueArm;
      const schema = schemas[index];
      return isMine ? [{ connection: index, target, ...(schema && { schema }) }] : [];
    });
  return {
    name: graph.metadata.name,
    nodes: order.map((operation) => ({
      name: operation.name,
      type: operation.type,
      ...(operation.module && { module: operation.module.text }),
      edges: edgesOf(operation.name, false),
      trueEdges: edgesOf(operation.name, true),
    })),
  };
}

function isTrue(arm: Arm | undefined): boolean {
  return arm === 'True';
}
