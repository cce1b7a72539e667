// Changes of a document as edits of the version before.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { editsOfChanges, type TextChange } from '../../../../src/host/editor/textChanges.ts';

const document = (text: string): TextDocument => TextDocument.create('file:///a', 'yaml', 1, text);

it('gives edits that make of the text before the text after, however many places changed at once', () => {
  const cuts = fc.array(fc.tuple(fc.nat(60), fc.string({ maxLength: 3 })), { maxLength: 6 });
  const lines = fc.array(fc.constantFrom('a', 'bc', '\n', '\r\n', ' '), { maxLength: 40 });
  fc.assert(
    fc.property(lines, cuts, (parts, places) => {
      const before = document(parts.join(''));
      const offsets = places
        .map(([offset]) => Math.min(offset, before.getText().length))
        .sort((a, b) => a - b);
      const changes = offsets.slice(1).map((end, index): TextChange => {
        const start = offsets[index]!;
        const range = { start: before.positionAt(start), end: before.positionAt(end) };
        return { range, text: places[index]![1] };
      });
      // VS Code tells the last place first.
      changes.reverse();
      const after = changes.reduce(
        (text, { range, text: newText }) => TextDocument.applyEdits(document(text), [{ range, newText }]),
        before.getText(),
      );
      expect(TextDocument.applyEdits(before, editsOfChanges(changes, after))).toBe(after);
    }),
  );
});

it('replaces everything when the changes are not in the order that is kept', () => {
  const at = (line: number): TextChange['range'] => ({
    start: { line, character: 0 },
    end: { line, character: 1 },
  });
  const edits = editsOfChanges(
    [
      { range: at(0), text: 'x' },
      { range: at(2), text: 'y' },
    ],
    'whole',
  );
  expect(TextDocument.applyEdits(document('a\nb\nc\nd'), edits)).toBe('whole');
  expect(edits).toHaveLength(1);
});

it('tells a change of nothing but line ends as none', () => {
  expect(editsOfChanges([], 'a\r\n')).toEqual([]);
});
