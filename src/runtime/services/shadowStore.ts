// The state store as a shadow of an operator sees it: what it writes is kept from everybody else. Knows nothing about operators.
import type { Clock } from '../../base/clock.ts';
import { compareClocks, type HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import { latin1 } from './stateBytes.ts';
import { type OperatorStateStore, StateStore } from './stateStore.ts';
import type {
  DeleteOptions,
  DeleteResult,
  SetOptions,
  SetResult,
  StateEntry,
  StateValue,
} from './stateStoreTypes.ts';

/** A key as everybody else sees it; undefined when there is none. */
export type ReadEntry = (key: Uint8Array) => StateEntry | undefined;

/**
 * A store of its own that takes each key over from the real one as it is used. A key that the shadow wrote stays as it wrote it until
 * somebody else writes that key; so a difference is told where it begins, and not again with every message after it.
 */
export class ShadowStore implements OperatorStateStore {
  readonly #own: StateStore;
  readonly #readEntry: ReadEntry;
  /** By key as Latin-1: the version that was taken over, or that there was none. */
  readonly #taken: Map<string, HybridLogicalClock | undefined> = new Map<
    string,
    HybridLogicalClock | undefined
  >();

  constructor(clock: Pick<Clock, 'nowMs'>, readEntry: ReadEntry) {
    this.#own = new StateStore(clock);
    this.#readEntry = readEntry;
  }

  get(key: Uint8Array): StateValue | undefined {
    this.#takeOver(key);
    return this.#own.get(key);
  }

  set(key: Uint8Array, value: Uint8Array, options: SetOptions): SetResult {
    this.#takeOver(key);
    return this.#own.set(key, value, options);
  }

  del(key: Uint8Array, options?: DeleteOptions): DeleteResult {
    this.#takeOver(key);
    return this.#own.del(key, options);
  }

  vdel(key: Uint8Array, value: Uint8Array, options?: DeleteOptions): DeleteResult {
    this.#takeOver(key);
    return this.#own.vdel(key, value, options);
  }

  #takeOver(key: Uint8Array): void {
    // The own store says what is wrong with it.
    if (key.length === 0) return;
    const keyText = latin1(key);
    const entry = this.#readEntry(key);
    if (this.#taken.has(keyText) && isSameVersion(this.#taken.get(keyText), entry?.version)) return;
    this.#own.adopt(key, entry);
    this.#taken.set(keyText, entry?.version);
  }
}

function isSameVersion(a: HybridLogicalClock | undefined, b: HybridLogicalClock | undefined): boolean {
  return a === undefined || b === undefined ? a === b : compareClocks(a, b) === 0;
}
