// Which connections make sense, asked while one is being drawn and again before it is written. Works on bare names, so that
// a canvas can ask without a text. The rules are those of rules/checkConnections.ts and rules/checkPaths.ts.
import { arms, type Arm, type OperationType } from './model.ts';

/** As much of a graph as decides. */
export interface ConnectableGraph {
  readonly operations: readonly { readonly name: string; readonly type: OperationType }[];
  readonly connections: readonly {
    readonly from: string;
    readonly arm?: Arm | undefined;
    readonly to: string;
  }[];
}

/** A connection to be: places in the lists of the graph. */
export interface ConnectionPlan {
  readonly from: number;
  /** Which way out of a branch; without it the first free one. */
  readonly arm?: Arm | undefined;
  readonly to: number;
  /** The connection that is moved, and does not count as there. */
  readonly replaced?: number | undefined;
}

/** Why `plan` must not be connected, as a sentence for people; undefined when it may. */
export function whyNotConnect(graph: ConnectableGraph, plan: ConnectionPlan): string | undefined {
  const fault = whyNotPair(graph, plan);
  if (fault !== undefined) return fault;
  const [from, to] = [graph.operations[plan.from]?.name ?? '', graph.operations[plan.to]?.name ?? ''];
  const others = graph.connections.filter((_connection, index) => index !== plan.replaced);
  return reaches(others, to, from) ? `"${to}" leads back to "${from}": a graph has no cycles.` : undefined;
}

/** The same, but for cycles: for where there can be none, because finding that out takes a walk through the graph. */
export function whyNotPair(graph: ConnectableGraph, plan: ConnectionPlan): string | undefined {
  const from = graph.operations[plan.from];
  const to = graph.operations[plan.to];
  if (!from || !to) return 'This operation is no longer there.';
  if (plan.from === plan.to || from.name === to.name) return `"${from.name}" cannot be connected to itself.`;
  if (from.type === 'sink') return `"${from.name}" is a sink: nothing leads out of it.`;
  if (to.type === 'source') return `"${to.name}" is a source: nothing leads into it.`;
  const ways = graph.connections.filter(
    (way, index) => way.from === from.name && way.to === to.name && index !== plan.replaced,
  );
  return isTaken(from.type, ways, plan.arm)
    ? `"${from.name}" is connected to "${to.name}" already.`
    : undefined;
}

/** An operation to put into a connection: places in the lists of the graph. */
export interface InsertionPlan {
  readonly operation: number;
  readonly connection: number;
}

/**
 * Why the operation must not go into the connection, as a sentence for people; undefined when it may. Nothing may be
 * connected to it yet: what it was part of would change unseen.
 */
export function whyNotInsert(
  graph: ConnectableGraph,
  { operation, connection }: InsertionPlan,
): string | undefined {
  const { operations, connections } = graph;
  const way = connections[connection];
  const name = operations[operation]?.name;
  if (!way) return 'This connection is no longer there.';
  if (connections.some(({ from, to }) => from === name || to === name))
    return `"${name ?? ''}" is connected already. Remove its connections first.`;
  const [from, to] = [way.from, way.to].map((end) => operations.findIndex((other) => other.name === end));
  if (from === undefined || to === undefined || from < 0 || to < 0)
    return `No operation is named "${from === -1 ? way.from : way.to}". Correct the connection first.`;
  return (
    whyNotConnect(graph, { from, arm: way.arm, to: operation, replaced: connection }) ??
    whyNotConnect(graph, { from: operation, to, replaced: connection })
  );
}

/** Whether nothing new can be connected beside `ways`, which lead from an operation of `type` to the same end. */
function isTaken(type: OperationType, ways: ConnectableGraph['connections'], arm: Arm | undefined): boolean {
  if (type !== 'branch') return ways.length > 0;
  const used = new Set(ways.map((way) => way.arm));
  return arm === undefined ? arms.every((one) => used.has(one)) : used.has(arm);
}

/** The arm for a new connection out of the branch `name`: the first that leads nowhere, else the first. */
export function pickArm({ connections }: ConnectableGraph, name: string): Arm {
  const used = new Set(connections.filter(({ from }) => from === name).map(({ arm }) => arm));
  return arms.find((arm) => !used.has(arm)) ?? arms[0];
}

function reaches(connections: ConnectableGraph['connections'], start: string, end: string): boolean {
  const next = new Map<string, string[]>();
  for (const { from, to } of connections) {
    const list = next.get(from);
    if (list) list.push(to);
    else next.set(from, [to]);
  }
  const seen = new Set([start]);
  for (const name of seen) {
    if (name === end) return true;
    for (const to of next.get(name) ?? []) seen.add(to);
  }
  return false;
}
