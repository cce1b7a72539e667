// Puts a new operation into a graph: free, behind or before another one, or into a connection. Knows no YAML.
import { pickArm, whyNotConnect, type ConnectableGraph } from '../../graph/connectable.ts';
import type { ConnectionStart, GraphGesture } from '../../graph/gesture.ts';
import { arms, hasOperator, type OperationType } from '../../graph/model.ts';
import type { NewMap } from '../../graph/yamlStyle.ts';
import { newConnection } from '../fixes/fixContext.ts';
import { onlyModuleFor, proposeName, referenceFor, tidyName, uniqueName } from './chooseNames.ts';
import type { GraphDraft } from './graphDraft.ts';
import { putBetween } from './insertOperation.ts';

type AddGesture = Extract<GraphGesture, { kind: 'add-operation' }>;

/** Adds the operation and what connects it; refuses a place that its type or the graph does not allow. */
export function addOperation(draft: GraphDraft, gesture: AddGesture): void {
  const { type, place } = gesture;
  if (gesture.module !== undefined && !hasOperator(type)) {
    draft.refuse(`A ${type} runs no operator, so it takes no module.`);
    return;
  }
  const { operations, connections } = draft.graph;
  const added = describe(draft, gesture);
  const plan: Plan = {
    draft,
    type,
    name: added.name,
    index: operations.length,
    // What is connected so far, the new operation last.
    graph: { operations: [...operations, { name: added.name, type }], connections },
  };
  draft.add('operations', toEntry(type, added), placeInList(draft, place));
  draft.created.push(added.name);
  if (place.kind === 'behind') addBehind(plan, place.from);
  else if (place.kind === 'before') addBefore(plan, place.to);
  else if (place.kind === 'between')
    putBetween(draft, plan.graph, { operation: plan.index, connection: place.connection });
}

interface Added {
  readonly name: string;
  readonly module: string | undefined;
}

function describe({ graph, context }: GraphDraft, { type, name, module }: AddGesture): Added {
  const { modules } = context;
  const taken = new Set(graph.operations.map((operation) => operation.name));
  const wanted = tidyName(name ?? '');
  const known = module ?? (wanted === '' ? onlyModuleFor(type, modules) : undefined);
  const unique = uniqueName(taken, wanted === '' ? proposeName(type, known) : wanted);
  if (!hasOperator(type)) return { name: unique, module: undefined };
  return { name: unique, module: known ?? referenceFor(wanted === '' ? type : wanted, modules) };
}

function toEntry(type: OperationType, { name, module }: Added): NewMap {
  const pairs: (readonly [string, string])[] = [
    ['operationType', type],
    ['name', name],
  ];
  return { pairs: module === undefined ? pairs : [...pairs, ['module', module]] };
}

/** Behind the operation that leads to it, so that the list reads as the messages flow; else at the end. */
function placeInList({ graph }: GraphDraft, place: AddGesture['place']): number | undefined {
  switch (place.kind) {
    case 'free':
      return undefined;
    case 'behind':
      return place.from.operation;
    case 'before':
      return place.to > 0 ? place.to - 1 : undefined;
    case 'between': {
      const from = graph.connections[place.connection]?.from;
      const index = graph.operations.findIndex(({ name }) => name === from);
      return index < 0 ? undefined : index;
    }
  }
}

interface Plan {
  readonly draft: GraphDraft;
  readonly type: OperationType;
  readonly name: string;
  readonly index: number;
  readonly graph: ConnectableGraph;
}

function addBehind({ draft, graph, index, name }: Plan, start: ConnectionStart): void {
  const from = graph.operations[start.operation];
  const arm = from?.type === 'branch' ? (start.arm ?? pickArm(graph, from.name)) : undefined;
  const fault = whyNotConnect(graph, { from: start.operation, arm, to: index });
  if (fault !== undefined || !from) draft.refuse(fault ?? 'This operation is no longer there.');
  else draft.add('connections', newConnection(from.name, name, arm));
}

function addBefore({ draft, graph, index, name, type }: Plan, to: number): void {
  const target = graph.operations[to];
  const arm = type === 'branch' ? arms[0] : undefined;
  const fault = whyNotConnect(graph, { from: index, arm, to });
  if (fault !== undefined || !target) draft.refuse(fault ?? 'This operation is no longer there.');
  else draft.add('connections', newConnection(name, target.name, arm));
}
