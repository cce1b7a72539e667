// What is changed from outside while a run goes on, kept for the hop that is recorded next. Knows nothing about what hops do with it.
import { formatClock } from '../../base/hybridLogicalClock.ts';
import { showBytes } from '../../base/shownBytes.ts';
import type { Fault } from '../../graph/faults.ts';
import type { EngineLog } from '../../protocol/engine.ts';
import type { ChangedEntry, RunChange } from '../../protocol/trace.ts';
import type { StateStore } from '../services/stateStore.ts';
import type { StateEntry } from '../services/stateStoreTypes.ts';

export interface OutsideChangesPorts {
  readonly store: StateStore;
  readonly log: (line: EngineLog) => void;
}

/** Of keys and values before one hop. */
const MAX_BYTES = 16 * 1024 * 1024;

/** One per run that is recorded with payloads. */
export class OutsideChanges {
  readonly #ports: OutsideChangesPorts;
  /** By key, with its size and that of its value: what a key was in between, nobody has seen. */
  #keys = new Map<string, { readonly change: RunChange; readonly bytes: number }>();
  #faults: RunChange | undefined;
  /** Of all keys. */
  #bytes = 0;
  #hasTold = false;

  constructor(ports: OutsideChangesPorts) {
    this.#ports = ports;
  }

  /** Does what changes the state store, and notes which keys that were. */
  watch(change: () => void): void {
    const { store } = this.#ports;
    const keys: Uint8Array[] = [];
    const listening = store.onChange(({ kind, key }) => {
      // What expires does so by itself.
      if (kind !== 'expired') keys.push(key);
    });
    try {
      change();
    } finally {
      listening.dispose();
      for (const key of keys) this.noteKey(key);
    }
  }

  noteKey(key: Uint8Array): void {
    const shown = showBytes(key);
    const entry = this.#ports.store.entry(key);
    const bytes = key.length + (entry?.value.length ?? 0);
    this.#bytes += bytes - (this.#keys.get(shown)?.bytes ?? 0);
    this.#keys.delete(shown);
    if (this.#bytes > MAX_BYTES) {
      this.#bytes -= bytes;
      return this.#tellTooMuch();
    }
    const change: RunChange = {
      kind: 'state',
      key: shown,
      ...(entry && { entry: describeEntry(entry) }),
    };
    this.#keys.set(shown, { change, bytes });
  }

  noteFaults(faults: readonly Fault[]): void {
    this.#faults = { kind: 'faults', faults };
  }

  /** Everything since the hop before. */
  take(): readonly RunChange[] | undefined {
    if (this.#keys.size === 0 && !this.#faults) return undefined;
    const states = [...this.#keys.values()].map(({ change }) => change);
    const changes = this.#faults ? [...states, this.#faults] : states;
    this.#keys = new Map();
    this.#faults = undefined;
    this.#bytes = 0;
    return changes;
  }

  #tellTooMuch(): void {
    if (this.#hasTold) return;
    this.#hasTold = true;
    this.#ports.log({
      level: 'warn',
      context: 'dataflow-graph',
      message:
        'more than 16 MiB of the state store were changed from outside between two messages: the trace does not have the rest, and a replay may go another way',
    });
  }
}

function describeEntry({ value, version, expiresAtMs, fencingToken }: StateEntry): ChangedEntry {
  return {
    value: showBytes(value),
    version: formatClock(version),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
    ...(fencingToken && { fencingToken: formatClock(fencingToken) }),
  };
}
