// The layered layout: what holds for every graph, and how arms and pinned nodes are drawn.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrangeNodes } from '../../../../webview/graph/layout/arrangeNodes.ts';
import type { LayoutRequest, Point } from '../../../../webview/graph/layout/layout.ts';
import { acyclicGraph, anyGraph, layeredGraph, overlaps } from './graphCases.ts';

const nothing = { pinned: {}, previous: {} };

const withPins: fc.Arbitrary<LayoutRequest> = anyGraph.chain(({ nodes, edges }) => {
  const coordinate = fc.integer({ min: -600, max: 1200 });
  const pin = fc.option(fc.record({ x: coordinate, y: coordinate }), { nil: undefined });
  return fc.tuple(...nodes.map(() => pin)).map((pins) => ({
    nodes,
    edges,
    previous: {},
    pinned: Object.fromEntries(
      nodes.flatMap(({ id }, index): [string, Point][] => (pins[index] ? [[id, pins[index]]] : [])),
    ),
  }));
});

describe('arrangeNodes', () => {
  it('gives every node a place over no other, whatever the graph', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const points = arrangeNodes({ ...graph, ...nothing });
        expect(Object.keys(points).sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
        expect(overlaps(graph, points)).toEqual([]);
      }),
    );
  });

  it('leaves nodes exactly where they were put by hand, and keeps others off them', () => {
    fc.assert(
      fc.property(withPins, (request) => {
        const points = arrangeNodes(request);
        for (const [id, pin] of Object.entries(request.pinned)) expect(points[id]).toEqual(pin);
        expect(overlaps(request, points, request.pinned)).toEqual([]);
      }),
    );
  });

  it('gives the same answer to the same request', () => {
    fc.assert(
      fc.property(anyGraph, (graph) => {
        const request = { ...graph, ...nothing };
        expect(arrangeNodes(structuredClone(request))).toEqual(arrangeNodes(request));
      }),
    );
  });

  it('leads from left to right', () => {
    fc.assert(
      fc.property(acyclicGraph, ({ nodes, edges }) => {
        const points = arrangeNodes({ nodes, edges, ...nothing });
        const known = edges.filter(
          ({ from, to }) => Object.hasOwn(points, from) && Object.hasOwn(points, to),
        );
        for (const { from, to } of known) expect(points[from]!.x).toBeLessThan(points[to]!.x);
      }),
    );
  });

  it('begins at the origin', () => {
    const points = Object.values(arrangeNodes({ ...layeredGraph(20, 25), ...nothing }));
    expect(Math.min(...points.map(({ x }) => x))).toBe(0);
    expect(Math.min(...points.map(({ y }) => y))).toBe(0);
  });

  it.each([
    { first: 0, second: 1, upper: 'low' },
    { first: 1, second: 0, upper: 'high' },
  ])('draws the arm of the lower order above ($upper)', ({ first, second, upper }) => {
    const nodes = ['branch', 'low', 'high', 'end'].map((id) => ({ id, width: 200, height: 64 }));
    const edges = [
      { from: 'branch', to: 'low', order: first },
      { from: 'branch', to: 'high', order: second },
      { from: 'low', to: 'end', order: 0 },
      { from: 'high', to: 'end', order: 0 },
    ];
    const points = arrangeNodes({ nodes, edges, ...nothing });
    const lower = upper === 'low' ? 'high' : 'low';
    expect(points[upper]!.y).toBeLessThan(points[lower]!.y);
  });

  it('follows those that were put by hand', () => {
    const nodes = ['a', 'b'].map((id) => ({ id, width: 200, height: 64 }));
    const edges = [{ from: 'a', to: 'b', order: 0 }];
    expect(arrangeNodes({ nodes, edges, previous: {}, pinned: { a: { x: 1000, y: 2000 } } })['b']).toEqual({
      x: 1280,
      y: 2000,
    });
  });

  it('lays no two of 500 nodes over each other', () => {
    const graph = layeredGraph(500, 700);
    expect(overlaps(graph, arrangeNodes({ ...graph, ...nothing }))).toEqual([]);
  });
});
