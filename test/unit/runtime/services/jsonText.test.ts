// Where broken JSON is said to be broken.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../src/base/errors.ts';
import { parseJsonText, parseJsonValue } from '../../../../src/runtime/services/jsonText.ts';

function messageOf(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    if (error instanceof AppError && error.code === 'FILE_INVALID') return error.message;
    throw error;
  }
  throw new Error('the text was accepted');
}

describe('broken JSON', () => {
  it.each([
    ['{\n"a": 1,\n}', 'f:3: this is not valid JSON, unexpected "}"'],
    ['{"a" 1}', 'f:1: this is not valid JSON, unexpected "1}"'],
    ['[1\n2]', 'f:2: this is not valid JSON, unexpected "2]"'],
    ['[1,\n]', 'f:2: this is not valid JSON, unexpected "]"'],
    ['{"a":\n', 'f:2: this is not valid JSON, it ends too early'],
    ['', 'f:1: this is not valid JSON, it ends too early'],
    ['[1]\n\n]', 'f:3: this is not valid JSON, unexpected "]"'],
    ['1,2', 'f:1: this is not valid JSON, unexpected ",2"'],
    ['[\n"open]', 'f:2: this is not valid JSON, unexpected "\\"open]"'],
    ["{'a': 1}", `f:1: this is not valid JSON, unexpected "'a': 1}"`],
    ['[1}', 'f:1: this is not valid JSON, unexpected "}"'],
    ['["\t"]', 'f:1: this is not valid JSON, unexpected "\\"\\t\\"]"'],
    ['["\u007f\\u00e4\\"",,]', 'f:1: this is not valid JSON, unexpected ",]"'],
    ['[01]', 'f:1: this is not valid JSON, unexpected "1]"'],
  ])('%j is located', (text, expected) => {
    expect(messageOf(() => parseJsonText(text, 'f'))).toContain(expected);
  });

  it('inside one line of something else is told with that line', () => {
    expect(messageOf(() => parseJsonValue('{', 'env:7: X'))).toMatch(/^env:7: X: this is not valid JSON/);
  });

  it('is always located inside the text', () => {
    const broken = fc
      .tuple(fc.json({ maxDepth: 3 }), fc.nat(), fc.constantFrom('', ',', '"', '}', ']', '\n', 'x'))
      .map(
        ([json, at, extra]) =>
          json.slice(0, at % (json.length + 1)) + extra + json.slice((at % (json.length + 1)) + 1),
      )
      .filter((text) => !isJson(text));
    fc.assert(
      fc.property(broken, (text) => {
        const line = Number(/^f:(\d+): /.exec(messageOf(() => parseJsonText(text, 'f')))?.[1]);
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(text.split('\n').length);
      }),
    );
  });
});

it('skips a byte order mark', () => {
  expect(parseJsonText('\uFEFF[1]', 'f')).toEqual([1]);
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
