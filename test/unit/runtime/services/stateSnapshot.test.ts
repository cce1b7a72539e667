// Snapshots of the state store as files that people may touch.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockFromMs, compareClocks } from '../../../../src/base/hybridLogicalClock.ts';
import { parseStateSnapshot } from '../../../../src/runtime/services/stateSnapshot.ts';
import { StateStore } from '../../../../src/runtime/services/stateStore.ts';

const version = { secs: '1700000000', nanos: 0, counter: '3', nodeId: 'StateStore' };

function storeAt(ms: number): StateStore {
  return new StateStore({ nowMs: () => ms });
}

describe('a snapshot', () => {
  it('holds text as text and other bytes as base64', () => {
    const store = storeAt(1_700_000_000_000);
    store.set(new TextEncoder().encode('\uFEFFschlüssel'), Uint8Array.of(0xff, 0xfe), {
      condition: 'unconditional',
    });
    expect(store.snapshot().entries).toMatchObject([{ key: '\uFEFFschlüssel', value: { base64: '//4=' } }]);
  });

  it('survives JSON with any bytes in keys and values', () => {
    const pairs = fc.array(fc.tuple(fc.uint8Array({ minLength: 1 }), fc.uint8Array()));
    fc.assert(
      fc.property(pairs, (given) => {
        const store = storeAt(1_700_000_000_000);
        for (const [key, value] of given) store.set(key, value, { condition: 'unconditional' });
        const copy = storeAt(1_700_000_000_000);
        copy.restore(parseStateSnapshot(JSON.parse(JSON.stringify(store.snapshot())), 'state.json'));
        expect(copy.page({ limit: 1000 })).toEqual(store.page({ limit: 1000 }));
      }),
    );
  });

  it('gives keys as long to live as they had, not counting the time between two runs', () => {
    const store = storeAt(1_700_000_000_000);
    store.set(Uint8Array.of(1), Uint8Array.of(2), { condition: 'unconditional', expiresMs: 500 });
    const later = storeAt(1_800_000_000_000);
    later.restore(store.snapshot());
    expect(later.page().entries[0]?.expiresAtMs).toBe(1_800_000_000_500);
  });

  it('restored under an earlier clock keeps versions rising and its tokens usable', () => {
    const store = storeAt(1_700_000_000_000);
    const { version: fencingToken } = store.set(Uint8Array.of(1), Uint8Array.of(2), {
      condition: 'unconditional',
    });
    const earlier = storeAt(1_000);
    earlier.restore(store.snapshot());
    const result = earlier.set(Uint8Array.of(3), Uint8Array.of(4), {
      condition: 'unconditional',
      fencingToken,
    });
    if (!result.version || !fencingToken) throw new Error('a set was refused');
    expect(compareClocks(result.version, fencingToken)).toBeGreaterThan(0);
  });

  it('replaces what the store held', () => {
    const store = storeAt(1_000);
    store.set(Uint8Array.of(1), Uint8Array.of(2), { condition: 'unconditional', expiresMs: 5 });
    store.restore({ format: 1, entries: [] });
    expect([store.size, store.byteSize]).toEqual([0, 0]);
  });

  it('that exceeds the quota is refused', () => {
    const store = storeAt(1_000);
    store.set(Uint8Array.of(1), Uint8Array.of(2), { condition: 'unconditional' });
    const small = new StateStore({ nowMs: () => 0 }, { maxBytes: 1 });
    expect(() => {
      small.restore(store.snapshot());
    }).toThrow('the quota has been exceeded');
  });

  it('keeps nanoseconds of a fencing token', () => {
    const store = storeAt(1_700_000_000_000);
    const fencingToken = { ...clockFromMs(1_700_000_000_000, 0n, 'n'), nanos: 123_456_789 };
    store.set(Uint8Array.of(1), Uint8Array.of(2), { condition: 'unconditional', fencingToken });
    const copy = storeAt(1_700_000_000_000);
    copy.restore(store.snapshot());
    expect(copy.page().entries[0]?.fencingToken).toEqual(fencingToken);
  });
});

describe('a damaged snapshot', () => {
  it.each([
    ['no object', 7],
    ['another format', { format: 2, entries: [] }],
    ['no entries', { format: 1 }],
  ])('with %s is refused with its file name', (_, data) => {
    expect(() => parseStateSnapshot(data, 'state.json')).toThrow(
      /^state\.json is not a state snapshot of format 1/,
    );
  });

  it.each([
    ['no object', 'text'],
    ['no "key"', { value: '', version }],
    ['an empty one', { key: '', value: '', version }],
    ['a "value" that is neither', { key: 'k', value: 5, version }],
    ['no valid "version"', { key: 'k', value: '', version: { ...version, secs: '-1' } }],
    ['no valid "version"', { key: 'k', value: '', version: { ...version, counter: '18446744073709551616' } }],
    ['no valid "version"', { key: 'k', value: '', version: { ...version, nanos: 1e9 } }],
    ['an "expiresInMs"', { key: 'k', value: '', version, expiresInMs: 'soon' }],
    ['an invalid "fencingToken"', { key: 'k', value: '', version, fencingToken: 'x' }],
  ])('names the entry that has %s', (fault, entry) => {
    const good = { key: { base64: 'AA==' }, value: 'v', version, expiresInMs: 5, fencingToken: version };
    let thrown: unknown;
    try {
      parseStateSnapshot({ format: 1, entries: [good, entry] }, 'state.json');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'FILE_INVALID' });
    expect(String(thrown)).toContain('state.json: entry 2 has');
    expect(String(thrown)).toContain(fault);
  });
});
