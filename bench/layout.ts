// How long the automatic layout takes, as its worker does it: random graphs in layers, each in turn.
import { arrangeNodes } from '../webview/graph/layout/arrangeNodes.ts';
import { layeredGraph } from '../test/unit/webview/layout/graphCases.ts';
import { median } from './median.ts';

/** Milliseconds, medians; the first times are not counted. */
export interface LayoutFigures {
  /** 100 nodes, 140 edges. */
  readonly layoutMs: number;
  /** 500 nodes, 700 edges. */
  readonly layout500Ms: number;
}

const ROUNDS = 5;

export function measureLayout(): LayoutFigures {
  return { layoutMs: measure(100, 140), layout500Ms: measure(500, 700) };
}

function measure(nodes: number, edges: number): number {
  const request = { ...layeredGraph(nodes, edges), pinned: {}, previous: {} };
  arrangeNodes(request);
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    arrangeNodes(request);
    return performance.now() - start;
  });
  return median(times);
}
