// Text from files in Markdown: it stays text.
import { describe, expect, it } from 'vitest';
import {
  bulleted,
  code,
  codeBlock,
  listed,
  paragraphs,
  plain,
} from '../../../../src/language/navigation/markdown.ts';

describe('plain text', () => {
  it.each([
    ['a_b*c', 'a\\_b\\*c'],
    ['&lt;b>', '&amp;lt;b\\>'],
    ['# one\n\n- two', '\\# one \\- two'],
    ['[a](b)', '\\[a\\]\\(b\\)'],
    ['![a](b) ~~c~~ |', '\\!\\[a\\]\\(b\\) \\~\\~c\\~\\~ \\|'],
  ])('escapes what is markup: %j', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });
});

describe('code', () => {
  it.each([
    ['a', '`a`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['``a', '``` ``a ```'],
    ['a\r\nb', '`a b`'],
    ['', '`  `'],
  ])('has a fence that the text cannot close: %j', (text, expected) => {
    expect(code(text)).toBe(expected);
  });

  it('is cut when it is long, with a fence of its own', () => {
    expect(codeBlock('a\nb\n', 'json', 2)).toBe('```json\na\nb\n```');
    expect(codeBlock('a\r\nb\r\nc', '', 2)).toBe('```\na\nb\n…\n```');
    expect(codeBlock('```\nx', '', 9)).toBe('````\n```\nx\n````');
  });
});

describe('lists', () => {
  const nine = 'abcdefghi'.split('');

  it('show eight items and count the others', () => {
    expect(listed(nine.slice(0, 8))).toBe('a, b, c, d, e, f, g, h');
    expect(listed(nine)).toBe('a, b, c, d, e, f, g, h, 1 more');
    expect(bulleted(['a', 'b'])).toBe('- a\n- b');
    expect(bulleted(nine)).toMatch(/- h\n- 1 more$/);
  });

  it('leave out empty paragraphs', () => {
    expect(paragraphs('a', undefined, '', 'b')).toBe('a\n\nb');
  });
});
