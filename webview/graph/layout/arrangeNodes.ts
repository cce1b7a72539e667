// The layered layout, from left to right. Takes its time: it runs in a worker. The one user of the library of layouts.
import { Graph, layout } from '@dagrejs/dagre';
import { acyclicOrder, type AcyclicOrder } from './acyclicOrder.ts';
import { FreeSpace } from './freeSpace.ts';
import type { LayoutNode, LayoutRequest, LayoutResult, Point } from './layoutRequest.ts';
import { columnGap, lookUp, rowGap } from './placeNodes.ts';

/** With more nodes the exact way to rank them takes longer than all the rest; decision 0011. */
const EXACT_NODES = 64;

/** Free pixels around an edge that passes nodes. */
const EDGE_GAP = 16;

/** Where every node is; the same request gives the same answer. `previous` plays no part. */
export function arrangeNodes({ nodes, edges, pinned }: LayoutRequest): LayoutResult {
  const graph = acyclicOrder(nodes, edges);
  const arranged = arrange(graph);
  const shift = shiftTo(arranged, pinned);
  const space = new FreeSpace(rowGap);
  const points = new Map<string, Point>();
  const put = (node: LayoutNode, point: Point): void => {
    points.set(node.id, point);
    space.take({ x: point.x, y: point.y, width: node.width, height: node.height });
  };
  for (const { node } of arranged) {
    const pin = lookUp(pinned, node.id);
    if (pin) put(node, { x: pin.x, y: pin.y });
  }
  const isFree = points.size === 0;
  for (const { node, x, y } of arranged) {
    if (points.has(node.id)) continue;
    const wish = { x: x + shift.x, y: y + shift.y };
    // The library leaves no two in one place; only those put by hand are in the way.
    put(node, isFree ? wish : space.nearest({ ...node, ...wish }));
  }
  return Object.fromEntries(points);
}

/** How much more it matters that an arm is short than that other edges are. */
const ARM_WEIGHT = 4;

interface ArrangedNode extends Point {
  readonly node: LayoutNode;
}

/** From left to right, and from above to below. */
function arrange(graph: AcyclicOrder): ArrangedNode[] {
  const { order } = graph;
  const drawn = layOut(graph);
  const arranged = order.map((node, index) => {
    const { x, y } = drawn.node(String(index)) as Point;
    return { node, x: Math.round(x - node.width / 2), y: Math.round(y - node.height / 2) };
  });
  const upright = hasArmsUpsideDown(arranged, graph) ? arranged.map(mirror) : arranged;
  return upright.sort((a, b) => a.x - b.x || a.y - b.y);
}

function layOut({ order, after, ordered }: AcyclicOrder): Graph {
  // Named by their places: the library stumbles over names such as "__proto__".
  const places = new Map(order.map(({ id }, index) => [id, index]));
  const graph: Graph = new Graph({ multigraph: true });
  graph.setGraph({
    rankdir: 'LR',
    nodesep: rowGap,
    ranksep: columnGap,
    edgesep: EDGE_GAP,
    ranker: order.length > EXACT_NODES ? 'tight-tree' : 'network-simplex',
  });
  order.forEach(({ width, height }, index) => graph.setNode(String(index), { width, height }));
  // Arms are kept short, so that their ends are in one column.
  const ends = new Set(ordered.flat());
  let count = 0;
  for (const [from, list] of after)
    for (const to of list)
      graph.setEdge(
        String(places.get(from)),
        String(places.get(to)),
        { weight: ends.has(to) ? ARM_WEIGHT : 1 },
        String(count++),
      );
  layout(graph);
  return graph;
}

/**
 * Whether most branches have the arm below that should be above. The library takes no wishes for the order that go well with
 * few crossings, but a picture upside down crosses no more.
 */
function hasArmsUpsideDown(arranged: readonly ArrangedNode[], { ordered }: AcyclicOrder): boolean {
  const middles = new Map(arranged.map(({ node, y }) => [node.id, y + node.height / 2]));
  const sum = ordered.reduce(
    (total, [upper, lower]) => total + Math.sign((middles.get(upper) ?? 0) - (middles.get(lower) ?? 0)),
    0,
  );
  return sum > 0;
}

function mirror({ node, x, y }: ArrangedNode): ArrangedNode {
  return { node, x, y: -y - node.height };
}

/** Brings what is arranged to where most of it was put by hand, else to the origin. */
function shiftTo(arranged: readonly ArrangedNode[], pinned: LayoutRequest['pinned']): Point {
  const shifts = arranged.flatMap(({ node, x, y }) => {
    const pin = lookUp(pinned, node.id);
    return pin ? [{ x: pin.x - x, y: pin.y - y }] : [];
  });
  if (shifts.length > 0)
    return { x: medianOf(shifts.map(({ x }) => x)), y: medianOf(shifts.map(({ y }) => y)) };
  return {
    x: -arranged.reduce((least, { x }) => Math.min(least, x), Infinity),
    y: -arranged.reduce((least, { y }) => Math.min(least, y), Infinity),
  };
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
