// Which outputs are compared with which.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignOutputs, type Alignment, type OutputComparison } from '../../../src/testing/alignOutputs.ts';

/** Compares letters; different ones differ by their distance. */
function comparison(expected: readonly number[], actual: readonly number[]): OutputComparison {
  return {
    isEqual: (i, j) => expected[i] === actual[j],
    measure: (i, j) => Math.abs((expected[i] ?? 0) - (actual[j] ?? 0)),
  };
}

function align(expected: readonly number[], actual: readonly number[]): Alignment[] {
  return alignOutputs(expected.length, actual.length, comparison(expected, actual));
}

function show(expected: readonly number[], actual: readonly number[]): string {
  const value = (list: readonly number[], at: number | undefined): string =>
    at === undefined ? '-' : String(list[at]);
  const pairs = align(expected, actual).map(
    (pair) => `${value(expected, pair.expected)}:${value(actual, pair.actual)}`,
  );
  return pairs.join(' ');
}

describe('outputs are paired', () => {
  it.each([
    [[], [], ''],
    [[1, 2, 3], [1, 3], '1:1 2:- 3:3'],
    [[1, 3], [1, 2, 3], '1:1 -:2 3:3'],
    [[1, 2, 3], [1, 9, 3], '1:1 2:9 3:3'],
    [[1, 2, 3, 4, 5], [2, 9, 4, 7, 5], '1:- 2:2 3:9 4:4 -:7 5:5'],
    [[10, 50], [51], '10:- 50:51'],
    [[51], [10, 50], '-:10 51:50'],
    [[1, 1, 1], [1, 1], '1:1 1:1 1:-'],
    [[1, 2], [], '1:- 2:-'],
  ])('%j with %j: %s', (expected, actual, result) => {
    expect(show(expected, actual)).toBe(result);
  });

  const outputs = fc.array(fc.nat(4), { maxLength: 9 });

  it('each exactly once, in order of both', () => {
    fc.assert(
      fc.property(outputs, outputs, (expected, actual) => {
        const pairs = align(expected, actual);
        expect(pairs.flatMap((pair) => pair.expected ?? [])).toEqual([...expected.keys()]);
        expect(pairs.flatMap((pair) => pair.actual ?? [])).toEqual([...actual.keys()]);
      }),
    );
  });

  it('with as many equal pairs as a longest common subsequence has', () => {
    fc.assert(
      fc.property(outputs, outputs, (expected, actual) => {
        const equal = align(expected, actual).filter(
          (pair) =>
            pair.expected !== undefined &&
            pair.actual !== undefined &&
            expected[pair.expected] === actual[pair.actual],
        );
        expect(equal).toHaveLength(longestCommon(expected, actual));
      }),
    );
  });

  it('so that removing one of many different outputs leaves exactly that one alone', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 12 }), fc.nat(), (expected, choice) => {
        const removed = choice % expected.length;
        const alone = align(expected, expected.toSpliced(removed, 1)).filter(
          ({ actual }) => actual === undefined,
        );
        expect(alone).toEqual([{ expected: removed }]);
      }),
    );
  });

  it('quickly where thousands of equal ones stand at the ends', () => {
    const expected = Array.from({ length: 9_000 }, (_item, index) => index);
    const pairs = align(expected, expected.toSpliced(4_500, 1));
    expect(pairs.filter(({ actual }) => actual === undefined)).toEqual([{ expected: 4_500 }]);
  });

  it('in order where there are too many to compare all with all', () => {
    const expected = Array.from({ length: 2_500 }, (_item, index) => index);
    const actual = expected.map((value) => value + 10_000);
    const pairs = align(expected, actual.slice(1));
    expect(pairs).toHaveLength(2_500);
    expect(pairs[0]).toEqual({ expected: 0, actual: 0 });
    expect(pairs.at(-1)).toEqual({ expected: 2_499 });
  });
});

/** The definition, without a table. */
function longestCommon([first, ...rest]: readonly number[], list: readonly number[]): number {
  if (first === undefined) return 0;
  const without = longestCommon(rest, list);
  const at = list.indexOf(first);
  return at < 0 ? without : Math.max(without, 1 + longestCommon(rest, list.slice(at + 1)));
}
