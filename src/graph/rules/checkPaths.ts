// Rules on paths: no cycles, every operation between a source and a sink. Knows nothing about single connections.
import type { Connection, Operation } from '../model.ts';
import { orderOperations } from '../graphOrder.ts';
import { makeProblem, type Problem } from '../problem.ts';
import { nameRange, type RuleContext } from './graphRule.ts';
import { getValue } from '../yamlTree.ts';
import { findCycles } from './findCycles.ts';

/** Every rule of this file. */
export function checkPaths(context: RuleContext): Problem[] {
  return [...checkCycles(context), ...checkReach(context)];
}

function checkCycles({ graph }: RuleContext): Problem[] {
  // Connections to self have a rule of their own.
  const connections = graph.connections.filter(({ from, to }) => from !== to);
  const { cyclic } = orderOperations(graph.operations, connections);
  const names = new Set(cyclic.map((operation) => operation.name));
  const inside = connections.filter(({ from, to }) => names.has(from) && names.has(to));
  return findCycles(inside).map((cycle) => {
    const path = [...cycle.map(({ from }) => from), cycle[0]?.from ?? '']
      .map((name) => `"${name}"`)
      .join(' → ');
    const [last, ...others] = [...cycle].reverse();
    const range = last?.ranges.to ?? graph.range;
    const related = others
      .reverse()
      .map(({ ranges }) => ({ message: 'Also on the cycle.', range: ranges.item }));
    return makeProblem(
      'GRAPH_CYCLE',
      range,
      `Connections lead in a cycle: ${path}. Data flow graphs have none.`,
      { related },
    );
  });
}

function checkReach(context: RuleContext): Problem[] {
  const { operations } = context.graph;
  const isUncertain =
    context.gaps.brokenConnections.some(({ from, to }) => from === undefined && to === undefined) ||
    context.byName.size < operations.length ||
    getValue(context.root, 'connections')?.kind !== 'sequence';
  if (isUncertain) return [];
  const reached = spread(context, 'forward');
  const draining = spread(context, 'backward');
  const doubts = findDoubts(context);
  const hasSource = operations.some(({ type }) => type === 'source');
  const hasSink = operations.some(({ type }) => type === 'sink');
  return operations.flatMap((operation) => {
    const isLost = hasSource && !reached.has(operation.name);
    const isDeadEnd = hasSink && !draining.has(operation.name);
    if (isLost) return isFirst(context, operation, reached, doubts) ? [describeLost(context, operation)] : [];
    return isDeadEnd && isLast(context, operation, draining, doubts) ? [describeDeadEnd(operation)] : [];
  });
}

/** Names of operations that messages get to, or get out from; what an unknown end leads to is given the benefit of doubt. */
function spread(
  { graph, gaps, byName, outgoing, incoming }: RuleContext,
  direction: 'forward' | 'backward',
): Set<string> {
  const isForward = direction === 'forward';
  const starts = graph.operations
    .filter(({ type }) => type === (isForward ? 'source' : 'sink'))
    .map(({ name }) => name);
  const doubtful = graph.connections
    .filter((connection) => isBroken(connection, byName))
    .map(({ from, to }) => (isForward ? to : from));
  const open = gaps.brokenConnections.flatMap(({ from, to }) => (isForward ? to : from) ?? []);
  const seen = new Set<string>();
  const queue = [...starts, ...doubtful, ...open];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const next = isForward
      ? outgoing.get(name)?.map(({ to }) => to)
      : incoming.get(name)?.map(({ from }) => from);
    queue.push(...(next ?? []));
  }
  return seen;
}

/** Whether another rule objects to the connection, so that nobody knows what was meant. */
function isBroken({ from, to }: Connection, byName: RuleContext['byName']): boolean {
  const [start, end] = [byName.get(from), byName.get(to)];
  return !start || !end || start.type === 'sink' || end.type === 'source';
}

/** Whether some connection ends, or begins, at an operation that cannot be told. */
interface Doubts {
  readonly hasUnknownTarget: boolean;
  readonly hasUnknownStart: boolean;
}

function findDoubts({ byName, gaps, graph }: RuleContext): Doubts {
  const isDoubtful = (end: string | undefined): boolean => end === undefined || !byName.has(end);
  const connections = [...gaps.brokenConnections, ...graph.connections];
  return {
    hasUnknownTarget: connections.some(({ to }) => isDoubtful(to)),
    hasUnknownStart: connections.some(({ from }) => isDoubtful(from)),
  };
}

/**
 * Whether the operation is where being unreachable begins: the ones behind it only follow. Without any input it may be
 * the one that a connection with an unknown end is meant for.
 */
function isFirst(
  { incoming }: RuleContext,
  operation: Operation,
  reached: ReadonlySet<string>,
  { hasUnknownTarget }: Doubts,
): boolean {
  const inputs = (incoming.get(operation.name) ?? []).filter(({ from }) => from !== operation.name);
  if (inputs.length === 0 && hasUnknownTarget) return false;
  return inputs.every(({ from }) => reached.has(from));
}

/** The same for dead ends. */
function isLast(
  { outgoing }: RuleContext,
  operation: Operation,
  draining: ReadonlySet<string>,
  { hasUnknownStart }: Doubts,
): boolean {
  const outputs = (outgoing.get(operation.name) ?? []).filter(({ to }) => to !== operation.name);
  if (outputs.length === 0 && hasUnknownStart) return false;
  return outputs.every(({ to }) => draining.has(to));
}

function describeLost({ outgoing }: RuleContext, operation: Operation): Problem {
  const isAlone = !outgoing.has(operation.name);
  const message = isAlone
    ? `"${operation.name}" is not connected.`
    : `No message reaches "${operation.name}": no connection leads to it.`;
  return makeProblem('OPERATION_UNREACHABLE', nameRange(operation), message);
}

function describeDeadEnd(operation: Operation): Problem {
  const message = `Messages get lost in "${operation.name}": no connection leads on from it to a sink.`;
  return makeProblem('OPERATION_DEAD_END', nameRange(operation), message);
}
