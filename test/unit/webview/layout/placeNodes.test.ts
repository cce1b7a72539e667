// Placing new nodes: nothing moves, nothing overlaps.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeNodes } from '../../../../webview/graph/layout/placeNodes.ts';
import { acyclicGraph, anyGraph, layeredGraph, overlaps } from './graphCases.ts';

const nothing = { pinned: {}, previous: {} };
const size = { width: 200, height: 64 };
const chain = {
  nodes: ['a', 'b', 'c'].map((id) => ({ id, ...size })),
  edges: [
    { from: 'a', to: 'b', order: 0 },
    { from: 'b', to: 'c', order: 0 },
  ],
};

describe('placeNodes', () => {
  it('gives every node a place over no other, whatever the graph', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const points = placeNodes({ ...graph, ...nothing });
        expect(Object.keys(points).sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
        expect(overlaps(graph, points)).toEqual([]);
      }),
    );
  });

  it('moves nothing that has a place', () => {
    fc.assert(
      fc.property(anyGraph, fc.nat(), (graph, seed) => {
        const added = graph.nodes[seed % graph.nodes.length]!;
        const before = { ...graph, nodes: graph.nodes.filter((node) => node !== added) };
        const previous = placeNodes({ ...before, ...nothing });
        const points = placeNodes({ ...graph, pinned: {}, previous });
        expect(points).toEqual({ ...previous, [added.id]: points[added.id] });
        expect(overlaps(graph, points)).toEqual([]);
      }),
    );
  });

  it('gives the same answer to the same request', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const request = { ...graph, ...nothing };
        expect(placeNodes(structuredClone(request))).toEqual(placeNodes(request));
      }),
    );
  });

  it('leads from left to right when nothing is there yet', () => {
    fc.assert(
      fc.property(acyclicGraph, ({ nodes, edges }) => {
        const points = placeNodes({ nodes, edges, ...nothing });
        const known = edges.filter(
          ({ from, to }) => Object.hasOwn(points, from) && Object.hasOwn(points, to),
        );
        for (const { from, to } of known) expect(points[from]!.x).toBeLessThan(points[to]!.x);
      }),
    );
  });

  it('puts a new node right of what leads to it', () => {
    const previous = { a: { x: 500, y: 90 } };
    const nodes = chain.nodes.slice(0, 2);
    expect(placeNodes({ ...chain, nodes, pinned: {}, previous })['b']).toEqual({ x: 780, y: 90 });
  });

  it('puts new nodes left of what they lead to, one after the other', () => {
    const points = placeNodes({ ...chain, pinned: {}, previous: { c: { x: 500, y: 90 } } });
    expect(points).toEqual({ a: { x: -60, y: 90 }, b: { x: 220, y: 90 }, c: { x: 500, y: 90 } });
  });

  it('puts a new node beside the one whose place it would have had', () => {
    const nodes = [...chain.nodes, { id: 'd', ...size }];
    const edges = [...chain.edges, { from: 'a', to: 'd', order: 0 }];
    const previous = placeNodes({ ...chain, ...nothing });
    expect(placeNodes({ nodes, edges, pinned: {}, previous })['d']).toEqual({ x: 280, y: 96 });
  });

  it('puts what is connected to nothing left below everything', () => {
    const nodes = [...chain.nodes, { id: 'd', ...size }];
    const previous = placeNodes({ ...chain, ...nothing });
    expect(placeNodes({ nodes, edges: chain.edges, pinned: {}, previous })['d']).toEqual({ x: 0, y: 96 });
  });

  it('prefers the place by hand to the earlier one', () => {
    const points = placeNodes({
      ...chain,
      pinned: { a: { x: 7, y: 8 } },
      previous: { a: { x: 1, y: 2 }, b: { x: 300, y: 0 }, c: { x: 600, y: 0 } },
    });
    expect(points['a']).toEqual({ x: 7, y: 8 });
  });

  it('lays no two of 500 nodes over each other', () => {
    const graph = layeredGraph(500, 700);
    expect(overlaps(graph, placeNodes({ ...graph, ...nothing }))).toEqual([]);
  });
});
