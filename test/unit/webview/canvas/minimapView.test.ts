// What the overview shows and where a press on it leads.
import { describe, expect, it } from 'vitest';
import { boundsOf, minimapView, sightOf, toCanvas } from '../../../../webview/graph/canvas/minimapView.ts';
import { nodeHeight, nodeWidth } from '../../../../webview/graph/state/nodeSizes.ts';

const size = { width: 162, height: 112 };

describe('the overview', () => {
  it('shows all nodes and what is in sight, wherever that is', () => {
    const bounds = boundsOf({ a: { x: 0, y: 0 }, b: { x: 1000, y: 400 } });
    expect(bounds).toEqual({ x: 0, y: 0, width: 1000 + nodeWidth, height: 400 + nodeHeight });
    const sight = sightOf({ x: 500, y: 0, zoom: 0.5 }, { width: 1000, height: 500 });
    expect(sight).toEqual({ x: -1000, y: -0, width: 2000, height: 1000 });
    const { scale, origin } = minimapView(bounds, sight, size);
    for (const { x, y, width, height } of [bounds ?? sight, sight]) {
      expect(origin.x + x * scale).toBeGreaterThanOrEqual(4.9);
      expect(origin.y + y * scale).toBeGreaterThanOrEqual(4.9);
      expect(origin.x + (x + width) * scale).toBeLessThanOrEqual(size.width - 4.9);
      expect(origin.y + (y + height) * scale).toBeLessThanOrEqual(size.height - 4.9);
    }
  });

  it('finds a point of the canvas again', () => {
    const view = minimapView(undefined, { x: -50, y: 20, width: 300, height: 200 }, size);
    const point = { x: 12, y: 34 };
    const { origin, scale } = view;
    const found = toCanvas(view, { x: origin.x + point.x * scale, y: origin.y + point.y * scale });
    expect(found.x).toBeCloseTo(point.x);
    expect(found.y).toBeCloseTo(point.y);
  });

  it('has no bounds without nodes', () => {
    expect(boundsOf({})).toBeUndefined();
  });
});
