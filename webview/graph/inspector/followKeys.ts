// Which entry of a list is which after the text has changed: a name that stays is the same entry, and so is one that has been
// renamed in its place. Fields keep their focus and what is written in them that way. Knows no component.

export interface FollowedKey {
  readonly key: string;
  /** Stays with the entry. */
  readonly id: number;
}

/** The ids of `keys`, which follow `previous` in time. */
export function followKeys(previous: readonly FollowedKey[], keys: readonly string[]): FollowedKey[] {
  const free = new Map<string, number[]>();
  for (const { key, id } of previous) free.set(key, [...(free.get(key) ?? []), id]);
  const ids = keys.map((key) => free.get(key)?.shift());
  const used = new Set(ids);
  let next = previous.reduce((highest, { id }) => Math.max(highest, id), 0);
  return keys.map((key, index) => {
    const there = previous[index]?.id;
    const isRenamed = previous.length === keys.length && there !== undefined && !used.has(there);
    return { key, id: ids[index] ?? (isRenamed ? there : ++next) };
  });
}

/** Whether `keys` are those of `followed`, in the same order. */
export function areKeysOf(followed: readonly FollowedKey[], keys: readonly string[]): boolean {
  return followed.length === keys.length && followed.every(({ key }, index) => key === keys[index]);
}
