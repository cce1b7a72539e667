// What the state store promises to operators and outside clients, one fact at a time.
import { describe, expect, it } from 'vitest';
import {
  clockFromMs,
  compareClocks,
  type HybridLogicalClock,
} from '../../../../src/base/hybridLogicalClock.ts';
import { StateStore } from '../../../../src/runtime/services/stateStore.ts';
import {
  StateStoreError,
  stateStoreErrorTexts,
  type StateStoreErrorReason,
} from '../../../../src/runtime/services/stateStoreError.ts';
import type {
  SetOptions,
  StateChange,
  StateStoreLimits,
} from '../../../../src/runtime/services/stateStoreTypes.ts';

const START_MS = 1_700_000_000_000;
const always: SetOptions = { condition: 'unconditional' };
const ifMissing: SetOptions = { condition: 'only-if-does-not-exist' };
const ifEqual: SetOptions = { condition: 'only-if-equal-or-does-not-exist' };

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function open(limits?: StateStoreLimits): { store: StateStore; clock: { ms: number; nowMs(): number } } {
  const clock = {
    ms: START_MS,
    nowMs(): number {
      return this.ms;
    },
  };
  return { store: new StateStore(clock, limits), clock };
}

function read(store: StateStore, key: string): string | undefined {
  const found = store.get(bytes(key));
  return found && new TextDecoder().decode(found.value);
}

function at(ms: number, counter = 0n): HybridLogicalClock {
  return clockFromMs(ms, counter, 'client');
}

function expectRefusal(reason: StateStoreErrorReason, request: () => unknown): void {
  let thrown: unknown;
  try {
    request();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(StateStoreError);
  expect(thrown).toMatchObject({ reason, message: stateStoreErrorTexts[reason] });
}

describe('get and set', () => {
  it('gives back a value with the version its set returned', () => {
    const { store } = open();
    const { isSet, version } = store.set(bytes('k'), bytes('v'), always);
    expect(isSet).toBe(true);
    expect(store.get(bytes('k'))).toEqual({ value: bytes('v'), version });
    expect(store.get(bytes('other'))).toBeUndefined();
  });

  it('tells keys and values apart by every byte', () => {
    const { store } = open();
    store.set(Uint8Array.of(0, 200), Uint8Array.of(255, 0), always);
    expect(store.get(Uint8Array.of(0, 200))?.value).toEqual(Uint8Array.of(255, 0));
    expect(store.get(Uint8Array.of(0, 201))).toBeUndefined();
    expect(store.get(Uint8Array.of(0))).toBeUndefined();
  });

  it('keeps a value that was a view after its buffer is used again', () => {
    const { store } = open();
    const buffer = bytes('..value..');
    store.set(bytes('k'), buffer.subarray(2, 7), always);
    buffer.fill(0);
    expect(read(store, 'k')).toBe('value');
  });

  it('leaves a result that was given out as it was when the key is set again', () => {
    const { store } = open();
    store.set(bytes('k'), bytes('old'), always);
    const old = store.get(bytes('k'));
    store.set(bytes('k'), bytes('new'), always);
    expect(old?.value).toEqual(bytes('old'));
  });

  it('sets only a missing key when told so', () => {
    const { store } = open();
    expect(store.set(bytes('k'), bytes('a'), ifMissing).isSet).toBe(true);
    expect(store.set(bytes('k'), bytes('a'), ifMissing)).toEqual({ isSet: false, version: undefined });
  });

  it('sets an equal value again and refuses another one when told so', () => {
    const { store } = open();
    expect(store.set(bytes('lock'), bytes('me'), ifEqual).isSet).toBe(true);
    expect(store.set(bytes('lock'), bytes('me'), ifEqual).isSet).toBe(true);
    expect(store.set(bytes('lock'), bytes('you'), ifEqual).isSet).toBe(false);
    expect(read(store, 'lock')).toBe('me');
  });

  it('refuses an empty key in every method', () => {
    const { store } = open();
    const empty = new Uint8Array();
    expectRefusal('key-length-zero', () => store.get(empty));
    expectRefusal('key-length-zero', () => store.set(empty, bytes('v'), always));
    expectRefusal('key-length-zero', () => store.del(empty));
    expectRefusal('key-length-zero', () => store.vdel(empty, bytes('v')));
  });
});

describe('versions', () => {
  it('are later than the version before and than the request, whatever the clock does', () => {
    const { store, clock } = open();
    const first = store.set(bytes('k'), bytes('1'), always).version;
    const ahead = { ...at(START_MS + 30_000, 7n), nanos: 100_000_001 };
    const second = store.set(bytes('k'), bytes('2'), { ...always, timestamp: ahead }).version;
    clock.ms -= 5_000;
    const third = store.set(bytes('k'), bytes('3'), always).version;
    if (!first || !second || !third) throw new Error('a set was refused');
    expect(compareClocks(second, first)).toBeGreaterThan(0);
    expect(compareClocks(second, ahead)).toBeGreaterThan(0);
    expect(compareClocks(third, second)).toBeGreaterThan(0);
  });

  it('stay within 64 bits after a request with the largest counter', () => {
    const { store } = open();
    const timestamp = at(START_MS, 0xffff_ffff_ffff_ffffn);
    const { version } = store.set(bytes('k'), bytes('v'), { ...always, timestamp });
    if (!version) throw new Error('the set was refused');
    expect(version.counter).toBeLessThan(2n);
    expect(compareClocks(version, timestamp)).toBeGreaterThan(0);
  });

  it('accept a request up to one minute ahead and refuse a later one', () => {
    const { store } = open();
    store.set(bytes('k'), bytes('v'), { ...always, timestamp: at(START_MS + 60_000) });
    expectRefusal('timestamp-skew', () =>
      store.set(bytes('k'), bytes('w'), { ...always, timestamp: at(START_MS + 60_001) }),
    );
    expect(read(store, 'k')).toBe('v');
  });
});

describe('del and vdel', () => {
  it('count what they delete and return its version', () => {
    const { store } = open();
    const { version } = store.set(bytes('k'), bytes('v'), always);
    expect(store.del(bytes('k'))).toEqual({ deleted: 1, version });
    expect(store.del(bytes('k'))).toEqual({ deleted: 0, version: undefined });
  });

  it('delete by value only when the value is the same', () => {
    const { store } = open();
    store.set(bytes('k'), bytes('v'), always);
    expect(store.vdel(bytes('k'), bytes('w'))).toEqual({ deleted: -1, version: undefined });
    expect(read(store, 'k')).toBe('v');
    expect(store.vdel(bytes('k'), bytes('v')).deleted).toBe(1);
    expect(store.vdel(bytes('k'), bytes('v')).deleted).toBe(0);
  });
});

describe('fencing tokens', () => {
  const token = at(START_MS, 5n);
  const older = at(START_MS, 4n);
  const newer = at(START_MS, 6n);

  it('once set are required by set, del and vdel', () => {
    const { store } = open();
    store.set(bytes('k'), bytes('v'), { ...always, fencingToken: token });
    expectRefusal('fencing-token-required', () => store.set(bytes('k'), bytes('w'), always));
    expectRefusal('fencing-token-required', () => store.del(bytes('k')));
    expectRefusal('fencing-token-required', () => store.vdel(bytes('k'), bytes('v')));
    expect(read(store, 'k')).toBe('v');
  });

  it('must not be older than the one that protects the key', () => {
    const { store } = open();
    store.set(bytes('k'), bytes('v'), { ...always, fencingToken: token });
    expectRefusal('fencing-token-lower', () =>
      store.set(bytes('k'), bytes('w'), { ...always, fencingToken: older }),
    );
    expectRefusal('fencing-token-lower', () => store.del(bytes('k'), { fencingToken: older }));
    expectRefusal('fencing-token-lower', () => store.vdel(bytes('k'), bytes('v'), { fencingToken: older }));
  });

  it('protect the key with the newest one used, and come before the condition', () => {
    const { store } = open();
    store.set(bytes('k'), bytes('v'), { ...always, fencingToken: token });
    expect(store.set(bytes('k'), bytes('w'), { ...always, fencingToken: token }).isSet).toBe(true);
    expect(store.set(bytes('k'), bytes('x'), { ...always, fencingToken: newer }).isSet).toBe(true);
    expectRefusal('fencing-token-lower', () =>
      store.set(bytes('k'), bytes('y'), { ...ifMissing, fencingToken: token }),
    );
  });

  it('are not taken over by a set whose condition fails', () => {
    const { store } = open();
    store.set(bytes('k'), bytes('v'), { ...always, fencingToken: token });
    expect(store.set(bytes('k'), bytes('w'), { ...ifMissing, fencingToken: newer }).isSet).toBe(false);
    expect(store.del(bytes('k'), { fencingToken: token }).deleted).toBe(1);
  });

  it('end with the key', () => {
    const { store } = open();
    store.set(bytes('k'), bytes('v'), { ...always, fencingToken: token });
    store.del(bytes('k'), { fencingToken: token });
    expect(store.set(bytes('k'), bytes('w'), always).isSet).toBe(true);
  });

  it('more than a minute ahead are refused', () => {
    const { store } = open();
    const fencingToken = at(START_MS + 60_001);
    expectRefusal('fencing-token-skew', () => store.set(bytes('k'), bytes('v'), { ...always, fencingToken }));
    expectRefusal('fencing-token-skew', () => store.del(bytes('k'), { fencingToken }));
  });
});

describe('expiry', () => {
  it('hides a key from the moment its time is over', () => {
    const { store, clock } = open();
    store.set(bytes('k'), bytes('v'), { ...always, expiresMs: 100 });
    clock.ms += 99;
    expect(read(store, 'k')).toBe('v');
    clock.ms += 1;
    expect(read(store, 'k')).toBeUndefined();
    expect(store.set(bytes('k'), bytes('w'), ifMissing).isSet).toBe(true);
  });

  it('is renewed by a set with an expiry and ended by one without', () => {
    const { store, clock } = open();
    store.set(bytes('a'), bytes('v'), { ...always, expiresMs: 100 });
    store.set(bytes('b'), bytes('v'), { ...always, expiresMs: 100 });
    store.set(bytes('a'), bytes('v'), { ...ifEqual, expiresMs: 200 });
    store.set(bytes('b'), bytes('v'), always);
    clock.ms += 150;
    expect(read(store, 'a')).toBe('v');
    clock.ms += 1_000_000;
    expect(read(store, 'a')).toBeUndefined();
    expect(read(store, 'b')).toBe('v');
  });

  it('frees the memory of expired keys without anybody asking for them', () => {
    const { store, clock } = open({ maxEntries: 3 });
    for (const key of ['a', 'b', 'c']) store.set(bytes(key), bytes('v'), { ...always, expiresMs: 10 });
    clock.ms += 10;
    expect(store.set(bytes('d'), bytes('v'), always).isSet).toBe(true);
    expect([store.size, store.byteSize]).toEqual([1, 2]);
  });

  it('is no number of milliseconds when negative or not a number', () => {
    const { store } = open();
    expect(() => store.set(bytes('k'), bytes('v'), { ...always, expiresMs: -1 })).toThrow(RangeError);
    expect(() => store.set(bytes('k'), bytes('v'), { ...always, expiresMs: NaN })).toThrow(RangeError);
  });
});

describe('quota', () => {
  it('bounds the number of keys but lets existing ones change', () => {
    const { store } = open({ maxEntries: 1 });
    store.set(bytes('a'), bytes('1'), always);
    expectRefusal('quota-exceeded', () => store.set(bytes('b'), bytes('2'), always));
    expect(store.set(bytes('a'), bytes('2'), always).isSet).toBe(true);
  });

  it('bounds the bytes of keys and values and frees what is replaced or deleted', () => {
    const { store } = open({ maxBytes: 10 });
    store.set(bytes('key'), bytes('1234567'), always);
    expectRefusal('quota-exceeded', () => store.set(bytes('key'), bytes('12345678'), always));
    expectRefusal('quota-exceeded', () => store.set(bytes('x'), bytes(''), always));
    store.set(bytes('key'), bytes('1'), always);
    expect(store.byteSize).toBe(4);
    store.del(bytes('key'));
    expect(store.byteSize).toBe(0);
  });
});

describe('changes', () => {
  it('tell set, del and expired after they happened', () => {
    const { store, clock } = open();
    const seen: string[] = [];
    const decoder = new TextDecoder();
    const tell = (change: StateChange): void => {
      const { kind, key, value } = change;
      seen.push(`${kind} ${decoder.decode(key)}=${decoder.decode(value)}, ${String(store.size)} left`);
    };
    const subscription = store.onChange(tell);
    store.set(bytes('a'), bytes('1'), always);
    store.set(bytes('a'), bytes('2'), ifMissing);
    store.set(bytes('b'), bytes('3'), { ...always, expiresMs: 5 });
    store.vdel(bytes('a'), bytes('no'));
    store.del(bytes('a'));
    clock.ms += 5;
    store.get(bytes('anything'));
    subscription.dispose();
    subscription.dispose();
    store.set(bytes('c'), bytes('4'), always);
    expect(seen).toEqual(['set a=1, 1 left', 'set b=3, 2 left', 'del a=1, 1 left', 'expired b=3, 0 left']);
  });

  it('still reach one listener after another one left twice', () => {
    const { store } = open();
    let count = 0;
    const first = store.onChange(() => undefined);
    store.onChange(() => (count += 1));
    first.dispose();
    first.dispose();
    store.set(bytes('a'), bytes('1'), always);
    expect(count).toBe(1);
  });
});

describe('pages', () => {
  it('list all keys in byte order, page by page', () => {
    const { store } = open();
    for (const key of ['c', 'a', 'é', 'b', 'aa']) store.set(bytes(key), bytes(key), always);
    const first = store.page({ limit: 3 });
    const decoder = new TextDecoder();
    expect(first.entries.map((entry) => decoder.decode(entry.key))).toEqual(['a', 'aa', 'b']);
    expect(first.total).toBe(5);
    if (!first.next) throw new Error('there is a second page');
    const second = store.page({ after: first.next, limit: 3 });
    expect(second.entries.map((entry) => decoder.decode(entry.key))).toEqual(['c', 'é']);
    expect(second.next).toBeUndefined();
  });

  it('show expiry and fencing token, and notice new and deleted keys', () => {
    const { store } = open();
    const fencingToken = at(START_MS);
    store.page();
    store.set(bytes('a'), bytes('1'), { ...always, expiresMs: 50, fencingToken });
    expect(store.page().entries).toMatchObject([
      { value: bytes('1'), expiresAtMs: START_MS + 50, fencingToken },
    ]);
    store.del(bytes('a'), { fencingToken });
    expect(store.page()).toEqual({ entries: [], total: 0 });
  });
});

describe('refusals', () => {
  it('reach operators as request errors with the text of the protocol', () => {
    expect(new StateStoreError('quota-exceeded').toWit()).toEqual({
      tag: 'request-error',
      val: 'the quota has been exceeded',
    });
  });
});

describe('what outside clients need', () => {
  it('compares with the value that is named instead of the new one', () => {
    const { store } = open();
    store.set(bytes('k'), bytes('old'), always);
    expect(store.set(bytes('k'), bytes('old'), { ...ifEqual, expected: bytes('other') }).isSet).toBe(false);
    expect(store.set(bytes('k'), bytes('new'), { ...ifEqual, expected: bytes('old') }).isSet).toBe(true);
    expect(read(store, 'k')).toBe('new');
  });

  it('says when the next key expires, and lets go of it before anybody asks', () => {
    const { store, clock } = open();
    const changes: StateChange[] = [];
    store.onChange((change) => void changes.push(change));
    expect(store.nextExpiryMs).toBeUndefined();
    store.set(bytes('late'), bytes('v'), { ...always, expiresMs: 20 });
    store.set(bytes('soon'), bytes('v'), { ...always, expiresMs: 10 });
    expect(store.nextExpiryMs).toBe(START_MS + 10);
    clock.ms += 10;
    store.expire();
    expect(changes.map(({ kind }) => kind)).toEqual(['set', 'set', 'expired']);
    expect(store.nextExpiryMs).toBe(START_MS + 20);
  });

  it('takes times by the later one of its own clock and that of whoever asks', () => {
    const { store } = open();
    const timestamp = at(START_MS + 3_660_000);
    const clientNowMs = START_MS + 3_600_000;
    expectRefusal('timestamp-skew', () => store.set(bytes('k'), bytes('v'), { ...always, timestamp }));
    const { version } = store.set(bytes('k'), bytes('v'), { ...always, timestamp, clientNowMs });
    // The version lies ahead of the clock, and is still a fencing token for everybody.
    expect(store.set(bytes('p'), bytes('v'), { ...always, fencingToken: version }).isSet).toBe(true);
    const further = at(START_MS + 3_661_000);
    expectRefusal('fencing-token-skew', () => store.del(bytes('p'), { fencingToken: further, clientNowMs }));
  });
});
