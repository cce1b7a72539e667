// Edits applied to a text, as another implementation does it.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextEdit } from '../../../src/base/position.ts';
import { applyEdits } from '../../../src/graph/edits.ts';
import { LineIndex } from '../../../src/graph/lineIndex.ts';

/** A text, and edits of it that do not overlap, in any order. */
const cases = fc
  .tuple(
    fc.array(fc.constantFrom('a', 'b', '\n', 'é'), { maxLength: 30 }).map((parts) => parts.join('')),
    fc.array(fc.nat(30), { maxLength: 12 }),
    fc.nat(),
  )
  .map(([text, cuts, turn]) => {
    const lines = new LineIndex(text);
    const at = cuts.map((cut) => Math.min(cut, text.length)).sort((a, b) => a - b);
    const edits = at.flatMap((start, index): TextEdit[] => {
      const end = at[index + 1];
      if (index % 2 === 1 || end === undefined) return [];
      return [{ range: lines.rangeAt(start, end), newText: `<${String(index)}>` }];
    });
    const split = edits.length === 0 ? 0 : turn % edits.length;
    return { text, lines, edits: [...edits.slice(split), ...edits.slice(0, split)] };
  });

it('applies edits as the language server protocol says', () => {
  fc.assert(
    fc.property(cases, ({ text, lines, edits }) => {
      const document = TextDocument.create('file:///g.yaml', 'yaml', 1, text);
      const starts = new Set(edits.map(({ range }) => lines.offsetAt(range.start)));
      // Where two begin at one place, the order of the list counts, which was turned.
      fc.pre(starts.size === edits.length);
      expect(applyEdits({ text, lines }, edits)).toBe(TextDocument.applyEdits(document, edits));
    }),
  );
});

it('keeps the order of what comes to one place', () => {
  const text = 'ab';
  const lines = new LineIndex(text);
  const insert = (newText: string): TextEdit => ({ range: lines.rangeAt(1, 1), newText });
  expect(applyEdits({ text, lines }, [insert('1'), insert('2')])).toBe('a12b');
});
