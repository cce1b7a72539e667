// Which places name the same thing, whatever the text around them is like.
import { describe, expect, it } from 'vitest';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import { findSymbol, symbolsOf } from '../../../../src/language/navigation/symbols.ts';
import { deployment, graph } from '../../graph/caseText.ts';
import { parsePlaces, positionOf, sliceRange } from './navigationText.ts';

describe('the index of names', () => {
  it('is collected once for each text version', () => {
    const file = parseGraphFile(graph);
    expect(symbolsOf(file)).toBe(symbolsOf(file));
    expect(symbolsOf(parseGraphFile(graph))).not.toBe(symbolsOf(file));
  });

  it.each([graph, graph.replaceAll('\n', '\r\n'), deployment])(
    'has the name itself at every range',
    (text) => {
      const file = parseGraphFile(text);
      const { occurrences } = symbolsOf(file);
      expect(occurrences.length).toBeGreaterThan(8);
      for (const { name, range } of occurrences) expect(sliceRange(file, range)).toBe(name);
    },
  );

  it('reads operations whose type is still missing', () => {
    const file = parseGraphFile('operations:\n  - name: a\n  - operationType: \n    name: b\n');
    expect(symbolsOf(file).occurrences.map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('takes the output off the name of a node', () => {
    const file = parseGraphFile(
      deployment.replace('        name: convert\n      to:', '        name: convert.output.true\n      to:'),
    );
    const found = symbolsOf(file).occurrences.find(({ suffix }) => suffix !== '');
    expect(found).toMatchObject({ kind: 'node', name: 'convert', suffix: '.output.true' });
    expect(found && sliceRange(file, found.range)).toBe('convert');
  });

  it('keeps the names of two documents apart', () => {
    const one = 'operations:\n  - { operationType: source, name: a }\n';
    const { bySymbol } = symbolsOf(parseGraphFile(`${one}---\n${one}`));
    expect([...bySymbol.values()].map((places) => places.length)).toEqual([1, 1]);
  });
});

describe('the name at a position', () => {
  it.each([
    'operations:\n  - name: |abc\n',
    'operations:\n  - name: ab|c\n',
    'operations:\n  - name: abc|\n',
    'operations:\n  - name: |"abc"\n',
    "operations:\n  - name: 'abc'|\n",
    'operations: [{name: abc|}]\n',
  ])('is found at its ends and its quotes: %j', (text) => {
    const { file, position } = parsePlaces(text);
    const found = findSymbol(file, position);
    expect(found && sliceRange(file, found.range)).toBe('abc');
  });

  it.each([
    'operations:\n  - na|me: abc\n',
    'operations:\n  - name:| abc\n',
    '|operations:\n  - name: abc\n',
    '|',
  ])('is none elsewhere: %j', (text) => {
    const { file, position } = parsePlaces(text);
    expect(findSymbol(file, position)).toBeUndefined();
  });

  it('is none at an alias that stands for several names', () => {
    const file = parseGraphFile(
      'operations:\n  - name: a\nconnections:\n  - &c { from: { name: a }, to: { name: b } }\n  - *c\n',
    );
    expect(findSymbol(file, positionOf(file, '*c'))).toBeUndefined();
    expect(findSymbol(file, positionOf(file, 'a }, to'))?.occurrence.name).toBe('a');
  });

  it('is what the aliases of a text name, where the text itself names nothing', () => {
    const file = parseGraphFile('x: &n abc\noperations:\n  - name: *n\n');
    const found = findSymbol(file, positionOf(file, 'abc'));
    expect(found?.occurrence).toMatchObject({ kind: 'operation', name: 'abc' });
    expect(found && sliceRange(file, found.range)).toBe('abc');
  });
});
