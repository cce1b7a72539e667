// Graphs as people edit them, for the properties of layouts: with cycles, names that lead nowhere, names twice, parts apart.
import * as fc from 'fast-check';
import type {
  LayoutEdge,
  LayoutNode,
  LayoutRequest,
  Point,
} from '../../../../webview/graph/layout/layoutRequest.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'toString', '__proto__', 'constructor', 'n 1', ''];

const node = (id: string): fc.Arbitrary<LayoutNode> =>
  fc.record({
    id: fc.constant(id),
    width: fc.constantFrom(200, 200, 60, 320),
    height: fc.constantFrom(64, 64, 20, 140),
  });

const nodes = fc.subarray(names, { minLength: 1 }).chain((ids) => fc.tuple(...ids.map(node)));

const edges: fc.Arbitrary<LayoutEdge[]> = fc.array(
  fc.record({
    from: fc.constantFrom(...names, 'gone'),
    to: fc.constantFrom(...names, 'gone'),
    order: fc.nat(1),
  }),
  { maxLength: 24 },
);

export const anyGraph: fc.Arbitrary<Pick<LayoutRequest, 'nodes' | 'edges'>> = fc.record({ nodes, edges });

/** The same with edges from earlier to later names only. */
export const acyclicGraph: typeof anyGraph = anyGraph.map((graph) => ({
  ...graph,
  edges: graph.edges.filter(({ from, to }) => names.indexOf(from) < names.indexOf(to)),
}));

/** A graph of `count` nodes and `edgeCount` edges in layers, as large graphs are; the same for the same numbers. */
export function layeredGraph(count: number, edgeCount: number): Pick<LayoutRequest, 'nodes' | 'edges'> {
  const random = randomFrom(count * 1000 + edgeCount);
  const layers = Math.max(3, Math.round(1.2 * Math.sqrt(count)));
  const layerOf = (index: number): number => (index < layers ? index : (index * 7) % layers);
  const byLayer = Array.from({ length: layers }, (_, layer) =>
    Array.from({ length: count }, (_unused, index) => index).filter((index) => layerOf(index) === layer),
  );
  const pick = (layer: number): number => {
    const list = byLayer[Math.min(layer, layers - 1)]!;
    return list[Math.floor(random() * list.length)]!;
  };
  const ways = new Set<string>();
  for (let index = 0; index < count; index += 1)
    if (layerOf(index) > 0) ways.add(`${String(pick(layerOf(index) - 1))} ${String(index)}`);
  while (ways.size < edgeCount) {
    const layer = Math.floor(random() * (layers - 1));
    ways.add(`${String(pick(layer))} ${String(pick(layer + 1 + Math.floor(random() * random() * 3)))}`);
  }
  return {
    nodes: Array.from({ length: count }, (_, index) => ({ id: `n${String(index)}`, width: 200, height: 64 })),
    edges: [...ways].map((way) => {
      const [from, to] = way.split(' ');
      return { from: `n${from!}`, to: `n${to!}`, order: 0 };
    }),
  };
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Pairs of nodes that lie over each other; those of which both are in `fixed` are not our doing. */
export function overlaps(
  { nodes }: Pick<LayoutRequest, 'nodes'>,
  points: Readonly<Record<string, Point>>,
  fixed: Readonly<Record<string, Point>> = {},
): string[] {
  const boxes = nodes.map((node) => ({ ...node, ...points[node.id]! }));
  return boxes.flatMap((one, index) =>
    boxes.slice(index + 1).flatMap((other) => {
      const isOver =
        one.x < other.x + other.width &&
        other.x < one.x + one.width &&
        one.y < other.y + other.height &&
        other.y < one.y + one.height;
      const isGiven = Object.hasOwn(fixed, one.id) && Object.hasOwn(fixed, other.id);
      return isOver && !isGiven ? [`${one.id} and ${other.id}`] : [];
    }),
  );
}
