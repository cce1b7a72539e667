// Connections that a graph lacks: into what nothing reaches, out of what leads nowhere, on the arm of a branch. Proposes those
// that a person would most likely draw.
import { arms, type Arm, type Operation } from '../../graph/model.ts';
import type { Problem } from '../../graph/problem.ts';
import type { NewValue } from '../../graph/yamlStyle.ts';
import { comparePositions } from '../navigation/rangeOrder.ts';
import { newConnection, propose, type FixContext, type ProposedFix } from './fixContext.ts';

/** Most other ends that are offered. */
const MAX_ENDS = 3;

/** For OPERATION_UNREACHABLE and CONCATENATE_INPUTS. */
export function connectInto(context: FixContext, { range, code }: Problem): ProposedFix[] {
  const operation = context.operationAt(range);
  if (!operation) return [];
  const { likely, possible } = findEnds(context, operation, 'before');
  // A second input of a concatenate is only likely where something waits for a way on.
  const ends = code === 'CONCATENATE_INPUTS' ? likely : possible;
  return ends.flatMap((end) => {
    const title = `Connect "${end.name}" to "${operation.name}"`;
    const sureness = likely.length === 1 && likely[0] === end ? 'preferred' : 'choice';
    return propose(title, sureness, context.append('connections', [connect(context, end, operation.name)]));
  });
}

/** For OPERATION_DEAD_END. */
export function connectOnward(context: FixContext, { range }: Problem): ProposedFix[] {
  const operation = context.operationAt(range);
  if (!operation) return [];
  const { likely, possible } = findEnds(context, operation, 'behind');
  return possible.flatMap((end) => {
    const isUnbound = operation.type === 'branch' && !context.outgoing.has(operation.name);
    const values = isUnbound
      ? arms.map((arm) => newConnection(operation.name, end.name, arm))
      : [connect(context, operation, end.name)];
    const title = `Connect "${operation.name}" to "${end.name}"`;
    const sureness = likely.length === 1 && likely[0] === end ? 'preferred' : 'choice';
    return propose(title, sureness, context.append('connections', values));
  });
}

/** For ARM_UNCONNECTED. */
export function connectArm(context: FixContext, { range }: Problem): ProposedFix[] {
  const operation = context.operationAt(range);
  if (!operation) return [];
  const arm = firstFreeArm(context, operation);
  const { likely, possible } = findEnds(context, operation, 'behind');
  return possible.flatMap((end) => {
    const title = `Connect arm "${arm}" to "${end.name}"`;
    const isClear = likely.length === 1 ? likely[0] === end : possible.length === 1;
    const edit = context.append('connections', [newConnection(operation.name, end.name, arm)]);
    return propose(title, isClear ? 'preferred' : 'choice', edit);
  });
}

/** For SOURCE_MISSING and SINK_MISSING: the operation, and connections to what lies open on that side. */
export function addEnd(context: FixContext, { code }: Problem): ProposedFix[] {
  const { graph } = context;
  if (!graph) return [];
  const isSource = code === 'SOURCE_MISSING';
  const type = isSource ? 'source' : 'sink';
  const names = new Set(graph.operations.map(({ name }) => name));
  let name: string = type;
  for (let number = 2; names.has(name); number += 1) name = `${type}-${String(number)}`;
  const operation = { pairs: [['operationType', type] as const, ['name', name] as const] };
  const added = context.append('operations', [operation]);
  const open = graph.operations.filter((one) =>
    isSource
      ? one.type !== 'source' && !context.incoming.has(one.name)
      : one.type !== 'sink' && !context.outgoing.has(one.name),
  );
  const values = open.slice(0, MAX_ENDS).flatMap((one): NewValue[] => {
    if (isSource) return [newConnection(name, one.name)];
    if (one.type === 'branch') return arms.map((arm) => newConnection(one.name, name, arm));
    return [newConnection(one.name, name)];
  });
  const connected = values.length > 0 ? context.append('connections', values) : undefined;
  const title = `Add the operation "${name}"`;
  return connected ? propose(title, 'preferred', added, connected) : propose(title, 'preferred', added);
}

function connect(context: FixContext, from: Operation, to: string): NewValue {
  return newConnection(from.name, to, from.type === 'branch' ? firstFreeArm(context, from) : undefined);
}

function firstFreeArm({ outgoing }: FixContext, branch: Operation): Arm {
  const used = (outgoing.get(branch.name) ?? []).map(({ arm }) => arm);
  return arms.find((arm) => !used.includes(arm)) ?? 'True';
}

/** Other ends for a connection, those that wait for one (`likely`) first; none would close a cycle. */
function findEnds(
  context: FixContext,
  operation: Operation,
  side: 'before' | 'behind',
): { likely: readonly Operation[]; possible: readonly Operation[] } {
  const { graph, incoming, outgoing } = context;
  const isBefore = side === 'before';
  const shut = spread(context, operation.name, isBefore ? 'outgoing' : 'incoming');
  const linked = (isBefore ? incoming : outgoing).get(operation.name) ?? [];
  for (const { from, to } of linked) shut.add(isBefore ? from : to);
  const operations = graph?.operations ?? [];
  const able = operations.filter(
    ({ name, type }) => type !== (isBefore ? 'sink' : 'source') && !shut.has(name),
  );
  const likely = able.filter(({ name }) => !(isBefore ? outgoing : incoming).has(name));
  const place = operation.ranges.item.start;
  const near = isBefore
    ? able.filter(({ ranges }) => comparePositions(ranges.item.start, place) < 0).slice(-1)
    : able.filter(({ ranges }) => comparePositions(ranges.item.start, place) > 0).slice(0, 1);
  const ends = able.filter(({ type }) => type === (isBefore ? 'source' : 'sink'));
  return { likely, possible: [...new Set([...likely, ...near, ...ends])].slice(0, MAX_ENDS) };
}

/** `name` and every name that its connections lead to, or come from. */
function spread(context: FixContext, name: string, direction: 'outgoing' | 'incoming'): Set<string> {
  const seen = new Set([name]);
  for (const at of seen) {
    for (const { from, to } of context[direction].get(at) ?? [])
      seen.add(direction === 'outgoing' ? to : from);
  }
  return seen;
}
