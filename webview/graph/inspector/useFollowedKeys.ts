// Keys for lists of fields; see followKeys.ts.
import { useState } from 'react';
import { areKeysOf, type FollowedKey, followKeys } from './followKeys.ts';

/** One id per key, in their order. */
export function useFollowedKeys(keys: readonly string[]): readonly number[] {
  const [followed, setFollowed] = useState<readonly FollowedKey[]>(() => followKeys([], keys));
  if (areKeysOf(followed, keys)) return followed.map(({ id }) => id);
  const now = followKeys(followed, keys);
  setFollowed(now);
  return now.map(({ id }) => id);
}
