// Differences and fingerprints say the same about two records.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareRecords, fingerprint } from '../../../src/testing/compareRecords.ts';
import type { JsonNode } from '../../../src/testing/jsonNode.ts';
import { parseJson } from '../../../src/testing/losslessJson.ts';
import { makeFilter, selectParts } from '../../../src/testing/recordPath.ts';

function toNode(value: unknown): JsonNode {
  const result = parseJson(JSON.stringify(value));
  if (!('parsed' in result)) throw new Error('not JSON');
  return result.parsed.root;
}

const leaf = fc.constantFrom<unknown>(1, 'x', null, {}, []);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    leaf,
    fc.array(tie('tree'), { maxLength: 2 }),
    fc.record({ a: tie('tree'), b: tie('tree') }, { requiredKeys: [] }),
  ),
}));
const record = fc.record({ payload: tree }, { requiredKeys: [] });
const paths = [
  'payload',
  'payload.a',
  'payload.b.a',
  'payload[0]',
  'payload[*].a',
  'payload.a[1]',
  'payload.a.b',
];

it('two records have no differences exactly when their fingerprints are equal', () => {
  fc.assert(
    fc.property(record, record, fc.subarray(paths), fc.subarray(paths), (a, b, selects, ignores) => {
      const filter = makeFilter(selects, ignores);
      const [expected, actual] = [selectParts(toNode(a), filter), selectParts(toNode(b), filter)];
      const isSame = fingerprint(expected) === fingerprint(actual);
      expect(compareRecords(expected, actual).length === 0).toBe(isSame);
      expect(compareRecords(actual, expected).length === 0).toBe(isSame);
    }),
    { numRuns: 5000 },
  );
});

it('the order of keys does not count', () => {
  const filter = makeFilter(['payload'], []);
  const print = (payload: unknown): string => fingerprint(selectParts(toNode({ payload }), filter));
  expect(print({ a: 1, b: { c: 2, d: 3 } })).toBe(print({ b: { d: 3, c: 2 }, a: 1 }));
  expect(print([1, 2])).not.toBe(print([2, 1]));
});

it('a record never differs from itself, whatever is selected', () => {
  fc.assert(
    fc.property(record, fc.subarray(paths), fc.subarray(paths), (value, selects, ignores) => {
      const filter = makeFilter(selects, ignores);
      expect(compareRecords(selectParts(toNode(value), filter), selectParts(toNode(value), filter))).toEqual(
        [],
      );
    }),
    { numRuns: 500 },
  );
});
