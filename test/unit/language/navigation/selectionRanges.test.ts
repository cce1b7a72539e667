// Selections that grow: what each step takes.
import type { SelectionRange } from 'vscode-languageserver-types';
import { describe, expect, it } from 'vitest';
import { selectionRanges } from '../../../../src/language/navigation/selectionRanges.ts';
import { parsePlaces, sliceRange } from './navigationText.ts';

function steps(marked: string): string[] {
  const { file, position } = parsePlaces(marked);
  const result: string[] = [];
  for (let one: SelectionRange | undefined = selectionRanges(file, [position])[0]; one; one = one.parent)
    result.push(sliceRange(file, one.range));
  return result;
}

describe('growing a selection', () => {
  it('goes from a name to value, pair, item, section, document and file', () => {
    expect(
      steps('# x\noperations:\n  - operationType: map\n    name: "a|b"\n  - name: c\nconnections: []\n'),
    ).toEqual([
      'ab',
      '"ab"',
      'name: "ab"',
      'operationType: map\n    name: "ab"',
      '- operationType: map\n    name: "ab"\n  - name: c',
      'operations:\n  - operationType: map\n    name: "ab"\n  - name: c',
      'operations:\n  - operationType: map\n    name: "ab"\n  - name: c\nconnections: []',
      '# x\noperations:\n  - operationType: map\n    name: "ab"\n  - name: c\nconnections: []\n',
    ]);
  });

  it('starts at a key and goes on with its pair', () => {
    expect(steps('operations:\n  - na|me: a').slice(0, 2)).toEqual(['name', 'name: a']);
  });

  it('is the whole file where nothing stands', () => {
    expect(steps('# |only this\n')).toEqual(['# only this\n']);
    expect(steps('|')).toEqual(['']);
  });

  it('answers every position', () => {
    const { file, position } = parsePlaces('operations: [{ name: |a }]');
    expect(selectionRanges(file, [position, { line: 99, character: 99 }, position])).toHaveLength(3);
  });
});
