// Draws connections, moves their ends, and names their schemas. Knows no YAML.
import { pickArm, whyNotConnect } from '../../graph/connectable.ts';
import type { ConnectionStart, GraphGesture } from '../../graph/gesture.ts';
import { arms, type Arm } from '../../graph/model.ts';
import { getValue, type YamlMap } from '../../graph/yamlTree.ts';
import { newConnection } from '../fixes/fixContext.ts';
import type { GraphDraft } from './graphDraft.ts';

type Gesture<K extends GraphGesture['kind']> = Extract<GraphGesture, { kind: K }>;

const goneMessage = 'This is no longer there.';

/** Adds a connection at the end of the list; refuses one that makes no sense. */
export function connect(draft: GraphDraft, { from, to }: Gesture<'connect'>): void {
  const { operations } = draft.graph;
  const [start, end] = [operations[from.operation], operations[to]];
  const plan = planWay(draft, from, to);
  if (plan && start && end) draft.add('connections', newConnection(start.name, end.name, plan.arm));
}

/** The arm to take, where there is one; undefined when the two must not be connected. */
function planWay(
  draft: GraphDraft,
  start: ConnectionStart,
  to: number,
  replaced?: number,
): { readonly arm?: Arm } | undefined {
  const { graph } = draft;
  const from = graph.operations[start.operation];
  if (!from) return draft.refuse(goneMessage);
  const others = { ...graph, connections: graph.connections.filter((_way, index) => index !== replaced) };
  const first = start.arm ?? pickArm(others, from.name);
  const choices = from.type !== 'branch' ? [undefined] : start.arm ? [first] : [first, ...arms];
  const faults = choices.map((arm) => whyNotConnect(graph, { from: start.operation, arm, to, replaced }));
  const free = faults.indexOf(undefined);
  if (free < 0) return draft.refuse(faults[0] ?? goneMessage);
  const arm = choices[free];
  return arm === undefined ? {} : { arm };
}

/** Moves the ends that are given; an arm comes and goes with the branch. */
export function reconnect(draft: GraphDraft, gesture: Gesture<'reconnect'>): void {
  const { operations, connections } = draft.graph;
  const connection = connections[gesture.connection];
  const entry = draft.entry('connections', gesture.connection);
  if (!connection || !entry) {
    draft.refuse('This connection is no longer there.');
    return;
  }
  const find = (wanted: string): number => operations.findIndex(({ name }) => name === wanted);
  const to = gesture.to ?? find(connection.to);
  const from = gesture.from ?? { operation: find(connection.from), arm: connection.arm };
  const missing = !operations[from.operation] ? connection.from : connection.to;
  const [start, end] = [operations[from.operation], operations[to]];
  if (!start || !end) {
    draft.refuse(`No operation is named "${missing}". Correct the connection first.`);
    return;
  }
  const plan = planWay(draft, from, to, gesture.connection);
  const [fromMap, toMap] = [getValue(entry, 'from'), getValue(entry, 'to')];
  if (!plan || fromMap?.kind !== 'map' || toMap?.kind !== 'map') return;
  if (gesture.to !== undefined) draft.setText(toMap, 'name', end.name);
  if (gesture.from) {
    draft.setText(fromMap, 'name', start.name);
    setArm(draft, fromMap, plan.arm);
  }
}

/** Writes the arm of the start of a connection, or takes it out. */
export function setArm(draft: GraphDraft, from: YamlMap, arm: Arm | undefined): void {
  if (arm === undefined) draft.removeKey(from, 'arm');
  else draft.setText(from, 'arm', arm, ['name'], { raw: `"${arm}"` });
}

/** Sets or removes the schema of a connection; refuses one that does not exist. */
export function setConnectionSchema(draft: GraphDraft, gesture: Gesture<'set-connection-schema'>): void {
  const from = getValue(draft.entry('connections', gesture.connection), 'from');
  const { schema } = gesture;
  if (from?.kind !== 'map') draft.refuse('This connection is no longer there.');
  else if (schema === undefined) draft.removeKey(from, 'schemaName');
  else if (!draft.graph.schemas.some(({ name }) => name === schema))
    draft.refuse(`No schema is named "${schema}". Add it first.`);
  else draft.setText(from, 'schemaName', schema, ['arm', 'name']);
}
