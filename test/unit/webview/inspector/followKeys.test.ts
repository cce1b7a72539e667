// Entries of lists that stay the same entries through changes of the text.
import { expect, test } from 'vitest';
import { areKeysOf, followKeys } from '../../../../webview/graph/inspector/followKeys.ts';

const idsOf = (previous: readonly string[], keys: readonly string[]): number[] =>
  followKeys(followKeys([], previous), keys).map(({ id }) => id);

test('numbers the entries of a first list', () => {
  expect(followKeys([], ['a', 'b'])).toEqual([
    { key: 'a', id: 1 },
    { key: 'b', id: 2 },
  ]);
});

test('keeps the ids of entries that move', () => {
  expect(idsOf(['a', 'b', 'c'], ['c', 'a', 'b'])).toEqual([3, 1, 2]);
});

test('keeps the id of an entry that is renamed in its place', () => {
  expect(idsOf(['a', 'b', 'c'], ['a', 'x', 'c'])).toEqual([1, 2, 3]);
});

test('gives a new id to what is inserted, and no id twice', () => {
  expect(idsOf(['a', 'b'], ['x', 'a', 'b'])).toEqual([3, 1, 2]);
  expect(idsOf(['a', 'b'], ['b', 'x'])).toEqual([2, 3]);
});

test('takes what comes in the place of a removed entry for another one', () => {
  expect(idsOf(['a', 'b', 'c'], ['a', 'x'])).toEqual([1, 4]);
});

test('tells entries of the same key apart by their order', () => {
  expect(idsOf(['a', 'a'], ['a', 'a', 'a'])).toEqual([1, 2, 3]);
});

test('knows whether a list is the one that was followed', () => {
  const followed = followKeys([], ['a', 'b']);
  expect(areKeysOf(followed, ['a', 'b'])).toBe(true);
  expect(areKeysOf(followed, ['b', 'a'])).toBe(false);
  expect(areKeysOf(followed, ['a'])).toBe(false);
});
