// What can be folded, by lines from 0.
import { describe, expect, it } from 'vitest';
import { parseGraphFile } from '../../../../src/graph/parseGraph.ts';
import { foldingRanges } from '../../../../src/language/navigation/foldingRanges.ts';
import { anchored } from './navigationText.ts';

const text = `# one
# two

# alone
operations:
  - operationType: map
    name: a
  # three
  # four
  - name: b
connections: [
  { from: { name: a } }
]
schemas:
  - name: s
    schema: |
      # not a comment
      # neither
metadata: {}
`;

const folded = (source: string): string[] =>
  foldingRanges(parseGraphFile(source)).map(
    ({ startLine, endLine, kind }) =>
      `${String(startLine)}-${String(endLine)}${kind === undefined ? '' : ` ${kind}`}`,
  );

const expected = ['0-1 comment', '4-9', '5-6', '7-8 comment', '10-12', '13-17', '14-17', '15-17'];

describe('folding', () => {
  it.each([text, text.replaceAll('\n', '\r\n')])('takes sections, items, texts and comments', (source) => {
    expect(folded(source)).toEqual(expected);
  });

  it('has at most one range for each line', () => {
    const starts = foldingRanges(parseGraphFile(anchored())).map(({ startLine }) => startLine);
    expect(new Set(starts).size).toBe(starts.length);
    expect(starts).toContain(1);
  });

  it('takes the longest of those that begin on a line', () => {
    expect(folded('schemas:\n  - schema: |\n      a\n    name: s\n')).toEqual(['0-3', '1-3']);
  });

  it('takes comments at the end and in a file of nothing else', () => {
    expect(folded('# a\n# b')).toEqual(['0-1 comment']);
    expect(folded('a: 1\n# a\n# b\n# c\n')).toEqual(['1-3 comment']);
  });
});
