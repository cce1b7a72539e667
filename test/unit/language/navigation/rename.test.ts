// Renaming: all places at once, each in its own quotes, every other byte as it was; and what is refused.
import { assert, describe, expect, it } from 'vitest';
import { applyEdits } from '../../../../src/graph/edits.ts';
import { parseGraphFile, type GraphFile } from '../../../../src/graph/parseGraph.ts';
import { prepareRename, rename } from '../../../../src/language/navigation/rename.ts';
import type { Position } from '../../../../src/base/position.ts';
import { graph } from '../../graph/caseText.ts';
import { anchored, parsePlaces, positionOf, sliceRange } from './navigationText.ts';

function renamed(file: GraphFile, position: Position, newName: string): string {
  const result = rename(file, position, newName);
  assert(result.kind === 'edits', JSON.stringify(result));
  return applyEdits(file, result.edits);
}

const resource = `apiVersion: connectivity.iotoperations.azure.com/v1
kind: DataflowGraph
metadata: { name: one }
spec:
  nodes:
    - nodeType: Source
      name: in # entrance
    - { nodeType: Graph, name: "mid" }
  nodeConnections:
    - from: { name: in }
      to: { name: 'mid' }
    - from: { name: "mid.output.true" }
      to: { name: mid }
`;

/** Text with the cursor, new name, parts that must be in the result. */
const cases: readonly [title: string, text: string, newName: string, expected: string][] = [
  [
    'keeps every kind of quotes and all comments',
    'operations:\n  - name: "a|"  # first\nconnections:\n  - { from: { name: a }, to: {name: \'a\'} } # a\n',
    'b',
    'operations:\n  - name: "b"  # first\nconnections:\n  - { from: { name: b }, to: {name: \'b\'} } # a\n',
  ],
  [
    'quotes a name that is not text without quotes',
    'operations:\n  - name: a|\nconnections: [{ to: { name: a } }]\n',
    'true',
    'operations:\n  - name: "true"\nconnections: [{ to: { name: "true" } }]\n',
  ],
  [
    'writes customary names without quotes',
    'operations:\n  - name: a|\n',
    'module-temperature/map',
    'operations:\n  - name: module-temperature/map\n',
  ],
  [
    'escapes quotes in quotes',
    'operations: [{ name: "a|" }]\nmoduleConfigurations: [{ name: \'a\' }]\n',
    'it\'s "b"',
    'operations: [{ name: "it\'s \\"b\\"" }]\nmoduleConfigurations: [{ name: \'it\'\'s "b"\' }]\n',
  ],
  [
    'leaves the other names, types and schemas of the same text alone',
    'operations:\n  - { operationType: map, name: map|, module: map }\nconnections: [{ from: { name: map, schemaName: map } }]\nschemas: [{ name: map }]\n',
    'x',
    'operations:\n  - { operationType: map, name: x, module: map }\nconnections: [{ from: { name: x, schemaName: map } }]\nschemas: [{ name: map }]\n',
  ],
  [
    'renames a schema',
    'operations: []\nconnections: [{ from: { name: r, schemaName: r| } }]\nschemas: [{ name: r }]\n',
    's',
    'operations: []\nconnections: [{ from: { name: r, schemaName: s } }]\nschemas: [{ name: s }]\n',
  ],
  [
    'renames a parameter in both its places, and no other',
    'operations: []\nmoduleConfigurations:\n  - parameters:\n      "lo|w": { name: low }\n      high: { name: high, default: low }\n  - parameters: { low: { name: low } }\n',
    'min',
    'operations: []\nmoduleConfigurations:\n  - parameters:\n      "min": { name: min }\n      high: { name: high, default: low }\n  - parameters: { low: { name: low } }\n',
  ],
  [
    'makes the name of a parameter equal to its key',
    'operations: []\nmoduleConfigurations:\n  - parameters: { key1: { name: key2| } }\n',
    'key1',
    'operations: []\nmoduleConfigurations:\n  - parameters: { key1: { name: key1 } }\n',
  ],
  [
    'renames only the duplicate it stands on',
    'operations: [{ name: a }, { name: a| }]\nconnections: [{ from: { name: a } }]\n',
    'b',
    'operations: [{ name: a }, { name: b }]\nconnections: [{ from: { name: a } }]\n',
  ],
  [
    'works while a connection is half written',
    'operations:\n  - name: a|\nconnections:\n  - from:\n      name: a\n  - from:\n    to:\n  -\n',
    'b',
    'operations:\n  - name: b\nconnections:\n  - from:\n      name: b\n  - from:\n    to:\n  -\n',
  ],
  ['changes nothing when the name stays', 'operations: [{ name: a| }]\n', 'a', 'operations: [{ name: a }]\n'],
];

describe('rename', () => {
  it.each(cases)('%s', (_title, text, newName, expected) => {
    const { file, position } = parsePlaces(text);
    expect(renamed(file, position, newName)).toBe(expected);
    const crlf = parsePlaces(text.replaceAll('\n', '\r\n'));
    expect(renamed(crlf.file, crlf.position, newName)).toBe(expected.replaceAll('\n', '\r\n'));
  });

  it('renames a node from each of its places, outputs kept', () => {
    const expected = resource
      .replace('"mid"', '"new"')
      .replace("'mid'", "'new'")
      .replace('"mid.output.true"', '"new.output.true"')
      .replace('name: mid }', 'name: new }');
    const file = parseGraphFile(resource);
    for (const part of ['mid" }', "mid' }", 'mid.output', 'mid }'])
      expect(renamed(file, positionOf(file, part), 'new')).toBe(expected);
  });

  it('changes an anchored name once, from wherever it is asked', () => {
    const expected = anchored().replace('"a map"', '"filter"');
    const file = parseGraphFile(anchored());
    for (const part of ['a map', '*m }', '*m\n'])
      expect(renamed(file, positionOf(file, part), 'filter')).toBe(expected);
  });

  it('renames a parameter that two configurations share', () => {
    const file = parseGraphFile(anchored());
    const expected = anchored().replace('bound: { name: bound', 'least: { name: least');
    expect(renamed(file, positionOf(file, 'bound:'), 'least')).toBe(expected);
  });

  it('leaves the other documents of the file alone', () => {
    const one = 'operations: [{ name: a }]\n';
    const file = parseGraphFile(`${one}---\n${one}`);
    expect(renamed(file, positionOf(file, 'a }'), 'b')).toBe(`operations: [{ name: b }]\n---\n${one}`);
  });
});

/** Text with the cursor, new name, a part of the message. */
const refusals: readonly [title: string, text: string, newName: string, message: RegExp][] = [
  ['an empty name', 'operations: [{ name: a| }]', '', /name of an operation cannot be empty/],
  ['a name of spaces', 'operations: [{ name: a| }]', '  ', /cannot be empty/],
  ['a name that ends with a space', 'operations: [{ name: a| }]', 'b ', /begin or end with a space/],
  ['a name of two lines', 'operations: [{ name: a| }]', 'b\nc', /single line/],
  [
    'a name that is taken',
    'operations: [{ name: a| }, { name: b }]',
    'b',
    /Another operation is already named "b"/,
  ],
  [
    'the name of another schema',
    'operations: []\nconnections: [{ from: { schemaName: r| } }]\nschemas: [{ name: r }, { name: s }]',
    's',
    /Another schema/,
  ],
  [
    'the key of another parameter',
    'operations: []\nmoduleConfigurations:\n  - parameters: { a|: { name: a }, b: { name: c } }',
    'b',
    /Another parameter/,
  ],
  [
    'the name of another node',
    resource.replace('name: in #', 'name: in| #'),
    'mid',
    /Another node is already named "mid"/,
  ],
  ['a node name with a dot', resource.replace('name: in #', 'name: in| #'), 'a.b', /letters, digits/],
];

const places: readonly [title: string, text: string, message: RegExp][] = [
  ['a module reference', 'operations: [{ name: a, module: m| }]', /names a file/],
  ['an operation type', 'operations: [{ operationType: map| }]', /no name here/],
  ['a key', 'operations: [{ na|me: a }]', /no name here/],
  [
    'a name that is defined nowhere',
    'operations: []\nconnections: [{ to: { name: gone| } }]',
    /No operation is named "gone"/,
  ],
  [
    'a use of a name that two have',
    'operations: [{ name: a }, { name: a }]\nconnections: [{ to: { name: |a } }]',
    /More than one operation/,
  ],
  ['a text that is not YAML', 'operations: [{ name: a| }]\nconnections: [}\n', /Correct its YAML first/],
  [
    'a text that also names something else',
    'operations: [{ name: &n a| }]\nschemas: [{ name: *n }]',
    /shares this text/,
  ],
  [
    'a key of a configuration',
    resource.replace('name: "mid" }', 'name: "mid", graphSettings: { configuration: [{ key: k| }] } }'),
    /declared by the graph/,
  ],
  ['nothing', '|', /no name here/],
];

describe('what is refused', () => {
  it.each(refusals)('is %s', (_title, text, newName, message) => {
    const { file, position } = parsePlaces(text);
    expect(prepareRename(file, position).kind).toBe('offered');
    const result = rename(file, position, newName);
    assert(result.kind === 'refused');
    expect(result.message).toMatch(message);
    expect(result.message).toMatch(/^\S[^]*\.$/);
  });

  it.each(places)('is a place: %s', (_title, text, message) => {
    const { file, position } = parsePlaces(text);
    const offer = prepareRename(file, position);
    assert(offer.kind === 'refused');
    expect(offer.message).toMatch(message);
    expect(rename(file, position, 'new')).toEqual(offer);
  });
});

describe('the offer to rename', () => {
  it('has the name without quotes, and what it says', () => {
    const file = parseGraphFile(graph.replace('name: sink', 'name: "a \\"sink\\""'));
    const offer = prepareRename(file, positionOf(file, 'a \\"sink'));
    assert(offer.kind === 'offered');
    expect(offer.placeholder).toBe('a "sink"');
    expect(sliceRange(file, offer.range)).toBe('a \\"sink\\"');
  });
});
