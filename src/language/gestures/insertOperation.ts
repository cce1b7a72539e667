// Puts an operation into a connection, which then ends at it; a new connection goes on from there. Knows no YAML.
import { whyNotInsert, type ConnectableGraph, type InsertionPlan } from '../../graph/connectable.ts';
import type { GraphGesture } from '../../graph/gesture.ts';
import { arms, type Arm } from '../../graph/model.ts';
import { getValue } from '../../graph/yamlTree.ts';
import { newConnection } from '../fixes/fixContext.ts';
import type { GraphDraft } from './graphDraft.ts';

/** Puts an operation of the graph, to which nothing is connected, into a connection. */
export function insertOperation(
  draft: GraphDraft,
  gesture: Extract<GraphGesture, { kind: 'insert-operation' }>,
): void {
  putBetween(draft, draft.graph, gesture);
}

/** `graph` is what is connected so far, with the operation; its connections are those of the draft. */
export function putBetween(draft: GraphDraft, graph: ConnectableGraph, plan: InsertionPlan): void {
  const fault = whyNotInsert(graph, plan);
  const operation = graph.operations[plan.operation];
  const connection = graph.connections[plan.connection];
  const end = getValue(fault === undefined ? draft.entry('connections', plan.connection) : undefined, 'to');
  if (fault !== undefined || !operation || !connection) {
    draft.refuse(fault ?? 'This is no longer there.');
    return;
  }
  const { name, type } = operation;
  if (end?.kind === 'map') draft.setText(end, 'name', name);
  const ways: readonly (Arm | undefined)[] = type === 'branch' ? arms : [undefined];
  for (const arm of ways) draft.add('connections', newConnection(name, connection.to, arm), plan.connection);
}
