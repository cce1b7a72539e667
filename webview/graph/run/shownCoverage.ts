// Coverage by what it is asked for: nodes and connections of the canvas. Knows no component.
import type { Arm } from '../../../src/graph/model.ts';
import type { CanvasCoverage } from '../../../src/protocol/canvas.ts';

/** Messages that came to each operation, and by each connection under its {@link coverageKey}. */
export interface ShownCoverage {
  readonly nodes: ReadonlyMap<string, number>;
  readonly edges: ReadonlyMap<string, number>;
}

export function showCoverage({ nodes, edges }: CanvasCoverage): ShownCoverage {
  return {
    nodes: new Map(nodes.map(({ operation, count }) => [operation, count])),
    edges: new Map(edges.map((edge) => [coverageKey(edge), edge.count])),
  };
}

/** A JSON list cannot be made by any other names. */
export function coverageKey({
  from,
  arm,
  to,
}: {
  readonly from: string;
  readonly arm?: Arm | undefined;
  readonly to: string;
}): string {
  return JSON.stringify([from, arm ?? '', to]);
}

/** `3 of 4 operations, 5 of 7 connections`. */
export function describeCoverage({ nodes, edges }: ShownCoverage): string {
  const passed = (counts: ReadonlyMap<string, number>): string =>
    `${String([...counts.values()].filter((count) => count > 0).length)} of ${String(counts.size)}`;
  return `${passed(nodes)} operations, ${passed(edges)} connections`;
}
