// The environment list of existing workspaces.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseEnvList } from '../../../../src/runtime/services/envList.ts';

function read(text: string): Record<string, string> {
  return Object.fromEntries(
    [...parseEnvList(text, 'hostapp.env.list')].map(([key, { value }]) => [key, value]),
  );
}

it('reads values with =, # and quotes, skips comments and blank lines, and knows CRLF', () => {
  const text = '\uFEFF# comment\r\n\r\nA=1\r\n  B = x=y # z  \r\nC="two words "\r\nD=\'a"b\'\r\nE=\r\nA=2';
  expect(read(text)).toEqual({ A: '2', B: 'x=y # z', C: 'two words ', D: 'a"b', E: '' });
});

it('keeps quotes that do not enclose the whole value', () => {
  expect(read('A="a","b"\nB="\nC=""\nD="x\'')).toEqual({ A: '"a","b"', B: '"', C: '', D: '"x\'' });
});

it('remembers the line of every variable', () => {
  expect(parseEnvList('# one\nA=1\n\nB=2', 'f').get('B')).toEqual({ value: '2', line: 4 });
});

it.each([
  ['no equals sign', 'A=1\nJUST_A_NAME', 'f:2: expected KEY=VALUE, found "JUST_A_NAME"'],
  ['no key', '=value', 'f:1: expected KEY=VALUE, found "=value"'],
  ['a key with a space', 'export A=1', 'f:1: expected KEY=VALUE, found "export A=1"'],
])('refuses a line with %s', (_, text, message) => {
  expect(() => parseEnvList(text, 'f')).toThrow(message);
  expect(() => parseEnvList(text, 'f')).toThrow(expect.objectContaining({ code: 'FILE_INVALID' }));
});

it('reads back what was written, in every style of writing', () => {
  const key = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
  const value = fc.string().map((text) => text.replace(/[\r\n]/g, ' ').trim());
  const style = fc.record({
    quote: fc.constantFrom('', '"', "'"),
    end: fc.constantFrom('\n', '\r\n'),
    space: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(key, value, style), { selector: ([name]) => name }), (lines) => {
      const usable = lines.filter(([, text, { quote }]) =>
        quote === '' ? !/^["']/.test(text) : !text.includes(quote),
      );
      const text = usable.map(([name, content, { quote, end, space }]) => {
        const equals = space ? ' = ' : '=';
        return `# ${name}${end}${name}${equals}${quote}${content}${quote}${end}`;
      });
      expect(read(text.join(''))).toEqual(
        Object.fromEntries(usable.map(([name, content]) => [name, content])),
      );
    }),
  );
});
