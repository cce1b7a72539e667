// Where a cursor is: path, key or value, and what is typed already.
import { describe, expect, it } from 'vitest';
import { findCursors } from '../../../../src/language/completion/findCursors.ts';
import { parseMarked } from '../../../helpers/languageText.ts';
import { lines } from './completionText.ts';

/** `place path [typed] (keys there)`, one per line; the path from the root, `/` between keys. */
function cursorsAt(marked: string): string {
  const { file, position } = parseMarked(marked);
  const found = findCursors(file, position)?.cursors ?? [];
  const told = found.map(({ place, path, range, present }) => {
    const typed = file.text.slice(file.lines.offsetAt(range.start), file.lines.offsetAt(range.end));
    const keys = present.size > 0 ? ` (${[...present].join(' ')})` : '';
    return `${place} /${path.join('/')}${typed === '' ? '' : ` [${typed}]`}${keys}`;
  });
  return told.join('\n');
}

const kindAt = (marked: string): string | undefined => {
  const { file, position } = parseMarked(marked);
  return findCursors(file, position)?.kind;
};

describe('findCursors, block style', () => {
  it('takes a word without a colon for a key beside those at its column', () => {
    const text = lines('operations:', '  - operationType: map', '    na|', '    module: x', '  - name: b');
    expect(cursorsAt(text)).toBe('key /operations/0 [na] (operationType module)');
  });

  it('replaces a key as a whole wherever in it the cursor is', () => {
    for (const key of ['|name', 'na|me', 'name|', '"na|me"']) {
      const word = key.replace('|', '');
      expect(cursorsAt(lines('metadata:', `  ${key}: x`, '  vendor: y'))).toBe(
        `key /metadata [${word}] (vendor)`,
      );
    }
  });

  it('judges a blank line by its column', () => {
    const text = (column: number): string =>
      lines('connections:', '  - from:', '      name: a', `${' '.repeat(column)}|`);
    expect(cursorsAt(text(6))).toBe('key /connections/0/from (name)');
    expect(cursorsAt(text(4))).toBe('key /connections/0 (from)');
    expect(cursorsAt(text(2))).toBe('item /connections');
    expect(cursorsAt(text(0))).toBe('key / (connections)');
    expect([1, 3, 5, 7].map((column) => cursorsAt(text(column)))).toEqual(['', '', '', '']);
  });

  it('counts items up to the cursor, also over comments and blank lines', () => {
    const text = lines('a:', '  - x: 1', '', '  # - no', '    y: 2', '  -', '  - z:', '      |');
    expect(cursorsAt(text)).toBe('node /a/2/z');
  });

  it('finds the value behind a key, with and without a space', () => {
    expect(cursorsAt('metadata:\n  name: |')).toBe('value /metadata/name');
    expect(cursorsAt('metadata:\n  name:|')).toBe('value /metadata/name');
    expect(cursorsAt('metadata:\n  name: fo|o bar # note\n')).toBe('value /metadata/name [foo bar]');
    expect(cursorsAt('metadata:\n  name: "fo|"\n')).toBe('value /metadata/name ["fo"]');
    expect(cursorsAt("metadata:\n  name: 'fo|\n")).toBe("value /metadata/name ['fo]");
  });

  it('asks for nothing behind a key whose value stands further in', () => {
    expect(cursorsAt('operations: |\n  - name: x\n')).toBe('');
    expect(cursorsAt('operations: |\n- name: x\n')).toBe('');
  });

  it('finds what follows a dash, and keys of the item below', () => {
    expect(cursorsAt('operations:\n  - |\n')).toBe('node /operations/0');
    expect(cursorsAt('operations:\n  - |\n    name: x\n')).toBe('key /operations/0 (name)');
    expect(cursorsAt('operations:\n  -|\n')).toBe('');
    expect(cursorsAt('operations:\n  - |\n   name: x\n')).toBe('');
    expect(cursorsAt('select:\n  - a\n  - pay|\n')).toBe('node /select/1 [pay]');
  });

  it('knows lists at the column of their key, and lists in lists', () => {
    const text = lines('operations:', '- name: a', '- |');
    expect(cursorsAt(text)).toBe('node /operations/1');
    expect(cursorsAt('metadata:\n  x: 1\noperations:\n- name: a\n|\n')).toBe(
      'item /operations\nkey / (operations metadata)',
    );
    expect(cursorsAt('a:\n  - - x: 1\n    - |\n')).toBe('node /a/0/1');
    expect(cursorsAt('operations:\n|\n- name: a\n')).toBe('item /operations');
  });

  it('puts nothing between a key and its value', () => {
    expect(cursorsAt('operations:\n|\n  - name: a\n')).toBe('');
    expect(cursorsAt('operations:\n  - name: a\n  |\n    module: b\n')).toBe('');
  });

  it('asks for nothing in comments, block texts, long quoted texts and document markers', () => {
    expect(cursorsAt('metadata:\n  # na|\n')).toBe('');
    expect(cursorsAt('metadata:\n  name: x # na|\n')).toBe('');
    expect(cursorsAt('schemas:\n  - name: x\n    schema: ¦\n      na|\n')).toBe('');
    expect(cursorsAt('schemas:\n  - name: x\n    schema: >-\n      a: b\n      |\n')).toBe('');
    expect(cursorsAt('metadata:\n  description: "one\n    na|\n    two"\n')).toBe('');
    expect(cursorsAt('a: 1\n--|-\nb: 2\n')).toBe('');
  });

  it('goes on after a block text', () => {
    const text = lines('schemas:', '  - name: x', '    schema: ¦', '      a: b', '    |');
    expect(cursorsAt(text)).toBe('key /schemas/0 (schema name)');
  });

  it('sees anchors and tags as no value', () => {
    expect(cursorsAt('operations: &ops\n  - |\n')).toBe('node /operations/0');
    expect(cursorsAt('operations:\n  - &one\n    |\n')).toBe('node /operations/0');
  });

  it('takes keys that are words of several parts, quoted, or like a path', () => {
    expect(cursorsAt('parameters:\n  "a: b":\n    |\n')).toBe('node /parameters/a: b');
    expect(cursorsAt('parameters:\n  a:b c:\n    |\n')).toBe('node /parameters/a:b c');
  });

  it('does not look at other documents of the file', () => {
    const text = lines(
      'metadata:',
      '  name: x',
      '---',
      'kind: DataflowGraph',
      'apiVersion: a',
      'na|',
      '---',
      'z: 1',
    );
    expect(cursorsAt(text)).toBe('key / [na] (apiVersion kind)');
  });

  it('works on lines that end in CRLF', () => {
    expect(cursorsAt('metadata:\r\n  name: x\r\n  |\r\n')).toBe('key /metadata (name)');
    expect(cursorsAt('metadata:\r\n  name: x|\r\n')).toBe('value /metadata/name [x]');
  });

  it('works while lines before are broken', () => {
    const text = lines('operations:', '  - operationType: [map', '    oops', '  - name: "x', '    |');
    expect(cursorsAt(text)).toBe('key /operations/1 (name)');
    expect(cursorsAt('metadata:\n\tname: x\noperations:\n  - |\n')).toBe('node /operations/0');
    expect(cursorsAt('<<<<<<< ours\noperations:\n  - |\n')).toBe('node /operations/0');
  });
});

describe('findCursors, flow style', () => {
  it('finds keys, values and items in brackets', () => {
    expect(cursorsAt('operations: [{ na| }]\n')).toBe('key /operations/0 [na]');
    expect(cursorsAt('operations: [{ name: x, | }]\n')).toBe('key /operations/0 (name)');
    expect(cursorsAt('operations: [{ |, name: x }]\n')).toBe('key /operations/0 (name)');
    expect(cursorsAt('operations: [{ name: x|y }]\n')).toBe('value /operations/0/name [xy]');
    expect(cursorsAt('operations: [{ name: "|" }]\n')).toBe('value /operations/0/name [""]');
    expect(cursorsAt('operations: [a, |]\n')).toBe('value /operations/1');
    expect(cursorsAt('connections:\n  - from: {|}\n')).toBe('key /connections/0/from');
  });

  it('replaces a key up to its colon', () => {
    expect(cursorsAt('metadata: { na|me: x }\n')).toBe('key /metadata [name]');
    expect(cursorsAt('metadata: { "name|": x }\n')).toBe('key /metadata ["name"]');
  });

  it('reads over several lines, comments and nested brackets', () => {
    const text = lines('operations: [', '  { a: [1, {b: 2}], "c}": d }, # ] not here', '  { |', ']');
    expect(cursorsAt(text)).toBe('key /operations/1');
    expect(cursorsAt('{ "metadata": { "name": "a" }, "operations": [ { "|" } ] }')).toBe(
      'key /operations/0 [""]',
    );
  });

  it('works while a bracket is open', () => {
    expect(cursorsAt('connections:\n  - from: { name: |\n    to: x\n')).toBe(
      'value /connections/0/from/name',
    );
    expect(cursorsAt('operations: [\n  { name: a },\n  |\n')).toBe('value /operations/1');
    expect(cursorsAt('<<<<<<< ours\nmetadata: { |\n')).toBe('key /metadata');
  });

  it('leaves brackets behind once they are closed', () => {
    expect(cursorsAt('operations: []\n|\n')).toBe('key / (operations)');
    expect(cursorsAt('metadata: { name: x } |\n')).toBe('');
  });

  it('asks for nothing where a comma is missing, and in comments', () => {
    expect(cursorsAt('metadata: { name: x | }\n')).toBe('');
    expect(cursorsAt('metadata: { | name: x }\n')).toBe('');
    expect(cursorsAt('metadata: { # |\n}\n')).toBe('');
    expect(cursorsAt('metadata: { a: [1] | }\n')).toBe('');
  });
});

describe('findCursors, kinds of documents', () => {
  it('takes a text that says nothing for a graph definition', () => {
    expect(['|', 'na|', '\n\n|', '# only this\n|'].map(kindAt)).toEqual(Array(4).fill('graph-definition'));
    expect(kindAt('metadata:\n  |')).toBe('graph-definition');
  });

  it('tells resources by what is written so far', () => {
    expect(kindAt('apiVersion: connectivity.iotoperations.azure.com/v1\n|')).toBe('dataflow-graph');
    expect(kindAt('apiVersion: a/v1\nkind: Reg|\n')).toBe('registry-endpoint');
    expect(kindAt('apiVersion: v1\nkind: Service\nspec:\n  |')).toBeUndefined();
  });

  it('tells test cases by their keys', () => {
    expect(kindAt('graph: a.yaml\n|')).toBe('test-case');
    expect(kindAt('select:\n  - |')).toBe('test-case');
  });

  it('takes each document for itself', () => {
    const text = (first: string, second: string): string =>
      `metadata:\n  name: x\noperations: []\n${first}\n---\napiVersion: a\nkind: DataflowGraph\n${second}\n`;
    expect(kindAt(text('|', ''))).toBe('graph-definition');
    expect(kindAt(text('', '|'))).toBe('dataflow-graph');
  });
});
