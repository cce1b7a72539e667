// References and highlights: all places of one name, and no others.
import { describe, expect, it } from 'vitest';
import { findHighlights } from '../../../../src/language/navigation/findHighlights.ts';
import { findReferences } from '../../../../src/language/navigation/findReferences.ts';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import { anchored, markRanges, parsePlaces, positionOf, sliceRange } from './navigationText.ts';

const uri = 'file:///work/a.dataflow.yaml';

/** Texts in which the cursor stands on a name, and every place of that name is marked. */
const cases = {
  'an operation from its definition': `operations:
  - operationType: map
    name: «a|b»
  - { operationType: map, name: abc }
connections:
  - from: { name: «ab» }
    to: { name: abc }
  - { from: { name: "abc" }, to: { name: "«ab»" } }
moduleConfigurations:
  - name: '«ab»'
    parameters: { ab: { name: ab } }
schemas: [{ name: ab }]
`,
  'an operation from a configuration': `operations: [{ operationType: map, name: "«a»" }]
moduleConfigurations:
  - name: «|a»
`,
  'an operation that is not defined': `operations: []
connections:
  - from: { name: «gone|» }
    to: { name: here }
  - from: { name: here }
    to: { name: «gone» }
`,
  'operations of one name': `operations:
  - { operationType: map, name: «a» }
  - { operationType: map, name: «a» }
connections: [{ from: { name: «|a» }, to: { name: b } }]
`,
  'a schema': `operations: []
connections:
  - from: { name: x, schemaName: «r|» }
    to: { name: y }
schemas:
  - name: «r»
    schema: ¦
      r
`,
  'a parameter from its key': `operations: []
moduleConfigurations:
  - name: a
    parameters:
      «lo|w»:
        name: "«low»"
      high: { name: high }
  - name: b
    parameters:
      low: { name: low }
`,
  'a parameter whose key differs': `operations: []
moduleConfigurations:
  - name: a
    parameters:
      key1:
        name: «key2|»
`,
  'a module': `operations:
  - { operationType: map, name: a, module: «m:1.0.0|» }
  - { operationType: map, name: b, module: "«m:1.0.0»" }
  - { operationType: map, name: c, module: m:1.0.1 }
`,
  'a node': `apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowGraph
metadata: { name: one }
spec:
  nodes:
    - nodeType: Graph
      name: «in|»
      graphSettings: { artifact: in }
    - name: out
  nodeConnections:
    - from: { name: "«in».output.true" }
      to: { name: out }
    - from: { name: out }
      to: { name: «in» }
`,
};

describe.each([
  ['\\n', (text: string) => text],
  ['\\r\\n', (text: string) => text.replaceAll('\n', '\r\n')],
])('with lines that end in %s', (_name, withLineEnds) => {
  it.each(Object.entries(cases))('finds all places of %s', (_title, text) => {
    const { file, position, places } = parsePlaces(withLineEnds(text));
    const found = findReferences(file, uri, position, { includeDeclaration: true });
    expect(
      markRanges(
        file,
        found.map(({ range }) => range),
      ),
    ).toBe(places);
    expect(found.every((one) => one.uri === uri)).toBe(true);
    const highlights = findHighlights(file, position);
    expect(highlights.map(({ range }) => range)).toEqual(found.map(({ range }) => range));
  });
});

describe('references', () => {
  it('leave out declarations unless asked for', () => {
    const { file, position } = parsePlaces(
      'operations: [{ name: a|, operationType: map }]\nconnections: [{ from: { name: a }, to: { name: b } }]\n',
    );
    const found = findReferences(file, uri, position, { includeDeclaration: false });
    expect(found.map(({ range }) => range.start.line)).toEqual([1]);
  });

  it('show an alias where it stands, and once', () => {
    const file = parseGraphFile(anchored());
    const found = findReferences(file, uri, positionOf(file, 'a map'), { includeDeclaration: true });
    expect(found.map(({ range }) => sliceRange(file, range))).toEqual(['a map', '*m', '*to', '*m']);
  });

  it('count an alias once, even when it names the same thing twice', () => {
    const { file, position } = parsePlaces(
      'operations: [{ name: |a }]\nconnections:\n  - &c { from: { name: a }, to: { name: a } }\n  - *c\n',
    );
    const found = findReferences(file, uri, position, { includeDeclaration: false });
    expect(found.map(({ range }) => sliceRange(file, range))).toEqual(['a', 'a', '*c']);
  });

  it('are none where nothing is named', () => {
    const { file, position } = parsePlaces('operations:\n  - operationType: m|ap\n');
    expect(findReferences(file, uri, position, { includeDeclaration: true })).toEqual([]);
    expect(findHighlights(file, position)).toEqual([]);
  });
});

describe('highlights', () => {
  it('tell definitions from uses', () => {
    const { file, position } = parsePlaces(
      'operations: [{ name: a, operationType: map }]\nconnections: [{ from: { name: |a }, to: { name: b } }]\n',
    );
    // LSP 3.17, DocumentHighlightKind: 3 is Write, 2 is Read.
    expect(findHighlights(file, position).map(({ kind }) => kind)).toEqual([3, 2]);
  });
});
