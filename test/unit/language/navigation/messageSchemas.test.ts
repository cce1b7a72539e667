// References to schemas of a registry in a resource: what they say, where they lead, and which mean the same.
import { describe, expect, it } from 'vitest';
import type { Position } from '../../../../src/base/position.ts';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import { findDefinitions } from '../../../../src/language/navigation/findDefinitions.ts';
import { findReferences } from '../../../../src/language/navigation/findReferences.ts';
import { hover } from '../../../../src/language/navigation/hover.ts';
import type { KnownSchema } from '../../../../src/language/workspaceFacts.ts';
import { markRanges, positionOf, workshop } from './navigationText.ts';

const uri = 'file:///work/one.yaml';
const file = parseGraphFile(`apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowGraph
spec:
  nodes: [{ nodeType: Destination, name: d, destinationSettings: { outputSchemaSettings: { schemaRef: aio-sr://reading:1 } } }]
  nodeConnections:
    - { from: { name: a, schema: { schemaRef: "aio-sr://default/reading:1" } }, to: { name: d } }
    - { from: { name: b, schema: { schemaRef: aio-sr://plant/reading:1 } }, to: { name: d } }
`);
const schema: KnownSchema = {
  reference: 'aio-sr://default/reading:1',
  uri: 'file:///work/schemas/reading@1.json',
  format: 'json',
  head: '{ "type": "object" }',
};
const facts = { ...workshop, schemas: [schema] };
const [known, unknown] = [positionOf(file, 'reading:1'), positionOf(file, 'plant/reading')];

describe('a reference to a schema', () => {
  it('tells how its schema begins, or that no file here has it', () => {
    const told = (at: Position): string => JSON.stringify(hover(file, at, { facts, uri }, () => undefined));
    expect(told(known)).toContain('reading@1.json');
    expect(told(known)).toContain('object');
    expect(told(unknown)).toContain('No file of this workspace has it.');
  });

  it('leads to its file', () => {
    expect(findDefinitions(file, uri, known, facts).map(({ targetUri }) => targetUri)).toEqual([schema.uri]);
    expect(findDefinitions(file, uri, unknown, facts)).toEqual([]);
  });

  it('has for references those that mean the same schema, however they name it', () => {
    const places = findReferences(file, uri, known, { includeDeclaration: true });
    expect(
      markRanges(
        file,
        places.map(({ range }) => range),
      ).match(/«.*?»/g),
    ).toEqual(['«aio-sr://reading:1»', '«aio-sr://default/reading:1»']);
    expect(findReferences(file, uri, unknown, { includeDeclaration: true })).toHaveLength(1);
  });
});
