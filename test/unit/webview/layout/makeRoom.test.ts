// Room for a node between others: what is behind moves right as far as it must, and nothing else does.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LayoutRequest, Point } from '../../../../webview/graph/layout/layoutRequest.ts';
import { makeRoom } from '../../../../webview/graph/layout/makeRoom.ts';
import { placeNodes } from '../../../../webview/graph/layout/placeNodes.ts';
import { acyclicGraph, anyGraph, overlaps } from './graphCases.ts';

const size = { width: 200, height: 64 };

function request(
  previous: Record<string, readonly [number, number]>,
  ways: readonly string[],
): LayoutRequest {
  const ids = new Set([...Object.keys(previous), ...ways.flatMap((way) => way.split('>'))]);
  return {
    nodes: [...ids].map((id) => ({ id, ...size })),
    edges: ways.map((way) => {
      const [from = '', to = ''] = way.split('>');
      return { from, to, order: 0 };
    }),
    pinned: {},
    previous: Object.fromEntries(Object.entries(previous).map(([id, [x, y]]) => [id, { x, y }])),
  };
}

describe('makeRoom', () => {
  it('moves what follows, but no further than it has to', () => {
    const graph = request({ a: [0, 0], b: [280, 0], far: [900, 0], beside: [280, 200], left: [-400, 0] }, [
      'a>new',
      'new>b',
      'b>far',
      'left>beside',
    ]);
    // 200 of the new node and 80 on both sides of it; the gap before "far" closes to 80.
    expect(makeRoom(graph, 'new')).toEqual({ b: { x: 560, y: 0 } });
    const tight = request({ a: [0, 0], b: [280, 0], far: [600, 0] }, ['a>new', 'new>b', 'b>far']);
    expect(makeRoom(tight, 'new')).toEqual({ b: { x: 560, y: 0 }, far: { x: 840, y: 0 } });
  });

  it('moves nothing when there is room, or when there is no between', () => {
    expect(makeRoom(request({ a: [0, 0], b: [600, 0] }, ['a>new', 'new>b']), 'new')).toEqual({});
    expect(makeRoom(request({ a: [0, 0], b: [-300, 0] }, ['a>new', 'new>b']), 'new')).toEqual({});
    expect(makeRoom(request({ a: [0, 0], b: [280, 0] }, ['a>b', 'new>b']), 'new')).toEqual({});
  });

  it('takes what stands in the way along, connected or not', () => {
    const graph = request({ a: [0, 0], b: [280, 0], other: [560, 10] }, ['a>new', 'new>b']);
    expect(makeRoom(graph, 'new')).toEqual({ b: { x: 560, y: 0 }, other: { x: 840, y: 10 } });
  });

  /** A request whose nodes have places, all but one. */
  const cases = fc.tuple(fc.oneof(anyGraph, acyclicGraph), fc.nat()).map(([graph, seed]) => {
    const added = graph.nodes[seed % graph.nodes.length]!;
    const nodes = graph.nodes.filter((node) => node !== added);
    const previous = placeNodes({ nodes, edges: graph.edges, pinned: {}, previous: {} });
    return { added, request: { ...graph, pinned: {}, previous } };
  });

  it('moves to the right only, over nothing, and is done at once', () => {
    fc.assert(
      fc.property(cases, ({ added, request: graph }) => {
        const room = makeRoom(graph, added.id);
        for (const [id, { x, y }] of Object.entries(room)) {
          const before = Object.getOwnPropertyDescriptor(graph.previous, id)?.value as Point;
          expect(x).toBeGreaterThan(before.x);
          expect(y).toBe(before.y);
        }
        const previous = { ...graph.previous, ...room };
        const others = { nodes: graph.nodes.filter((node) => node !== added) };
        expect(overlaps(others, previous)).toEqual([]);
        expect(makeRoom({ ...graph, previous }, added.id)).toEqual({});
        expect(overlaps(graph, placeNodes({ ...graph, previous }))).toEqual([]);
      }),
    );
  });
});
