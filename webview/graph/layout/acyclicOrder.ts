// The nodes of a graph from left to right, whatever is wrong with it: names that lead nowhere are left out, and where a
// cycle leaves no first node the first of the list is it. Knows no places.
import type { LayoutEdge, LayoutNode } from './layoutRequest.ts';

export interface AcyclicOrder {
  /** Every node once. */
  readonly order: readonly LayoutNode[];
  /** By id: ids of the nodes before and behind, in the order of the arms; edges that close a cycle are left out. */
  readonly before: ReadonlyMap<string, readonly string[]>;
  readonly after: ReadonlyMap<string, readonly string[]>;
  /** Pairs of ids that follow each other in the order of the arms of one node. */
  readonly ordered: readonly (readonly [upper: string, lower: string])[];
}

/** Takes time in proportion to the graph. */
export function acyclicOrder(all: readonly LayoutNode[], edges: readonly LayoutEdge[]): AcyclicOrder {
  const nodes = new Map<string, LayoutNode>();
  for (const node of all) if (!nodes.has(node.id)) nodes.set(node.id, node);
  const after = new Map<string, string[]>();
  const waiting = new Map<string, number>();
  const ordered: [string, string][] = [];
  const last = new Map<string, LayoutEdge>();
  for (const edge of edges.toSorted((a, b) => a.order - b.order)) {
    const { from, to, order } = edge;
    if (from === to || !nodes.has(from) || !nodes.has(to)) continue;
    const upper = last.get(from);
    if (upper && upper.order < order) ordered.push([upper.to, to]);
    last.set(from, edge);
    listOf(after, from).push(to);
    waiting.set(to, (waiting.get(to) ?? 0) + 1);
  }
  const places = walk(nodes, after, waiting);
  const order = [...places.keys()].flatMap((id) => nodes.get(id) ?? []);
  return { order, ordered, ...splitEdges(after, places) };
}

/** Ids with their places in the order. */
function walk(
  nodes: ReadonlyMap<string, LayoutNode>,
  after: ReadonlyMap<string, readonly string[]>,
  waiting: Map<string, number>,
): Map<string, number> {
  const places = new Map<string, number>();
  const ready = [...nodes.keys()].filter((id) => !waiting.get(id));
  const rest = nodes.keys();
  for (let at = 0; places.size < nodes.size;) {
    const id = at < ready.length ? ready[at++] : rest.next().value;
    if (id === undefined) break;
    if (places.has(id)) continue;
    places.set(id, places.size);
    for (const to of after.get(id) ?? []) {
      const left = (waiting.get(to) ?? 0) - 1;
      waiting.set(to, left);
      if (left === 0) ready.push(to);
    }
  }
  return places;
}

function splitEdges(
  edges: ReadonlyMap<string, readonly string[]>,
  places: ReadonlyMap<string, number>,
): Pick<AcyclicOrder, 'before' | 'after'> {
  const before = new Map<string, string[]>();
  const after = new Map<string, string[]>();
  for (const [from, list] of edges)
    for (const to of list) {
      if ((places.get(from) ?? 0) > (places.get(to) ?? 0)) continue;
      listOf(after, from).push(to);
      listOf(before, to).push(from);
    }
  return { before, after };
}

function listOf(lists: Map<string, string[]>, id: string): string[] {
  const found = lists.get(id) ?? [];
  lists.set(id, found);
  return found;
}
