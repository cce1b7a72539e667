// Places of the text in the YAML pane's own count.
import { expect, it } from 'vitest';
import type { CanvasGraph } from '../../../../src/protocol/canvas.ts';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import { canvasModelOf } from '../../../../src/server/canvas/canvasModel.ts';
import { selectedRanges, selectionAt, toMonacoRange } from '../../../../webview/graph/yaml/paneRanges.ts';

const text = `metadata: { name: a, version: "1.0.0", $schema: s }
moduleRequirements: { apiVersion: "1.1.0", runtimeVersion: "1.1.0" }
operations:
  - operationType: source
    name: in

  # the way out
  - operationType: sink
    name: out
connections:
  - from: { name: in }
    to: { name: out }
`;
const graph: CanvasGraph = canvasModelOf({ version: 1, file: parseGraphFile(text) }, []).graph!;
const selectedIn = (line: number, character: number) => selectionAt(graph, { line, character });

it('finds the operation and the connection that a cursor is in', () => {
  expect(selectedIn(4, 12)).toEqual({ operations: [0], connections: [] });
  expect(selectedIn(7, 6)).toEqual({ operations: [1], connections: [] });
  expect(selectedIn(11, 8)).toEqual({ operations: [], connections: [0] });
});

it('counts what stands before an entry in its line to the entry', () => {
  expect(selectedIn(7, 0)).toEqual({ operations: [1], connections: [] });
});

it('finds nothing outside of entries', () => {
  for (const [line, character] of [
    [0, 0],
    [2, 3],
    [6, 5],
    [9, 0],
  ] as const)
    expect(selectedIn(line, character)).toBeUndefined();
});

it('shows entries of all that is selected, and leaves out what is no longer there', () => {
  const lines = selectedRanges(graph, { operations: [1, 9], connections: [0] }).map(toMonacoRange);
  expect(lines.map(({ startLineNumber }) => startLineNumber)).toEqual([8, 11]);
});
