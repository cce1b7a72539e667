// Changes of a text that are composed and carried past each other.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyChange,
  carryPast,
  changeBetween,
  changeOf,
  composeChanges,
  replacementsOf,
  type TextChange,
} from '../../../../webview/graph/yaml/textChange.ts';
import { changeOfEdits, editsOfChange } from '../../../../webview/graph/yaml/textPositions.ts';

const lines = fc.string({ unit: fc.constantFrom('a', 'b', ':', ' ', '\n', '😀'), maxLength: 30 });

/** Any change of a text. */
function changeIn(text: string): fc.Arbitrary<TextChange> {
  const cut = fc.tuple(fc.nat(text.length), fc.nat(4), fc.string({ maxLength: 3 }));
  return fc.array(cut, { maxLength: 4 }).map((cuts) => {
    let free = 0;
    const parts = [...cuts].sort(([a], [b]) => a - b);
    return changeOf(
      parts.flatMap(([offset, wanted, inserted]) => {
        if (offset < free) return [];
        const length = Math.min(wanted, text.length - offset);
        free = offset + length + 1;
        return [{ offset, length, text: inserted }];
      }),
    );
  });
}

const changed = lines.chain((text) => fc.tuple(fc.constant(text), changeIn(text), changeIn(text)));

describe('changes of a text', () => {
  it('replace what they say', () => {
    const change = changeOf([
      { offset: 6, length: 0, text: '!' },
      { offset: 1, length: 2, text: 'EY' },
    ]);
    expect(applyChange('key: 1', change)).toBe('kEY: 1!');
    expect(change).toEqual([1, 'EY', -2, 3, '!']);
  });

  it('are the same after a way through replacements and through edits by line', () => {
    fc.assert(
      fc.property(changed, ([text, change]) => {
        expect(changeOf(replacementsOf(change))).toEqual(change);
        const told = changeOfEdits(text, editsOfChange(text, change));
        expect(applyChange(text, told)).toBe(applyChange(text, change));
      }),
    );
  });

  it('lead from one text to another and touch nothing that both share at their ends', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        expect(applyChange(before, changeBetween(before, after))).toBe(after);
      }),
    );
    expect(changeBetween('name: old\nto: b', 'name: new\nto: b')).toEqual([6, 'new', -3]);
    expect(changeBetween('aaa', 'aa')).toEqual([2, -1]);
  });

  it('never cut a character of two code units in half', () => {
    expect(changeBetween('a😀b', 'a😁b')).toEqual([1, '😁', -2]);
    const [high, low] = ['\ud83d\ude00', '\ud83e\ude00'];
    expect(changeBetween(`a${high}b`, `a${low}b`)).toEqual([1, low, -2]);
  });

  it('do composed what they do one after the other', () => {
    const twice = changed.chain(([text, first]) =>
      fc.tuple(fc.constant(text), fc.constant(first), changeIn(applyChange(text, first))),
    );
    fc.assert(
      fc.property(twice, ([text, first, second]) => {
        const both = applyChange(text, composeChanges(first, second));
        expect(both).toBe(applyChange(applyChange(text, first), second));
      }),
    );
  });

  it('come to one text whichever is done first', () => {
    fc.assert(
      fc.property(changed, ([text, mine, theirs]) => {
        const { local, foreign } = carryPast(mine, theirs);
        const theirsFirst = applyChange(applyChange(text, theirs), local);
        expect(applyChange(applyChange(text, mine), foreign)).toBe(theirsFirst);
      }),
    );
  });

  it('touch only what they change when an edit replaces a whole text', () => {
    const whole = { start: { line: 0, character: 0 }, end: { line: 1, character: 4 } };
    const change = changeOfEdits('a: 1\nb: 2', [{ range: whole, newText: 'a: 1\r\nb: 3' }]);
    expect(change).toEqual([8, '3', -1]);
  });
});

describe('a change that is carried past another', () => {
  it('keeps what was typed beside something that was deleted', () => {
    const { local, lost } = carryPast([3, 'x'], [3, -4]);
    expect([local, lost]).toEqual([[3, 'x'], []]);
  });

  it('loses what was typed in the midst of something that was deleted', () => {
    const { local, foreign, lost } = carryPast([5, 'x'], [3, -4]);
    expect([local, foreign, lost]).toEqual([[], [3, -5], ['x']]);
  });

  it('loses what was typed in the midst of a name that was replaced', () => {
    const { local, lost } = carryPast([5, 'x'], [3, 'new', -4]);
    expect([local, lost]).toEqual([[], ['x']]);
  });

  it('stands behind what was typed elsewhere at the same place', () => {
    const { local, foreign } = carryPast([2, 'mine'], [2, 'theirs']);
    expect(applyChange(applyChange('ab', [2, 'theirs']), local)).toBe('abtheirsmine');
    expect(applyChange(applyChange('ab', [2, 'mine']), foreign)).toBe('abtheirsmine');
  });

  it('deletes nothing twice', () => {
    const { local, foreign } = carryPast([1, -3], [2, -3]);
    expect([local, foreign]).toEqual([
      [1, -1],
      [1, -1],
    ]);
  });
});
