// The schema at a path of a document.
import { describe, expect, it } from 'vitest';
import { schemaAt } from '../../../../src/language/schema/schemaAt.ts';
import { parseText } from '../../../helpers/languageText.ts';

const rootOf = (text: string) => parseText(text).documents[0]?.root;

describe('schemaAt', () => {
  it('tells keys, required ones and descriptions of a map that is not there yet', () => {
    const info = schemaAt('graph-definition', undefined, ['operations', 3]);
    expect([...(info?.properties.keys() ?? [])]).toEqual(['operationType', 'name', 'module']);
    expect(info?.required).toEqual(['operationType', 'name']);
    expect(info?.properties.get('module')?.description).toContain('temperature:1.0.0');
  });

  it('tells the possible texts of a value', () => {
    const info = schemaAt('graph-definition', undefined, ['connections', 0, 'from', 'arm']);
    expect(info?.values).toEqual(['False', 'True']);
  });

  it('describes keys that people choose by what stands at them', () => {
    const info = schemaAt('graph-definition', undefined, ['moduleConfigurations', 1, 'parameters', 'mine']);
    expect(info?.title).toBe('Parameter');
  });

  it('adds the keys a condition requires', () => {
    const root = rootOf('spec:\n  nodes:\n    - nodeType: Graph\n    - nodeType: Source\n');
    const [graph, source] = [0, 1].map((index) => schemaAt('dataflow-graph', root, ['spec', 'nodes', index]));
    expect(graph?.required).toEqual(['nodeType', 'name', 'graphSettings']);
    expect(source?.required).toEqual(['nodeType', 'name', 'sourceSettings']);
    expect([...(source?.properties.keys() ?? [])]).toHaveLength(5);
  });

  it('keeps all values of a key that conditions ask for', () => {
    const info = schemaAt('dataflow-graph', undefined, ['spec', 'nodes', 0, 'nodeType']);
    expect(info?.values).toEqual(['Source', 'Graph', 'Destination']);
  });

  it('knows nothing about keys that the schema does not have, nor about anything below them', () => {
    expect(schemaAt('graph-definition', undefined, ['other'])).toBeUndefined();
    expect(schemaAt('graph-definition', undefined, ['other', 0, 'name'])).toBeUndefined();
    expect(schemaAt('graph-definition', undefined, ['operations', 0, 'name', 'x'])).toBeUndefined();
  });

  it('does not take "$schema" at the root for a schema to fetch', () => {
    const root = rootOf('$schema: https://example.com/x.json\noperations: []\n');
    expect(schemaAt('graph-definition', root, ['operations'])?.types).toEqual(['array']);
    expect(schemaAt('graph-definition', root, [])?.required).toHaveLength(4);
  });
});
