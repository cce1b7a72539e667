// Differences as people read them.
import { describe, expect, it } from 'vitest';
import type { Difference } from '../../../src/testing/compareOutputs.ts';
import { formatDifferences } from '../../../src/testing/formatDifference.ts';

const changed: Difference = {
  kind: 'changed',
  index: 0,
  actualIndex: 0,
  path: 'payload.value',
  expected: '653.8888888888889',
  actual: '653.9',
};

describe('differences', () => {
  it('stand below their output, expected above actual', () => {
    const text = formatDifferences([
      changed,
      { kind: 'missing', index: 0, actualIndex: 0, path: 'payload.unit', expected: '"C"' },
      { kind: 'missing-output', index: 1, path: '', expected: '{"payload":1}' },
      { ...changed, index: 2, actualIndex: 1 },
      { kind: 'extra-output', index: 2, actualIndex: 2, path: '', actual: '{"payload":2}' },
    ]);
    expect(text).toBe(`Output 1 differs:
  payload.value
    expected: 653.8888888888889
    actual:   653.9
  payload.unit
    expected: "C"
    actual:   nothing
Output 2 is missing:
  {"payload":1}
Expected output 3 differs from output 2:
  payload.value
    expected: 653.8888888888889
    actual:   653.9
Output 3 was not expected:
  {"payload":2}`);
  });

  it('are nothing when there are none', () => {
    expect(formatDifferences([])).toBe('');
  });

  it('beyond the limit are counted', () => {
    const many = Array.from({ length: 53 }, (): Difference => changed);
    expect(formatDifferences(many).split('\n').at(-1)).toBe('… and 3 more differences');
    expect(formatDifferences(many, { maxDifferences: 52 }).split('\n').at(-1)).toBe(
      '… and 1 more difference',
    );
    expect(formatDifferences(many, { maxDifferences: 53 })).not.toContain('more');
  });

  it('are coloured by whoever has colours', () => {
    const text = formatDifferences([changed], { paint: (role, piece) => `<${role}>${piece}</${role}>` });
    expect(text).toBe(`<heading>Output 1 differs:</heading>
  <path>payload.value</path>
    expected: <expected>653.8888888888889</expected>
    actual:   <actual>653.9</actual>`);
  });
});

describe('a value', () => {
  const valuesOf = (expected: string, actual: string, maxLength = 30): string[] =>
    formatDifferences([{ ...changed, expected, actual }], { maxLength })
      .split('\n')
      .slice(2)
      .map((line) => line.slice(14));

  it('that is long is cut to where it differs', () => {
    const [start, end] = ['a'.repeat(1000), 'z'.repeat(1000)];
    const [expected = '', actual = ''] = valuesOf(`${start}XX${end}`, `${start}Y${end}`);
    expect(expected).toBe(`…${'a'.repeat(10)}XX${'z'.repeat(18)}…`);
    expect(actual).toBe(`…${'a'.repeat(10)}Y${'z'.repeat(19)}…`);
  });

  it('that differs at an end shows that end', () => {
    const long = 'a'.repeat(100);
    expect(valuesOf(`X${long}`, `Y${long}`)).toEqual([`X${'a'.repeat(29)}…`, `Y${'a'.repeat(29)}…`]);
    expect(valuesOf(`${long}X`, `${long}Y`)).toEqual([`…${'a'.repeat(29)}X`, `…${'a'.repeat(29)}Y`]);
    expect(valuesOf(long, 'b')).toEqual([`${'a'.repeat(30)}…`, 'b']);
  });

  it('that fits is shown whole', () => {
    expect(valuesOf('a'.repeat(30), 'b')).toEqual(['a'.repeat(30), 'b']);
  });

  it.each([30, 31, 32, 33, 34])('is not cut inside a character when cut to %i', (maxLength) => {
    const faces = '\u{1F600}'.repeat(50);
    const texts = valuesOf(`${faces}b${faces}`, `${faces}c${faces}`, maxLength);
    for (const text of texts) expect(text).not.toMatch(/\p{Surrogate}/u);
  });

  it('cannot move the cursor or turn the line around', () => {
    const [expected] = valuesOf('\u001b[31m\n\u202e', 'b');
    expect(expected).toBe('\\u001b[31m\\u000a\\u202e');
  });

  it('has no control characters in its path either', () => {
    const text = formatDifferences([{ ...changed, path: 'payload.\u001b[2J' }]);
    expect(text).toContain('  payload.\\u001b[2J\n');
  });
});
