// What was changed from outside a run, in words. Knows nothing about runs.

/** What is to be said of a `RunChange`. */
export type DescribedChange =
  | { readonly kind: 'state'; readonly key: string; readonly entry?: { readonly value: string } }
  | {
      readonly kind: 'faults';
      readonly faults: readonly { readonly kind: string; readonly node?: string }[];
    };

const MAX_SHOWN = 1024;

/** `what` was changed, and what it was from `now` on. */
export function describeChange(change: DescribedChange): { readonly what: string; readonly now: string } {
  if (change.kind === 'state') {
    const { key, entry } = change;
    return {
      what: `state ${key.slice(0, MAX_SHOWN)}`,
      now: entry ? entry.value.slice(0, MAX_SHOWN) : 'deleted',
    };
  }
  const faults = change.faults.map(({ kind, node }) => (node === undefined ? kind : `${kind} at ${node}`));
  return { what: 'faults', now: faults.length === 0 ? 'none' : faults.join(', ') };
}
