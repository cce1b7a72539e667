// Makes room for a node between those that lead to it and those it leads to: what lies behind moves to the right, each node as
// far as it has to and no further. What lies elsewhere stays. Knows no library.
import { acyclicOrder } from './acyclicOrder.ts';
import type { LayoutNode, LayoutRequest, LayoutResult, Point } from './layoutRequest.ts';
import { columnGap, lookUp, rowGap } from './placeNodes.ts';

interface PlacedNode extends LayoutNode, Point {
  /** Where it goes; the same as `x` when it stays. */
  readonly to: number;
}

/** New places of the nodes that have to move for `id`, which has none yet; nothing when there is room already. */
export function makeRoom({ nodes, edges, pinned, previous }: LayoutRequest, id: string): LayoutResult {
  const { before, after } = acyclicOrder(nodes, edges);
  const placed = new Map<string, PlacedNode>();
  for (const node of nodes) {
    const point = node.id === id ? undefined : (lookUp(pinned, node.id) ?? lookUp(previous, node.id));
    if (point) placed.set(node.id, { ...node, ...point, to: point.x });
  }
  const find = (ids: readonly string[] = []): PlacedNode[] => ids.flatMap((one) => placed.get(one) ?? []);
  const own = nodes.find((node) => node.id === id);
  const [starts, ends] = [find(before.get(id)), find(after.get(id))];
  const right = Math.max(...starts.map(({ x, width }) => x + width));
  // Only between what stands from left to right there is a place to make.
  if (!own || starts.length === 0 || ends.length === 0 || ends.some(({ x }) => x < right)) return {};
  const least = right + columnGap + own.width + columnGap;
  const wanted = new Map(ends.map((end) => [end.id, least]));
  return Object.fromEntries(
    push([...placed.values()], wanted, after).map(({ id: one, y, to }) => [one, { x: to, y }]),
  );
}

/** Those that move, from left to right: a node is pushed by what lies left of it, so that one walk finds all. */
function push(
  placed: readonly PlacedNode[],
  wanted: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, readonly string[]>,
): PlacedNode[] {
  const moved: PlacedNode[] = [];
  for (const node of placed.toSorted((a, b) => a.x - b.x)) {
    const to = moved.reduce(
      (least, pusher) => Math.max(least, pushedBy(pusher, node, after.get(pusher.id)?.includes(node.id))),
      Math.max(node.x, wanted.get(node.id) ?? node.x),
    );
    if (to > node.x) moved.push({ ...node, to });
  }
  return moved;
}

/** How far `node` has to go for `pusher`: it keeps their distance as far as that is needed. */
function pushedBy(pusher: PlacedNode, node: PlacedNode, isBehind = false): number {
  const gap = node.x - pusher.x - pusher.width;
  const isInRow = node.y < pusher.y + pusher.height + rowGap && pusher.y < node.y + node.height + rowGap;
  if (gap < 0 || !(isBehind || isInRow)) return node.x;
  return pusher.to + pusher.width + Math.min(gap, columnGap);
}
