// Lines that keep their places while a text is edited.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LineChange, ShiftedLines } from '../../../src/base/shiftedLines.ts';

const change = (line: number, character: number, endLine: number, end: number, text: string): LineChange => ({
  start: { line, character },
  end: { line: endLine, character: end },
  lineBreaks: text.split('\n').length - 1,
});

function after(...changes: LineChange[]): (line: number) => number | undefined {
  const lines = new ShiftedLines();
  for (const each of changes) lines.apply([each]);
  return (line) => lines.now(line);
}

describe('a line', () => {
  it.each([
    ['stays when something is typed into it', change(3, 2, 3, 2, 'abc'), 3],
    ['stays when it is continued below', change(3, 2, 3, 2, '\nabc'), 3],
    ['moves when a line is put before it', change(3, 0, 3, 0, 'abc\n'), 4],
    ['moves up when the line before it is removed', change(2, 0, 3, 0, ''), 2],
    ['stays when the line behind it is removed', change(4, 0, 5, 0, ''), 3],
    ['is gone when it is removed', change(3, 0, 4, 0, ''), undefined],
    ['is gone when it is joined to the one before', change(2, 5, 3, 0, ''), undefined],
    ['is gone when it is replaced with others', change(2, 1, 4, 1, '\na\nb\nc'), undefined],
  ])('%s', (_fact, edit, expected) => {
    expect(after(edit)(3)).toBe(expected);
  });

  it('goes through one edit after the other', () => {
    expect(after(change(0, 0, 0, 0, 'a\nb\n'), change(1, 0, 2, 0, ''))(3)).toBe(4);
  });
});

it('a line that is said to be somewhere has kept its beginning', () => {
  const texts = fc.array(fc.constantFrom('x', 'yy', ''), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      texts,
      fc.nat(),
      fc.nat(),
      fc.constantFrom('', 'q', '\n', 'q\n', '\nq', '\n\n'),
      (marks, a, b, insert) => {
        // Every line begins with its own number.
        const rows = marks.map((mark, index) => `#${String(index)}${mark}`);
        const text = rows.join('\n');
        const [from, to] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [
          number,
          number,
        ];
        const place = (offset: number): { line: number; character: number } => {
          const before = text.slice(0, offset).split('\n');
          return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
        };
        const lines = new ShiftedLines();
        lines.apply([{ start: place(from), end: place(to), lineBreaks: insert.split('\n').length - 1 }]);
        const result = (text.slice(0, from) + insert + text.slice(to)).split('\n');
        for (const index of rows.keys()) {
          const now = lines.now(index);
          const begin = rows.slice(0, index).join('\n').length + (index > 0 ? 1 : 0);
          if (now === undefined) expect(from <= begin && begin <= to).toBe(true);
          // The mark itself may have been cut or put behind what was inserted without a break.
          else if (to <= begin && insert.endsWith('\n'))
            expect(result[now]?.startsWith(`#${String(index)}`)).toBe(true);
          else if (begin + 2 <= from || to < begin)
            expect(result[now]?.startsWith(`#${String(index)}`)).toBe(true);
        }
      },
    ),
  );
});
