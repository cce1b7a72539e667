// What goes into the state store and comes out of it. Types only.
import type { HybridLogicalClock } from '../../base/hybridLogicalClock.ts';

/** When a `set` takes effect; WIT `set-conditions`. The protocol says NX for the second, NEX for the third. */
export type SetCondition = 'unconditional' | 'only-if-does-not-exist' | 'only-if-equal-or-does-not-exist';

/** How to set a key. */
export interface SetOptions {
  readonly condition: SetCondition;
  /** What `only-if-equal-or-does-not-exist` compares with. Default: the new value. */
  readonly expected?: Uint8Array | undefined;
  /** Milliseconds until the key expires, not negative; absent: never. A later `set` without it ends the expiry. */
  readonly expiresMs?: number | undefined;
  readonly fencingToken?: HybridLogicalClock | undefined;
  /** The request's own time (`__ts`); the version will be later. Operators send none. */
  readonly timestamp?: HybridLogicalClock | undefined;
  /** See {@link DeleteOptions}. */
  readonly clientNowMs?: number | undefined;
}

/** How to delete a key. */
export interface DeleteOptions {
  readonly fencingToken?: HybridLogicalClock | undefined;
  /**
   * The time that whoever asks goes by, milliseconds since the Unix epoch; absent: the session's clock. Times of a request may be
   * ahead of the later one of the two: a session's clock stands while the run does, and may be virtual.
   */
  readonly clientNowMs?: number | undefined;
}

/** A value with its version. The bytes belong to the store: do not change them. */
export interface StateValue {
  readonly value: Uint8Array;
  readonly version: HybridLogicalClock;
}

/** `version` is that of the new value; absent when the condition did not hold. */
export interface SetResult {
  readonly isSet: boolean;
  readonly version: HybridLogicalClock | undefined;
}

/** `deleted`: 1 deleted, 0 no such key, -1 (only `vdel`) the key has another value. `version`: of the deleted value. */
export interface DeleteResult {
  readonly deleted: -1 | 0 | 1;
  readonly version: HybridLogicalClock | undefined;
}

/** Something that happened to a key. `expired` is told when the store notices it, at its next use. */
export interface StateChange {
  readonly kind: 'set' | 'del' | 'expired';
  readonly key: Uint8Array;
  /** The new value, or the one that is gone. */
  readonly value: Uint8Array;
  readonly version: HybridLogicalClock;
}

/** One key as views show it. */
export interface StateEntry extends StateValue {
  readonly key: Uint8Array;
  /** Session clock, milliseconds since the Unix epoch. */
  readonly expiresAtMs?: number;
  readonly fencingToken?: HybridLogicalClock;
}

/** Some keys in byte order. `next` is the key to pass as `after` for the following page; absent on the last one. */
export interface StatePage {
  readonly entries: readonly StateEntry[];
  readonly next?: Uint8Array;
  /** Keys in the whole store. */
  readonly total: number;
}

/** Bounds of a store. */
export interface StateStoreLimits {
  /** Default 1,000,000. */
  readonly maxEntries?: number;
  /** Keys and values together, in bytes. Default 256 MiB. */
  readonly maxBytes?: number;
}
