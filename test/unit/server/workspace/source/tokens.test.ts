// Cutting source text into tokens: what is a comment, what is a text, how brackets pair.
import { describe, expect, it } from 'vitest';
import { readTokens, type SourceLanguage } from '../../../../../src/server/workspace/source/tokens.ts';

function cut(text: string, language: SourceLanguage): string[] {
  return readTokens(text, language).tokens.map((token) =>
    token.kind === 'text' ? `"${token.text}"` : token.kind === 'blob' ? '…' : token.text,
  );
}

describe('Rust', () => {
  it.each([
    ['a // "b"\nc', ['a', 'c']],
    ['a /* 1 /* 2 */ "3" */ b', ['a', 'b']],
    ['r#"a "quoted" b"# c', ['"a "quoted" b"', 'c']],
    ['b"bytes" c', ['"bytes"', 'c']],
    ["'\"' 'a' '\\'' &'a str", ['…', '…', '…', '&', '…', 'str']],
    ['"a\\"b" c', ['…', 'c']],
    ['"a\nb" c', ['"a\nb"', 'c']],
    ['x == "a" => y', ['x', '==', '"a"', '=>', 'y']],
    ['"open', ['…']],
  ])('reads %j', (text, expected) => expect(cut(text, 'rust')).toEqual(expected));
});

describe('Python', () => {
  it.each([
    ['a # "b"\nc', ['a', 'c']],
    ["'''a\n# b''' c", ['"a\n# b"', 'c']],
    ['f"{a}" rb"x" "y"', ['…', '"x"', '"y"']],
    ['"open\nb', ['…', 'b']],
  ])('reads %j', (text, expected) => expect(cut(text, 'python')).toEqual(expected));

  it('knows which tokens stand first in their line', () => {
    const { tokens } = readTokens('if a:\n    b = """x\ny""" + c\nd', 'python');
    expect(tokens.filter((token) => token.isFirst).map(({ text, column }) => [text, column])).toEqual([
      ['if', 0],
      ['b', 4],
      ['d', 0],
    ]);
  });
});

describe('JavaScript', () => {
  it.each([
    ['a // "b"\nc /* d */ e', ['a', 'c', 'e']],
    ["`a ${b ? `c` : '}'} d` e", ['…', 'e']],
    ['`plain` e', ['"plain"', 'e']],
    ['a.match(/["\'/]"]|b/g) / c / "d"', ['a', '.', 'match', '(', '…', 'g', ')', '/', 'c', '/', '"d"']],
    ['a?.b !== c', ['a', '?.', 'b', '!==', 'c']],
  ])('reads %j', (text, expected) => expect(cut(text, 'javascript')).toEqual(expected));
});

it('pairs brackets, and ends those that were left open with the one around them', () => {
  const { partners, outers } = readTokens('( [ { ] )', 'rust');
  expect(partners).toEqual([4, 3, -1, 1, 0]);
  expect(outers).toEqual([-1, 0, 1, 0, -1]);
});

it('leaves brackets alone that nothing opens', () => {
  expect(readTokens(') ( ]', 'rust').partners).toEqual([-1, -1, -1]);
});
