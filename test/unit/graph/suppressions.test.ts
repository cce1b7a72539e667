// Comments that keep problems from being told: which comments count, and which problems they are for.
import { describe, expect, it } from 'vitest';
import { parseGraphFile } from '../../../src/graph/parseGraph.ts';
import { suppressions, withoutSuppressed } from '../../../src/graph/suppressions.ts';
import { graph, inGraph } from './caseText.ts';

/** Codes that are told of `text`. */
function told(text: string): string[] {
  const file = parseGraphFile(text);
  return withoutSuppressed(file, file.problems).map(({ code }) => code);
}

/** The graph with a key nobody knows, and `comment` behind it or before it. */
const withKey = (behind: string, before = ''): string =>
  inGraph(['  vendor:', `${before}  flavour: x${behind}\n  vendor:`]);

describe('a suppression', () => {
  it.each([
    ['of its line', withKey(' # dataflow-graph-disable-line KEY_UNKNOWN')],
    ['without codes', withKey(' # dataflow-graph-disable-line')],
    ['with a reason alone', withKey(' # dataflow-graph-disable-line -- a test')],
    ['of several codes', withKey(' # dataflow-graph-disable-line KEY_MISSING, KEY_UNKNOWN -- a test')],
    ['without a space behind the "#"', withKey(' #dataflow-graph-disable-line KEY_UNKNOWN')],
    ['of the next line', withKey('', '  # dataflow-graph-disable-next-line KEY_UNKNOWN\n')],
    ['of the rest of the file', `# dataflow-graph-disable KEY_UNKNOWN\n${withKey('')}`],
    ['of everything', `# dataflow-graph-disable\n${withKey('')}`],
    ['behind a document', `a: 1\n# dataflow-graph-disable KEY_UNKNOWN\n---\n${withKey('')}`],
    [
      'with Windows line ends',
      withKey(' # dataflow-graph-disable-line KEY_UNKNOWN').replaceAll('\n', '\r\n'),
    ],
    [
      "behind a block text's head",
      inGraph(
        ['schema: |', 'schma: | # dataflow-graph-disable-line KEY_UNKNOWN, KEY_MISSING'],
        ['- name: reading', '- name: reading # dataflow-graph-disable-line KEY_MISSING'],
      ),
    ],
    [
      'in braces',
      inGraph([
        '{ name: source }\n    to',
        '{ # dataflow-graph-disable-next-line KEY_UNKNOWN\n        flavour: x, name: source }\n    to',
      ]),
    ],
  ])('%s counts', (_name, text) => {
    expect(told(text)).toEqual([]);
  });

  it.each([
    ['of another code', withKey(' # dataflow-graph-disable-line KEY_MISSING')],
    ['of another line', withKey('\n  # dataflow-graph-disable-line KEY_UNKNOWN')],
    ['of the line after the next', withKey('', '  # dataflow-graph-disable-next-line KEY_UNKNOWN\n\n')],
    ['behind the problem', `${withKey('')}# dataflow-graph-disable KEY_UNKNOWN\n`],
    ['inside quotes', withKey('').replace('flavour: x', 'flavour: "x # dataflow-graph-disable-line"')],
    [
      'without a blank before the "#"',
      withKey('').replace('flavour: x', 'flavour: x# dataflow-graph-disable-line'),
    ],
    ['that is not the beginning of its comment', withKey(' # no dataflow-graph-disable-line KEY_UNKNOWN')],
    [
      'inside a block text',
      inGraph(['{ "type": "object" }', '# dataflow-graph-disable KEY_UNKNOWN']) +
        '  - flavour: x\n    name: a\n    format: b\n    schema: c\n',
    ],
  ])('%s does not', (_name, text) => {
    expect(told(text)).toEqual(['KEY_UNKNOWN']);
  });

  it('suppresses nothing when none of its names is a code', () => {
    expect(told(withKey(' # dataflow-graph-disable-line KEY_UNKNOW'))).toEqual([
      'KEY_UNKNOWN',
      'SUPPRESSION_UNKNOWN',
    ]);
  });

  it('tells its lines and names', () => {
    const file = parseGraphFile(`# dataflow-graph-disable-next-line KEY_UNKNOWN NOBODY\n${graph}`);
    const [first, ...others] = suppressions(file);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ firstLine: 1, lastLine: 1, isForAll: false });
    expect([...(first?.codes ?? [])]).toEqual(['KEY_UNKNOWN']);
    expect(first?.unknown).toEqual([{ name: 'NOBODY', offset: 47 }]);
  });
});
