// The state store against a simple model, over random requests and a clock that moves between them.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  clockFromMs,
  compareClocks,
  type HybridLogicalClock,
} from '../../../../src/base/hybridLogicalClock.ts';
import { parseStateSnapshot } from '../../../../src/runtime/services/stateSnapshot.ts';
import { StateStore } from '../../../../src/runtime/services/stateStore.ts';
import { StateStoreError } from '../../../../src/runtime/services/stateStoreError.ts';
import type { SetCondition } from '../../../../src/runtime/services/stateStoreTypes.ts';

interface ModelEntry {
  value: string;
  expiresAtMs: number;
  token: HybridLogicalClock | undefined;
}

type Request =
  | { do: 'wait'; ms: number }
  | { do: 'get'; key: string }
  | {
      do: 'set';
      key: string;
      value: string;
      condition: SetCondition;
      expiresMs: number | undefined;
      token: number;
      stamp: number;
    }
  | { do: 'del'; key: string; token: number }
  | { do: 'vdel'; key: string; value: string; token: number };

const START_MS = 1_700_000_000_000;
const key = fc.constantFrom('', 'a', 'b', 'ä');
const value = fc.constantFrom('', 'x', 'y');
// 0 is no token; the last ones lie too far ahead.
const token = fc.constantFrom(0, 0, 0, 1, 2, 3, 70_000);
const request: fc.Arbitrary<Request> = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 30 }) }),
  fc.record({ do: fc.constant('get' as const), key }),
  fc.record({
    do: fc.constant('set' as const),
    key,
    value,
    condition: fc.constantFrom<SetCondition>(
      'unconditional',
      'only-if-does-not-exist',
      'only-if-equal-or-does-not-exist',
    ),
    expiresMs: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
    token,
    stamp: fc.constantFrom(0, 0, 1, 59_000, 70_000),
  }),
  fc.record({ do: fc.constant('del' as const), key, token }),
  fc.record({ do: fc.constant('vdel' as const), key, value, token }),
);

const encoder = new TextEncoder();
const decoder = new TextDecoder();

class Model {
  ms = START_MS;
  readonly entries = new Map<string, ModelEntry>();

  run(given: Request): string {
    for (const [name, entry] of this.entries) if (entry.expiresAtMs <= this.ms) this.entries.delete(name);
    if (given.do === 'wait') {
      this.ms += given.ms;
      return 'waited';
    }
    if (given.key === '') return 'key-length-zero';
    const entry = this.entries.get(given.key);
    if (given.do === 'get') return entry ? `value ${entry.value}` : 'nothing';
    if (given.do === 'set' && given.stamp > 60_000) return 'timestamp-skew';
    const refusal = fence(entry, given.token);
    if (refusal !== undefined) return refusal;
    return given.do === 'set' ? this.#set(given, entry) : this.#delete(given, entry);
  }

  #set(given: Request & { do: 'set' }, entry: ModelEntry | undefined): string {
    const mayReplace =
      given.condition === 'unconditional' ||
      (given.condition === 'only-if-equal-or-does-not-exist' && entry?.value === given.value);
    if (entry && !mayReplace) return 'not set';
    this.entries.set(given.key, {
      value: given.value,
      expiresAtMs: this.ms + (given.expiresMs ?? Infinity),
      token: given.token === 0 ? entry?.token : tokenOf(given.token),
    });
    return 'set';
  }

  #delete(given: Request & { do: 'del' | 'vdel' }, entry: ModelEntry | undefined): string {
    if (!entry) return 'deleted 0';
    if (given.do === 'vdel' && entry.value !== given.value) return 'deleted -1';
    this.entries.delete(given.key);
    return 'deleted 1';
  }
}

function fence(entry: ModelEntry | undefined, number: number): string | undefined {
  if (number > 60_000) return 'fencing-token-skew';
  if (!entry?.token) return undefined;
  if (number === 0) return 'fencing-token-required';
  return compareClocks(tokenOf(number), entry.token) < 0 ? 'fencing-token-lower' : undefined;
}

function tokenOf(number: number): HybridLogicalClock {
  return number > 60_000
    ? clockFromMs(START_MS + 1_000_000_000, 0n, 'lock')
    : clockFromMs(START_MS, BigInt(number), 'lock');
}

function perform(store: StateStore, nowMs: number, given: Request, versions: HybridLogicalClock[]): string {
  if (given.do === 'wait') return 'waited';
  const name = encoder.encode(given.key);
  const fencingToken = given.do === 'get' || given.token === 0 ? undefined : tokenOf(given.token);
  try {
    if (given.do === 'get') {
      const found = store.get(name);
      return found ? `value ${decoder.decode(found.value)}` : 'nothing';
    }
    if (given.do === 'del') return `deleted ${String(store.del(name, { fencingToken }).deleted)}`;
    if (given.do === 'vdel')
      return `deleted ${String(store.vdel(name, encoder.encode(given.value), { fencingToken }).deleted)}`;
    const { condition, expiresMs } = given;
    const timestamp = given.stamp === 0 ? undefined : clockFromMs(nowMs + given.stamp, 3n, 'client');
    const result = store.set(name, encoder.encode(given.value), {
      condition,
      expiresMs,
      fencingToken,
      timestamp,
    });
    if (!result.version) return 'not set';
    if (timestamp) expect(compareClocks(result.version, timestamp)).toBeGreaterThan(0);
    versions.push(result.version);
    return 'set';
  } catch (error) {
    if (error instanceof StateStoreError) return error.reason;
    throw error;
  }
}

function contentOf(store: StateStore): [string, string][] {
  return store
    .page({ limit: 1000 })
    .entries.map((entry) => [decoder.decode(entry.key), decoder.decode(entry.value)]);
}

it('answers every sequence of requests as the model does', () => {
  fc.assert(
    fc.property(fc.array(request, { maxLength: 60 }), (requests) => {
      const model = new Model();
      const store = new StateStore({ nowMs: () => model.ms });
      const versions: HybridLogicalClock[] = [];
      const replayed = new Map<string, string>();
      store.onChange((change) => {
        if (change.kind === 'set') replayed.set(decoder.decode(change.key), decoder.decode(change.value));
        else replayed.delete(decoder.decode(change.key));
      });
      for (const given of requests) {
        const nowMs = model.ms;
        const expected = model.run(given);
        expect(perform(store, nowMs, given, versions)).toBe(expected);
      }
      model.run({ do: 'wait', ms: 0 });
      const expected = [...model.entries].map(([name, entry]) => [name, entry.value]).sort();
      expect(contentOf(store).sort()).toEqual(expected);
      expect(store.byteSize).toBe(
        contentOf(store).reduce((sum, pair) => sum + encoder.encode(pair.join('')).length, 0),
      );
      expect([...replayed].sort()).toEqual(expected);
      for (const [index, version] of versions.slice(1).entries())
        expect(compareClocks(version, versions[index] ?? version)).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});

it('behaves after a snapshot and restore as it would have without', () => {
  fc.assert(
    fc.property(
      fc.array(request, { maxLength: 30 }),
      fc.array(request, { maxLength: 30 }),
      (before, after) => {
        const model = new Model();
        const clock = { nowMs: (): number => model.ms };
        const first = new StateStore(clock);
        for (const given of before) {
          const nowMs = model.ms;
          model.run(given);
          perform(first, nowMs, given, []);
        }
        const second = new StateStore(clock);
        second.restore(parseStateSnapshot(JSON.parse(JSON.stringify(first.snapshot())), 'state.json'));
        expect(second.page({ limit: 1000 })).toEqual(first.page({ limit: 1000 }));
        for (const given of after) {
          const nowMs = model.ms;
          const expected = model.run(given);
          expect(perform(second, nowMs, given, [])).toBe(expected);
        }
      },
    ),
    { numRuns: 300 },
  );
});
