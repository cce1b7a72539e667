// An operation with its parameters in the text of a graph: where it goes, and when it is refused.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import { extendGraph, type NewOperation } from '../../../../src/language/gestures/extendGraph.ts';

const simple = readFileSync('samples/thermostats/graph-simple.dataflow.yaml', 'utf8');
const filter: NewOperation = {
  type: 'filter',
  module: 'bounds:1.0.0',
  parameters: [{ name: 'lower_bound', description: 'Lowest: "value"', default: '0' }],
};

/** `from → to` of the connections of a text without problems. */
function connectionsOf(text: string): string[] {
  const { documents, problems } = parseGraphFile(text);
  expect(problems).toEqual([]);
  return documents[0]!.graph!.connections.map(
    ({ from, arm, to }) => `${from}${arm ? ` ${arm}` : ''} → ${to}`,
  );
}

function extended(operation: NewOperation, text = simple): { text: string; operation: string } {
  const result = extendGraph(text, operation);
  if ('refusal' in result) throw new Error(result.refusal);
  return result;
}

describe('a new operation', () => {
  it('comes before the sink, with its parameters', () => {
    const { operation, text } = extended(filter);
    expect(operation).toBe('module-bounds/filter');
    expect(connectionsOf(text).slice(-2)).toEqual([
      'module-temperature/filter → module-bounds/filter',
      'module-bounds/filter → sink',
    ]);
    const configuration = parseGraphFile(text).documents[0]!.graph!.moduleConfigurations.at(-1)!;
    expect(configuration).toMatchObject({
      operation,
      parameters: [{ key: 'lower_bound', description: 'Lowest: "value"', default: '0', isRequired: false }],
    });
  });

  it('comes behind the operation that is named', () => {
    expect(connectionsOf(extended({ ...filter, after: 'source' }).text).slice(0, 2)).toEqual([
      'source → module-bounds/filter',
      'module-bounds/filter → module-temperature/map',
    ]);
  });

  it('goes on by both arms when it is a branch, after which no other can go unasked', () => {
    const { operation, text } = extended({ ...filter, type: 'branch' });
    expect(connectionsOf(text).filter((line) => line.startsWith(operation))).toEqual([
      `${operation} False → sink`,
      `${operation} True → sink`,
    ]);
    expect(extendGraph(text, { ...filter, after: operation })).toMatchObject({
      refusal: expect.stringContaining('leads to several operations') as string,
    });
  });

  it('leaves every line of the text', () => {
    const lines = extended(filter, simple.replaceAll('\n', '\r\n')).text.split('\r\n');
    for (const line of simple.split('\n').filter((each) => each.trim() !== 'name: sink'))
      expect(lines).toContain(line);
    expect(lines.join('')).not.toContain('\n');
  });
});

it('refuses what is no graph, and places that are not there', () => {
  expect(extendGraph('kind: Pod\n', filter)).toHaveProperty('refusal');
  expect(extendGraph(`${simple}  - [\n`, filter)).toHaveProperty('refusal');
  expect(extendGraph(simple, { ...filter, after: 'nowhere' })).toMatchObject({
    refusal: expect.stringContaining('It has "source"') as string,
  });
});
