// The state store of a run: keys and values are bytes, versions are hybrid logical clocks. Operators call it once per
// message, outside clients reach it over MQTT. Knows nothing about WIT bindings, MQTT or RESP3.
import type { Clock } from '../../base/clock.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import { clockToMs, compareClocks, type HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import { ExpiryQueue, type Expiring } from './expiryQueue.ts';
import { areEqual, bytesOfLatin1, firstIndexAfter, latin1 } from './stateBytes.ts';
import {
  bytesFromSnapshot,
  clockFromSnapshot,
  toSnapshotEntry,
  type StateStoreSnapshot,
} from './stateSnapshot.ts';
import { StateStoreError } from './stateStoreError.ts';
import type {
  DeleteOptions,
  DeleteResult,
  SetCondition,
  SetOptions,
  SetResult,
  StateChange,
  StateEntry,
  StatePage,
  StateStoreLimits,
  StateValue,
} from './stateStoreTypes.ts';
import { VersionIssuer } from './versionIssuer.ts';

interface Entry extends Expiring {
  readonly keyText: string;
  current: StateValue;
  fencingToken: HybridLogicalClock | undefined;
}

const DEFAULT_MAX_ENTRIES = 1_000_000;
const DEFAULT_MAX_BYTES = 256 * 1024 * 1024;
const MAX_SKEW_MS = 60_000;
const NOTHING_SET: SetResult = { isSet: false, version: undefined };
const NO_SUCH_KEY: DeleteResult = { deleted: 0, version: undefined };
const OTHER_VALUE: DeleteResult = { deleted: -1, version: undefined };

/** What operators use of a state store. */
export type OperatorStateStore = Pick<StateStore, 'get' | 'set' | 'del' | 'vdel'>;

/**
 * Keys with values, versions, expiry and fencing tokens, as the state store protocol defines them. Every method is
 * synchronous; a refused request throws a {@link StateStoreError} and changes nothing. All methods refuse an empty key
 * (`key-length-zero`).
 */
export class StateStore {
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly #maxEntries: number;
  readonly #maxBytes: number;
  readonly #versions: VersionIssuer;
  // Keyed by the bytes as Latin-1 text: one character per byte, so that text order is byte order.
  readonly #entries = new Map<string, Entry>();
  readonly #expiry = new ExpiryQueue<Entry>();
  readonly #changes = new Emitter<StateChange>();
  #listenerCount = 0;
  #bytes = 0;
  #sortedKeys: readonly string[] | undefined;
  // Versions that were restored, or follow a time of an outside client, may lie ahead of the clock; they must still do as fencing tokens.
  #aheadMs = 0;

  /** `clock` is the session's: expiry, versions and the check for times in the future follow it. */
  constructor(clock: Pick<Clock, 'nowMs'>, limits: StateStoreLimits = {}) {
    this.#clock = clock;
    this.#maxEntries = limits.maxEntries ?? DEFAULT_MAX_ENTRIES;
    this.#maxBytes = limits.maxBytes ?? DEFAULT_MAX_BYTES;
    this.#versions = new VersionIssuer(clock);
  }

  /** Tells every change after it happened. Listeners run synchronously; without any, changes cost nothing. */
  readonly onChange: Event<StateChange> = (listener) => {
    const subscription = this.#changes.event(listener);
    this.#listenerCount += 1;
    let isActive = true;
    return {
      dispose: () => {
        if (isActive) this.#listenerCount -= 1;
        isActive = false;
        subscription.dispose();
      },
    };
  };

  /** When the next key expires, by the session's clock; undefined when none does. Milliseconds since the Unix epoch. */
  get nextExpiryMs(): number | undefined {
    return this.#expiry.first?.expiresAtMs;
  }

  /** Lets go of keys whose time has come, and tells so; else that is done at the next use. */
  expire(): void {
    this.#dropExpired();
  }

  /** Number of keys. */
  get size(): number {
    this.#dropExpired();
    return this.#entries.size;
  }

  /** Bytes of all keys and values. */
  get byteSize(): number {
    this.#dropExpired();
    return this.#bytes;
  }

  /** The value of `key`; undefined when there is none. */
  get(key: Uint8Array): StateValue | undefined {
    const keyText = readKey(key);
    this.#dropExpired();
    return this.#entries.get(keyText)?.current;
  }

  /**
   * Sets `key` to `value` when the condition holds. The new version is later than the request's timestamp and than every
   * version before. The store keeps `value` itself (a copy if it is a view into something larger): do not change it.
   * Errors, checked in this order: `timestamp-skew` and `fencing-token-skew` (over one minute ahead of the clock),
   * `fencing-token-required`, `fencing-token-lower`, and, after the condition, `quota-exceeded`.
   */
  set(key: Uint8Array, value: Uint8Array, options: SetOptions): SetResult {
    const keyText = readKey(key);
    const { condition, expected = value, expiresMs, fencingToken, timestamp } = options;
    if (expiresMs !== undefined && !(expiresMs >= 0))
      throw new RangeError(`expiresMs is ${String(expiresMs)}`);
    this.#dropExpired();
    if (timestamp) this.#refuseFuture(timestamp, 'timestamp-skew', options.clientNowMs);
    const entry = this.#entries.get(keyText);
    this.#checkFencing(entry, options);
    if (entry && !allowsReplacing(condition, entry.current.value, expected)) return NOTHING_SET;
    this.#checkQuota(keyText, entry, value.length);
    if (timestamp) this.#versions.observe(timestamp);
    const version = this.#versions.issue();
    if (timestamp) this.#aheadMs = Math.max(this.#aheadMs, clockToMs(version));
    const expiresAtMs = expiresMs === undefined ? Infinity : this.#clock.nowMs() + expiresMs;
    const kept = value.byteLength === value.buffer.byteLength ? value : new Uint8Array(value);
    this.#put(keyText, entry, { value: kept, version }, expiresAtMs, fencingToken);
    if (this.#listenerCount > 0)
      this.#changes.fire({ kind: 'set', key: bytesOfLatin1(keyText), value: kept, version });
    return { isSet: true, version };
  }

  /** Deletes `key` whatever its value. Errors: `fencing-token-skew`, `fencing-token-required`, `fencing-token-lower`. */
  del(key: Uint8Array, options: DeleteOptions = {}): DeleteResult {
    return this.#delete(key, undefined, options);
  }

  /**
   * Deletes `key` if its value is `value`. A missing key is no error (0); another value is -1, the protocol's reply for
   * a condition that does not hold. Errors as for {@link del}; they come before the value is compared.
   */
  vdel(key: Uint8Array, value: Uint8Array, options: DeleteOptions = {}): DeleteResult {
    return this.#delete(key, value, options);
  }

  /** Up to `limit` keys (default 100) in byte order, from the first one greater than `after` on. */
  page(options: { readonly after?: Uint8Array; readonly limit?: number } = {}): StatePage {
    this.#dropExpired();
    const keys = (this.#sortedKeys ??= [...this.#entries.keys()].sort());
    const start = options.after ? firstIndexAfter(keys, latin1(options.after)) : 0;
    const end = Math.min(keys.length, start + Math.max(1, options.limit ?? 100));
    const entries = keys.slice(start, end).flatMap((keyText) => {
      const entry = this.#entries.get(keyText);
      return entry ? [describe(entry)] : [];
    });
    const last = entries.at(-1);
    const hasMore = end < keys.length && last !== undefined;
    return { entries, total: keys.length, ...(hasMore ? { next: last.key } : {}) };
  }

  /** All there is about `key`; undefined when there is none. */
  entry(key: Uint8Array): StateEntry | undefined {
    const keyText = readKey(key);
    this.#dropExpired();
    const entry = this.#entries.get(keyText);
    return entry && describe(entry);
  }

  /** Makes `key` what it is in another store, absent there as well; tells no change and looks at no bounds. */
  adopt(key: Uint8Array, given: StateEntry | undefined): void {
    const keyText = readKey(key);
    const existing = this.#entries.get(keyText);
    if (!given) {
      if (existing) this.#remove(existing, 'del');
      return;
    }
    const { value, version, fencingToken, expiresAtMs = Infinity } = given;
    this.#versions.observe(version);
    this.#aheadMs = Math.max(this.#aheadMs, clockToMs(version), fencingToken ? clockToMs(fencingToken) : 0);
    this.#put(keyText, existing, { value, version }, expiresAtMs, fencingToken);
  }

  /** Everything in the store as JSON-able data. */
  snapshot(): StateStoreSnapshot {
    this.#dropExpired();
    const nowMs = this.#clock.nowMs();
    return {
      format: 1,
      entries: [...this.#entries.values()].map((entry) => toSnapshotEntry(describe(entry), nowMs)),
    };
  }

  /**
   * Replaces the content by a snapshot; tells no changes. Keys keep their versions and fencing tokens and have as long
   * to live as when the snapshot was taken: time between two runs does not count. Errors: `quota-exceeded`; the store
   * then holds the entries up to there.
   */
  restore(snapshot: StateStoreSnapshot): void {
    this.#entries.clear();
    this.#expiry.clear();
    this.#sortedKeys = undefined;
    this.#bytes = 0;
    const nowMs = this.#clock.nowMs();
    for (const item of snapshot.entries) {
      const keyText = readKey(bytesFromSnapshot(item.key));
      const value = bytesFromSnapshot(item.value);
      const version = clockFromSnapshot(item.version);
      const fencingToken = item.fencingToken && clockFromSnapshot(item.fencingToken);
      const entry = this.#entries.get(keyText);
      this.#checkQuota(keyText, entry, value.length);
      this.#versions.observe(version);
      this.#aheadMs = Math.max(this.#aheadMs, clockToMs(version), fencingToken ? clockToMs(fencingToken) : 0);
      this.#put(keyText, entry, { value, version }, nowMs + (item.expiresInMs ?? Infinity), fencingToken);
    }
  }

  #delete(key: Uint8Array, expected: Uint8Array | undefined, options: DeleteOptions): DeleteResult {
    const keyText = readKey(key);
    this.#dropExpired();
    const entry = this.#entries.get(keyText);
    this.#checkFencing(entry, options);
    if (!entry) return NO_SUCH_KEY;
    if (expected && !areEqual(entry.current.value, expected)) return OTHER_VALUE;
    this.#remove(entry, 'del');
    return { deleted: 1, version: entry.current.version };
  }

  #put(
    keyText: string,
    existing: Entry | undefined,
    current: StateValue,
    expiresAtMs: number,
    fencingToken: HybridLogicalClock | undefined,
  ): void {
    const entry = existing ?? { keyText, current, fencingToken, expiresAtMs, queueIndex: -1 };
    if (existing) {
      this.#bytes += current.value.length - existing.current.value.length;
      this.#expiry.remove(existing);
    } else {
      this.#bytes += keyText.length + current.value.length;
      this.#entries.set(keyText, entry);
      this.#sortedKeys = undefined;
    }
    entry.current = current;
    entry.fencingToken = fencingToken;
    entry.expiresAtMs = expiresAtMs;
    if (expiresAtMs !== Infinity) this.#expiry.add(entry);
  }

  #remove(entry: Entry, kind: 'del' | 'expired'): void {
    this.#entries.delete(entry.keyText);
    this.#expiry.remove(entry);
    this.#sortedKeys = undefined;
    const { value, version } = entry.current;
    this.#bytes -= entry.keyText.length + value.length;
    if (this.#listenerCount > 0)
      this.#changes.fire({ kind, key: bytesOfLatin1(entry.keyText), value, version });
  }

  // Runs before every access, so an expired key is never seen; a key expires when the clock reaches its time.
  #dropExpired(): void {
    let first = this.#expiry.first;
    if (!first) return;
    const nowMs = this.#clock.nowMs();
    for (; first && first.expiresAtMs <= nowMs; first = this.#expiry.first) this.#remove(first, 'expired');
  }

  #refuseFuture(
    time: HybridLogicalClock,
    reason: 'timestamp-skew' | 'fencing-token-skew',
    clientNowMs = 0,
    knownMs = 0,
  ): void {
    const nowMs = Math.max(this.#clock.nowMs(), clientNowMs);
    if (clockToMs(time) > Math.max(nowMs + MAX_SKEW_MS, knownMs)) throw new StateStoreError(reason);
  }

  // State store protocol, "Fencing Token Algorithm".
  #checkFencing(entry: Entry | undefined, { fencingToken: token, clientNowMs }: DeleteOptions): void {
    if (token) this.#refuseFuture(token, 'fencing-token-skew', clientNowMs, this.#aheadMs);
    const guard = entry?.fencingToken;
    if (!guard) return;
    if (!token) throw new StateStoreError('fencing-token-required');
    if (compareClocks(token, guard) < 0) throw new StateStoreError('fencing-token-lower');
  }

  #checkQuota(keyText: string, entry: Entry | undefined, valueBytes: number): void {
    const addedBytes = entry ? valueBytes - entry.current.value.length : keyText.length + valueBytes;
    const isFull = !entry && this.#entries.size >= this.#maxEntries;
    if (isFull || this.#bytes + addedBytes > this.#maxBytes) throw new StateStoreError('quota-exceeded');
  }
}

function describe({ keyText, current, expiresAtMs, fencingToken }: Entry): StateEntry {
  return {
    key: bytesOfLatin1(keyText),
    ...current,
    ...(expiresAtMs === Infinity ? {} : { expiresAtMs }),
    ...(fencingToken ? { fencingToken } : {}),
  };
}

function readKey(key: Uint8Array): string {
  if (key.length === 0) throw new StateStoreError('key-length-zero');
  return latin1(key);
}

function allowsReplacing(condition: SetCondition, current: Uint8Array, expected: Uint8Array): boolean {
  if (condition === 'unconditional') return true;
  return condition === 'only-if-equal-or-does-not-exist' && areEqual(current, expected);
}
