// The state store's content as plain JSON data, so that a run can keep its state for the next one and a person can read
// it. Knows nothing about the live store.
import { AppError } from '../../base/errors.ts';
import type { HybridLogicalClock } from '../../base/hybridLogicalClock.ts';
import type { StateEntry } from './stateStoreTypes.ts';

/** Bytes: the text itself when they are valid UTF-8, else base64. */
export type SnapshotBytes = string | { readonly base64: string };

/** A clock with its 64-bit numbers as decimal text; the `__ts` form would cut off nanoseconds. */
export interface SnapshotClock {
  readonly secs: string;
  readonly nanos: number;
  readonly counter: string;
  readonly nodeId: string;
}

/** One key of the store. */
export interface SnapshotEntry {
  readonly key: SnapshotBytes;
  readonly value: SnapshotBytes;
  readonly version: SnapshotClock;
  /** Milliseconds the key had left to live; absent when it does not expire. */
  readonly expiresInMs?: number;
  readonly fencingToken?: SnapshotClock;
}

/** Everything in a store at one moment. */
export interface StateStoreSnapshot {
  readonly format: 1;
  readonly entries: readonly SnapshotEntry[];
}

const textDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const textEncoder = new TextEncoder();
const MAX_NANOS = 999_999_999;
const U64_DIGITS = 20;
const MAX_U64 = 0xffff_ffff_ffff_ffffn;

/** One key for a snapshot taken at `nowMs`. */
export function toSnapshotEntry(entry: StateEntry, nowMs: number): SnapshotEntry {
  return {
    key: bytesToSnapshot(entry.key),
    value: bytesToSnapshot(entry.value),
    version: clockToSnapshot(entry.version),
    ...(entry.expiresAtMs === undefined ? {} : { expiresInMs: entry.expiresAtMs - nowMs }),
    ...(entry.fencingToken ? { fencingToken: clockToSnapshot(entry.fencingToken) } : {}),
  };
}

/** The bytes a snapshot holds as text or base64. */
export function bytesFromSnapshot(bytes: SnapshotBytes): Uint8Array {
  return typeof bytes === 'string'
    ? textEncoder.encode(bytes)
    : new Uint8Array(Buffer.from(bytes.base64, 'base64'));
}

/** The clock a snapshot holds. */
export function clockFromSnapshot(clock: SnapshotClock): HybridLogicalClock {
  return {
    secs: BigInt(clock.secs),
    nanos: clock.nanos,
    counter: BigInt(clock.counter),
    nodeId: clock.nodeId,
  };
}

/**
 * Checks that `data` (parsed JSON) is a snapshot. `label` names the file in messages.
 * Errors: FILE_INVALID, naming the entry (counted from 1) and what is wrong with it.
 */
export function parseStateSnapshot(data: unknown, label: string): StateStoreSnapshot {
  if (!isRecord(data) || data.format !== 1 || !Array.isArray(data.entries))
    throw new AppError(
      'FILE_INVALID',
      `${label} is not a state snapshot of format 1: expected { "format": 1, "entries": [ … ] }. Delete the file to start with an empty state store.`,
    );
  const entries: unknown[] = data.entries;
  for (const [index, entry] of entries.entries()) {
    const fault = findEntryFault(entry);
    if (fault === undefined) continue;
    throw new AppError(
      'FILE_INVALID',
      `${label}: entry ${String(index + 1)} has ${fault}. Correct or remove the entry, or delete the file to start with an empty state store.`,
    );
  }
  return { format: 1, entries: entries as SnapshotEntry[] };
}

function bytesToSnapshot(bytes: Uint8Array): SnapshotBytes {
  try {
    return textDecoder.decode(bytes);
  } catch {
    // Not UTF-8: decoding is the test.
    return { base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') };
  }
}

function clockToSnapshot(clock: HybridLogicalClock): SnapshotClock {
  return {
    secs: clock.secs.toString(),
    nanos: clock.nanos,
    counter: clock.counter.toString(),
    nodeId: clock.nodeId,
  };
}

function findEntryFault(entry: unknown): string | undefined {
  if (!isRecord(entry)) return 'no object';
  if (!isBytes(entry.key) || bytesFromSnapshot(entry.key).length === 0) return 'no "key" or an empty one';
  if (!isBytes(entry.value)) return 'a "value" that is neither text nor { "base64": … }';
  if (!isClock(entry.version)) return 'no valid "version"';
  const left = entry.expiresInMs;
  if (left !== undefined && !(typeof left === 'number' && left >= 0))
    return 'an "expiresInMs" that is not a number of milliseconds';
  if (entry.fencingToken !== undefined && !isClock(entry.fencingToken)) return 'an invalid "fencingToken"';
  return undefined;
}

function isBytes(value: unknown): value is SnapshotBytes {
  return typeof value === 'string' || (isRecord(value) && typeof value.base64 === 'string');
}

function isClock(value: unknown): value is SnapshotClock {
  if (!isRecord(value)) return false;
  const nanos = value.nanos;
  return (
    isU64(value.secs) &&
    isU64(value.counter) &&
    typeof value.nodeId === 'string' &&
    Number.isInteger(nanos) &&
    Number(nanos) >= 0 &&
    Number(nanos) <= MAX_NANOS
  );
}

function isU64(value: unknown): boolean {
  return (
    typeof value === 'string' && /^\d+$/.test(value) && value.length <= U64_DIGITS && BigInt(value) <= MAX_U64
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
