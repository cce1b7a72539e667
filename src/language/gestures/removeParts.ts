// Takes operations and connections out of a graph, and joins what lay on both sides. Knows no YAML.
import { whyNotConnect, whyNotPair } from '../../graph/connectable.ts';
import type { GraphGesture } from '../../graph/gesture.ts';
import { orderOperations } from '../../graph/graphOrder.ts';
import type { Connection } from '../../graph/model.ts';
import { getValue } from '../../graph/yamlTree.ts';
import { newConnection } from '../fixes/fixContext.ts';
import type { GraphDraft } from './graphDraft.ts';

type RemoveGesture = Extract<GraphGesture, { kind: 'remove' }>;

/** Removes operations with their connections and configurations, and connections; those that bridge stay and lead on. */
export function removeParts(draft: GraphDraft, gesture: RemoveGesture): void {
  const { operations, connections, moduleConfigurations } = draft.graph;
  const removed = new Set(gesture.operations);
  const cut = new Set(gesture.connections);
  const kept = operations.filter((_operation, index) => !removed.has(index));
  const keptNames = new Set(kept.map(({ name }) => name));
  const goneNames = new Set<string>();
  for (const index of removed) {
    const name = operations[index]?.name;
    // What has the name of another operation may be meant for that.
    if (name !== undefined && !keptNames.has(name)) goneNames.add(name);
    draft.remove('operations', index);
  }
  const touched = new Set(cut);
  connections.forEach(({ from, to }, index) => {
    if (goneNames.has(from) || goneNames.has(to)) touched.add(index);
  });
  const bridges =
    gesture.doesBridge === true ? planBridges(draft, goneNames, cut, touched) : new Map<number, string[]>();
  for (const index of touched) {
    const [first, ...others] = bridges.get(index) ?? [];
    if (first === undefined) draft.remove('connections', index);
    else leadTo(draft, index, first, others);
  }
  moduleConfigurations.forEach(({ operation }, index) => {
    if (goneNames.has(operation)) draft.remove('moduleConfigurations', index);
  });
}

/** The connection `index` ends at `first` now; the same start leads to `others`, too. */
function leadTo(draft: GraphDraft, index: number, first: string, others: readonly string[]): void {
  const connection = draft.graph.connections[index];
  const to = getValue(draft.entry('connections', index), 'to');
  if (!connection || to?.kind !== 'map') return;
  draft.setText(to, 'name', first);
  const { from, arm } = connection;
  for (const name of others) draft.add('connections', newConnection(from, name, arm), index);
}

/** Where the connections into what goes shall lead instead: names by the index of the connection. */
function planBridges(
  { graph }: GraphDraft,
  goneNames: ReadonlySet<string>,
  cut: ReadonlySet<number>,
  touched: ReadonlySet<number>,
): Map<number, string[]> {
  const { operations, connections } = graph;
  const onward = new Map<string, Connection[]>();
  connections.forEach((connection, index) => {
    if (!cut.has(index)) onward.set(connection.from, [...(onward.get(connection.from) ?? []), connection]);
  });
  const bridges = new Map<number, string[]>();
  const ways = connections.filter((_connection, index) => !touched.has(index)) as Pick<
    Connection,
    'from' | 'arm' | 'to'
  >[];
  // Of several of one name the first is meant.
  const places = new Map(operations.map(({ name }, index) => [name, index] as const).reverse());
  const find = (wanted: string): number => places.get(wanted) ?? -1;
  // Bridges lead nowhere that was not led to before, so they close no cycle where there is none.
  const whyNot = orderOperations(operations, connections).cyclic.length === 0 ? whyNotPair : whyNotConnect;
  connections.forEach(({ from, arm, to }, index) => {
    if (cut.has(index) || goneNames.has(from) || !goneNames.has(to)) return;
    for (const end of endsBehind(to, goneNames, onward)) {
      const plan = { from: find(from), arm, to: find(end) };
      if (whyNot({ operations, connections: ways }, plan) !== undefined) continue;
      ways.push({ from, to: end, ...(arm && { arm }) });
      bridges.set(index, [...(bridges.get(index) ?? []), end]);
    }
  });
  return bridges;
}

/** The operations that stay and are reached from `start` through ones that go, in the order of the connections. */
function endsBehind(
  start: string,
  goneNames: ReadonlySet<string>,
  onward: ReadonlyMap<string, readonly Connection[]>,
): Set<string> {
  const ends = new Set<string>();
  const seen = new Set([start]);
  for (const name of seen)
    for (const { to } of onward.get(name) ?? []) (goneNames.has(to) ? seen : ends).add(to);
  return ends;
}
