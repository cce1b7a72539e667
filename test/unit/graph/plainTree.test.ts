// The short way from a text to its tree and the long one, on many texts: the same tree and comments, and never silence about
// a problem. The environment variable MUTATIONS sets how many texts are tried.
import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { Parser } from 'yaml';
import { findComments } from '../../../src/graph/findComments.ts';
import { LineIndex } from '../../../src/graph/lineIndex.ts';
import { composeFile } from '../../../src/graph/parseYaml.ts';
import { readPlainTree } from '../../../src/graph/plainTree.ts';
import type { YamlNode } from '../../../src/graph/yamlTree.ts';
import { mutationRuns, mutationTimeoutMs } from '../../helpers/mutateText.ts';
import { mutatedText, styles } from '../language/fixes/mutatedText.ts';

/** Everything a node tells, as plain data. */
function tell(node: YamlNode): unknown {
  const { kind, range, source, isAliased } = node;
  const place = { kind, range, source, isAliased };
  if (node.kind === 'scalar') return { ...place, value: node.value, text: node.text, isPlain: node.isPlain };
  if (node.kind === 'sequence') return { ...place, isFlow: node.isFlow, items: node.items.map(tell) };
  const pairs = node.pairs.map(({ key, keyPlace, value }) => ({
    key,
    range: keyPlace.range,
    source: keyPlace.source,
    isAliased: keyPlace.isAliased,
    value: tell(value),
  }));
  return { ...place, isFlow: node.isFlow, pairs };
}

/** Whether the short way was taken; fails when the long one says anything else. */
function compareWays(text: string): boolean {
  const document = { text, lines: new LineIndex(text) };
  const plain = readPlainTree(document);
  if (!plain) return false;
  const { documents, problems } = composeFile(document);
  expect(problems).toEqual([]);
  expect(documents).toHaveLength(1);
  const [{ root, range, ...others } = {}] = documents;
  expect(others).toEqual({ problems: [], hasSyntaxErrors: false });
  expect(range).toEqual(plain.root.range);
  expect(tell(plain.root)).toEqual(root && tell(root));
  expect(plain.comments).toEqual(findComments([...new Parser().parse(text)], text, ''));
  return true;
}

const numRuns = mutationRuns(2000);
vi.setConfig({ testTimeout: mutationTimeoutMs(5 * numRuns) });

/** How many of the `texts` took the short way, of `numRuns` times `factor`; fails when it gives anything else. */
function countTaken(texts: fc.Arbitrary<string>, factor = 1): number {
  let taken = 0;
  fc.assert(
    fc.property(texts, (text) => {
      taken += compareWays(text) ? 1 : 0;
    }),
    { numRuns: numRuns * factor },
  );
  return taken;
}

describe('the short way', () => {
  it.each([
    ['a graph in lines', styles['unindented'] ?? ''],
    ['Windows line ends', (styles['unindented'] ?? '').replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${styles['unindented'] ?? ''}`],
    [
      'values of every kind',
      "a: text\nb: 5\nc: 1.5e3\nd: true\ne: ~\nf:\ng: 'it''s'\nh: \"a\"\ni: 1.0.0\nj: |\n  x\nk: >-\n  y\n\nl: a b # c\n",
    ],
    [
      'comments everywhere',
      '# a\nb: # c\n  # d\n  e: 1 # f\n  # g\nh:\n  - # i\n    j: 2\n  # k\n  - 3\n# l\n',
    ],
    ['brackets', 'a: { b: 1, "c": [ d, {}, [ ] ], e: { f: g h } } # i\nj: []\nk:\n  - { l: m }\n'],
    ['comments behind the last entry', 'a:\n  b:\n    - c: >-\n        d\n      # e\n    # f\n  # g\n# h'],
    ['nothing after indicators', 'a:\nb: \nc:   # d\ne:\n- \n-\n- # f\ng:\n'],
  ])('is taken for %s, and gives the same', (_name, text) => {
    expect(compareWays(text)).toBe(true);
  });

  it.each([
    ['brackets over several lines', 'a: { b: 1,\n  c: 2 }\n'],
    ['a pair in a list', 'a: [ b: 1 ]\n'],
    ['nothing behind a comma', 'a: [ b, ]\n'],
    ['anchors', 'a: &b 1\nc: *b\n'],
    ['tags', 'a: !!str 1\n'],
    ['a key twice', 'a: 1\na: 2\n'],
    ['merge keys', 'a:\n  <<: b\n'],
    ['several documents', 'a: 1\n---\nb: 2\n'],
    ['a directive', '%YAML 1.2\n---\na: 1\n'],
    ['tabs', 'a:\n\tb: 1\n'],
    ['texts in quotes over several lines', 'b: "three\n  four"\n'],
    ['escapes', 'a: "b\\n"\n'],
    ['texts over several lines', 'a: b\n  c\n'],
    ['block texts that tell their indentation', 'a: |2\n   b\n'],
    ['an unclosed text', 'a: "b\nc: 1\n'],
    ['a number as key', '1: a\n'],
    ['a comment without a blank', 'a: "b"# c\n'],
    ['a list without a map around', '- a\n'],
  ])('is not taken for %s', (_name, text) => {
    expect(compareWays(text)).toBe(false);
  });

  it('gives the same for graphs that are changed at random', () => {
    expect(countTaken(mutatedText)).toBeGreaterThan(numRuns / 25);
  });

  it('gives the same for lines in any order', () => {
    const line = fc
      .tuple(
        fc.constantFrom(0, 0, 1, 2, 2, 4, 4, 6),
        fc.constantFrom(
          ...['a:', 'b: 1', '- c: "d"', '- e', '- - f', '-', '- g: # h', 'i: # j', '# k', '# l', '', ' '],
          ...[
            "'m': 'n'  # o",
            'p: |',
            'q: >-',
            '- |+',
            'r s',
            '- t:',
            '"u": v#w',
            '- x: # y',
            'z: &a 1',
            'b:',
          ],
        ),
        fc.constantFrom('\n', '\n', '\n', '\r\n'),
      )
      .map(([column, words, end]) => `${' '.repeat(column)}${words}${end}`);
    const text = fc
      .tuple(fc.constantFrom('o:\n', 'o: 1\n', ''), fc.array(line, { maxLength: 9 }), fc.boolean())
      .map(([first, all, isCut]) => `${first}${all.join('')}`.replace(isCut ? /\r?\n$/ : /(?!)/, ''));
    expect(countTaken(text, 5)).toBeGreaterThan(numRuns / 10);
  });

  it('gives the same for texts made of YAML’s characters', () => {
    const parts = [
      'a',
      'b: ',
      '- ',
      '\n',
      '  ',
      "'",
      '"',
      '#',
      ' #',
      ':',
      '\\',
      '|\n',
      '>\n',
      '~',
      '1',
      '.',
      'true',
      '\r\n',
      '\t',
      '? ',
      '&c ',
      '[',
      ']',
      '{ ',
      ' }',
      ', ',
    ];
    const text = fc.array(fc.constantFrom(...parts), { maxLength: 25 }).map((all) => `a: ${all.join('')}`);
    expect(countTaken(text, 5)).toBeGreaterThan(0);
  });
});
