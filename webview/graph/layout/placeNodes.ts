// Puts new nodes beside what is there already, at once and without moving anything: right of what leads to them, else left
// of what they lead to, in the nearest free place. Knows no library.
import { type AcyclicOrder, acyclicOrder } from './acyclicOrder.ts';
import { FreeSpace } from './freeSpace.ts';
import type { LayoutNode, LayoutRequest, LayoutResult, Point } from './layoutRequest.ts';

/** Free pixels between columns, and between nodes above each other. */
export const columnGap = 80;
export const rowGap = 32;

type PlacedNode = LayoutNode & Point;

/** Where every node of the request is; the same request gives the same answer. */
export function placeNodes({ nodes, edges, pinned, previous }: LayoutRequest): LayoutResult {
  const graph = acyclicOrder(nodes, edges);
  const placing = new Placing(graph);
  for (const node of graph.order) {
    const known = lookUp(pinned, node.id) ?? lookUp(previous, node.id);
    if (known) placing.put(node, known);
  }
  for (const part of partsOf(graph)) {
    if (part.some((node) => placing.has(node))) placing.join(part);
    else placing.begin(part);
  }
  return Object.fromEntries(graph.order.map(({ id }) => [id, placing.pointOf(id)]));
}

/** A name may be that of something every object has. */
export function lookUp(points: Readonly<Record<string, Point>>, id: string): Point | undefined {
  return Object.hasOwn(points, id) ? points[id] : undefined;
}

class Placing {
  readonly #graph: AcyclicOrder;
  readonly #placed = new Map<string, PlacedNode>();
  readonly #space = new FreeSpace(rowGap);

  constructor(graph: AcyclicOrder) {
    this.#graph = graph;
  }

  has({ id }: LayoutNode): boolean {
    return this.#placed.has(id);
  }

  pointOf(id: string): Point {
    const { x, y } = this.#placed.get(id) ?? { x: 0, y: 0 };
    return { x, y };
  }

  put(node: LayoutNode, { x, y }: Point): void {
    this.#placed.set(node.id, { ...node, x, y });
    this.#space.take({ x, y, width: node.width, height: node.height });
  }

  /** Nodes that hang together, none of which has a place: below everything, by columns. */
  begin(part: readonly LayoutNode[]): void {
    const corner = this.#space.corner();
    for (const node of part) {
      const wish = this.#behind(node) ?? corner;
      const { x, y } = this.#space.nearest({ ...node, x: wish.x, y: Math.max(wish.y, corner.y) }, corner.y);
      this.put(node, { x, y });
    }
  }

  /** Nodes that hang together, some of which have a place: forwards from those, then backwards, until all have. */
  join(part: readonly LayoutNode[]): void {
    let left = part.filter((node) => !this.has(node));
    while (left.length > 0) {
      for (const node of left) this.#putNear(node, this.#behind(node));
      for (const node of left.toReversed()) this.#putNear(node, this.#ahead(node));
      left = left.filter((node) => !this.has(node));
    }
  }

  #putNear(node: LayoutNode, wish: Point | undefined): void {
    if (wish && !this.has(node)) this.put(node, this.#space.nearest({ ...node, ...wish }));
  }

  #behind({ id, height }: LayoutNode): Point | undefined {
    const before = this.#find(this.#graph.before.get(id));
    if (before.length === 0) return undefined;
    const right = Math.max(...before.map(({ x, width }) => x + width));
    return { x: right + columnGap, y: middleOf(before) - height / 2 };
  }

  #ahead({ id, width, height }: LayoutNode): Point | undefined {
    const after = this.#find(this.#graph.after.get(id));
    if (after.length === 0) return undefined;
    const left = Math.min(...after.map(({ x }) => x));
    return { x: left - columnGap - width, y: middleOf(after) - height / 2 };
  }

  #find(ids: readonly string[] = []): PlacedNode[] {
    return ids.flatMap((id) => this.#placed.get(id) ?? []);
  }
}

function middleOf(nodes: readonly PlacedNode[]): number {
  return nodes.reduce((sum, { y, height }) => sum + y + height / 2, 0) / nodes.length;
}

/** What hangs together, each part in the order of the whole; parts in the order of their first nodes. */
function partsOf({ order, before, after }: AcyclicOrder): LayoutNode[][] {
  const partOf = new Map<string, number>();
  let count = 0;
  for (const { id } of order) {
    if (partOf.has(id)) continue;
    const found = new Set([id]);
    for (const next of found) {
      partOf.set(next, count);
      for (const other of before.get(next) ?? []) found.add(other);
      for (const other of after.get(next) ?? []) found.add(other);
    }
    count += 1;
  }
  const parts = Array.from({ length: count }, (): LayoutNode[] => []);
  for (const node of order) parts[partOf.get(node.id) ?? 0]?.push(node);
  return parts;
}
