// What programs are told of a result.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Difference } from '../../../src/testing/compareOutputs.ts';
import { locateExpectation } from '../../../src/testing/locateExpectation.ts';
import { tellVerdict } from '../../../src/testing/tellVerdict.ts';

const text = `[
  { "topic": "a", "payload": { "list": [1, { "deep.key": 2 }] } },
  { "topic": "b", "payload": "{\\"value\\":3}" }
]`;
const bytes = new TextEncoder().encode(text);
const at = (kind: Difference['kind'], index: number, path: string): string | undefined => {
  const range = locateExpectation({ kind, index, path }, 'e.json', bytes);
  if (!range) return undefined;
  const lines = text.split('\n');
  const { start, end } = range;
  return start.line === end.line ? lines[start.line]?.slice(start.character, end.character) : 'all';
};

describe('the place of an expectation', () => {
  it('is that of the value, as narrow as it can be told', () => {
    expect(at('changed', 0, 'topic')).toBe('"a"');
    expect(at('changed', 0, 'payload.list[1].deep.key')).toBe('2');
    expect(at('missing', 0, 'payload.list[1]')).toBe('{ "deep.key": 2 }');
    expect(at('unexpected', 0, 'payload.list[5]')).toBe('[1, { "deep.key": 2 }]');
  });

  it('is the whole text where a payload is written as one', () => {
    expect(at('changed', 1, 'payload.value')).toBe('"{\\"value\\":3}"');
  });

  it('is the whole expectation for a whole output, and the last one for one too many', () => {
    expect(at('missing-output', 0, '')).toContain('"topic": "a"');
    expect(at('extra-output', 7, '')).toContain('"topic": "b"');
  });

  it('is nowhere in a file that is no JSON any more', () => {
    const broken = new TextEncoder().encode('[');
    expect(locateExpectation({ kind: 'changed', index: 0, path: 'topic' }, 'e.json', broken)).toBeUndefined();
  });

  it('lies inside the file for any path', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(3), (path, index) => {
        const range = locateExpectation({ kind: 'changed', index, path }, 'e.json', bytes);
        expect(range?.end.line).toBeLessThan(4);
      }),
    );
  });
});

describe('a verdict', () => {
  const difference: Difference = { kind: 'changed', index: 0, path: 'topic', expected: '"a"', actual: '"c"' };

  it('has each difference as a sentence, with its place and both outputs', () => {
    const verdict = tellVerdict(
      { status: 'failed', differences: [difference], shownOutputs: [{ expected: '{…}', actual: '{,}' }] },
      { file: 'e.json', bytes },
    );
    expect(verdict).toMatchObject({
      status: 'failed',
      moreDifferences: 0,
      differences: [
        { expectedOutput: '{…}', actualOutput: '{,}', range: { start: { line: 1, character: 13 } } },
      ],
    });
    expect(verdict.differences[0]?.message).toContain('"c"');
  });

  it('counts the differences that are too many to tell', () => {
    const differences = Array.from({ length: 120 }, () => difference);
    const verdict = tellVerdict({ status: 'failed', differences, shownOutputs: [] });
    expect(verdict.differences).toHaveLength(50);
    expect(verdict.moreDifferences).toBe(70);
  });
});
