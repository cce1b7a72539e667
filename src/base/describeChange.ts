// What was changed from outside a run, in words. Knows nothing about runs.
import { bytesFromJson, type JsonBytes } from './jsonBytes.ts';
import { showBytes } from './shownBytes.ts';

/** What is to be said of a `RunChange`. */
export type DescribedChange =
  | { readonly kind: 'state'; readonly key: JsonBytes; readonly entry?: { readonly value: JsonBytes } }
  | {
      readonly kind: 'faults';
      readonly faults: readonly { readonly kind: string; readonly node?: string }[];
    };

const MAX_SHOWN_BYTES = 1024;

/** `what` was changed, and what it was from `now` on. */
export function describeChange(change: DescribedChange): { readonly what: string; readonly now: string } {
  if (change.kind === 'state') {
    const { key, entry } = change;
    return { what: `state ${show(key)}`, now: entry ? show(entry.value) : 'deleted' };
  }
  const faults = change.faults.map(({ kind, node }) => (node === undefined ? kind : `${kind} at ${node}`));
  return { what: 'faults', now: faults.length === 0 ? 'none' : faults.join(', ') };
}

function show(bytes: JsonBytes): string {
  return showBytes(bytesFromJson(bytes), MAX_SHOWN_BYTES);
}
