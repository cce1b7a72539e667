// Small graphs as the canvas gets them, by names.
import type { OperationType } from '../../../../src/graph/model.ts';
import type { CanvasGraph, CanvasProblem } from '../../../../src/protocol/canvas.ts';

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** An operation whose name begins with a type, such as `branch-1`, is of that type; others are maps. */
export function graphOf(
  names: readonly string[],
  ways: readonly (readonly [string, string, ('False' | 'True' | undefined)?])[],
  problems: readonly Pick<CanvasProblem, 'severity' | 'operation' | 'connection'>[] = [],
): CanvasGraph {
  return {
    metadata: { $schema: '', name: 'graph', version: '1.0.0' },
    requirements: { apiVersion: '', runtimeVersion: '', features: [] },
    operations: names.map((name) => ({ name, type: typeOf(name), range })),
    connections: ways.map(([from, to, arm]) => ({ from, to, range, ...(arm && { arm }) })),
    schemas: [],
    problems: problems.map((problem) => ({ code: 'SINK_MISSING', message: '', range, ...problem })),
  };
}

function typeOf(name: string): OperationType {
  const types: readonly OperationType[] = ['source', 'sink', 'filter', 'branch', 'concatenate'];
  return types.find((type) => name.startsWith(type)) ?? 'map';
}
