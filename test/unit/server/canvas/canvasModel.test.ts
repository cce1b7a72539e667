// What a canvas is told of a text, and what each problem is about.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import type { CanvasModel } from '../../../../src/protocol/canvas.ts';
import { canvasModelOf } from '../../../../src/server/canvas/canvasModel.ts';

const complex = readFileSync('samples/thermostats/graph-complex.dataflow.yaml', 'utf8');

function modelOf(text: string): CanvasModel {
  const file = parseGraphFile(text);
  return canvasModelOf({ version: 7, file }, file.problems);
}

/** What the problems of `text` are about, by their codes. */
function subjectsOf(text: string): unknown[] {
  return (modelOf(text).graph?.problems ?? []).map(({ code, operation, connection, field }) => ({
    code,
    ...(operation !== undefined && { operation }),
    ...(connection !== undefined && { connection }),
    ...(field !== undefined && { field }),
  }));
}

describe('canvasModelOf', () => {
  it('shows a graph with its configurations, in the order of the text', () => {
    const { graph, ...rest } = modelOf(complex);
    expect(rest).toEqual({ version: 7, state: 'readable' });
    expect(graph?.operations).toHaveLength(12);
    expect(graph?.operations[1]).toMatchObject({
      name: 'module-window/delay',
      type: 'delay',
      module: 'window:1.0.0',
      parameters: [{ key: 'window_seconds', name: 'window_seconds', default: '10', isRequired: false }],
    });
    expect(graph?.operations[0]).not.toHaveProperty('parameters');
    expect(graph?.connections[2]).toMatchObject({
      from: 'module-temperature/branch',
      arm: 'False',
      to: 'module-temperature/map',
    });
    expect(graph?.problems).toEqual([]);
  });

  it('shows as written what should be a text and is none', () => {
    const text = complex
      .replace('version: 1.0.0', 'version: 1.0')
      .replace('apiVersion: "1.1.0"', 'apiVersion: 1.10')
      .replace(/description: .*/, 'description: ""')
      .replace(/vendor: .*/, 'vendor: 0x10');
    const { metadata, requirements } = modelOf(text).graph ?? {};
    expect(metadata).toMatchObject({ version: '1.0', description: '', vendor: '0x10' });
    expect(requirements).toMatchObject({ apiVersion: '1.10', runtimeVersion: '1.1.0' });
  });

  it('says that a text is empty when there are only comments', () => {
    expect(modelOf('# nothing yet\n')).toMatchObject({ state: 'empty', graph: { operations: [] } });
  });

  it('has no graph while the text cannot be read, and tells where', () => {
    const model = modelOf(complex.replace('connections:', 'connections: ['));
    expect(model).toMatchObject({ state: 'broken' });
    expect(model.graph).toBeUndefined();
    expect(model.breakage?.range.start.line).toBeGreaterThan(100);
  });

  it('says of something else that it is no graph', () => {
    expect(modelOf('kind: Pod\napiVersion: v1\n')).toMatchObject({
      state: 'broken',
      breakage: { message: 'This is not a graph definition.' },
    });
  });

  it.each([
    ['an operation', 'module: window:1.0.0', 'module: "Window 1"', { operation: 1 }],
    ['a connection', 'to:\n      name: sink', 'to:\n      name: sunk', { connection: 11 }],
    ['a configuration', 'required: true', 'required: maybe', { operation: 6 }],
    ['a text of the graph', 'version: 1.0.0', 'version: one', { field: 'version' }],
    ['a required version', 'apiVersion: "1.1.0"', 'apiVersion: 1.1', { field: 'apiVersion' }],
    ['nothing on the canvas', 'operations:', 'operation: 1\noperations:', {}],
  ])('places a problem of %s', (_title, from, to, subject) => {
    const text = complex.replace(from, to);
    expect(text).not.toBe(complex);
    expect(subjectsOf(text)).toContainEqual({ code: expect.any(String) as string, ...subject });
  });

  it('places as many problems as there are entries', () => {
    const subjects = subjectsOf(complex.replaceAll(/module: (\w+):1\.0\.0/g, 'module: "$1 !"'));
    expect(subjects.map((subject) => (subject as { operation?: number }).operation)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 9, 10,
    ]);
  });
});
