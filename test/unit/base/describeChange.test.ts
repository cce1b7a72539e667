// Changes from outside a run, in words.
import { expect, it } from 'vitest';
import { describeChange } from '../../../src/base/describeChange.ts';

it('says which key has which value now, or none', () => {
  const key = 'hex:ff00';
  expect(describeChange({ kind: 'state', key, entry: { value: 'v' } })).toEqual({
    what: 'state hex:ff00',
    now: 'v',
  });
  expect(describeChange({ kind: 'state', key: 'k' })).toEqual({ what: 'state k', now: 'deleted' });
});

it('cuts a long value', () => {
  const { now } = describeChange({ kind: 'state', key: 'k', entry: { value: 'v'.repeat(5000) } });
  expect(now).toBe('v'.repeat(1024));
});

it('says which faults are in force now', () => {
  const faults = [{ kind: 'error', node: 'map' }, { kind: 'brokerGone' }];
  expect(describeChange({ kind: 'faults', faults })).toEqual({
    what: 'faults',
    now: 'error at map, brokerGone',
  });
  expect(describeChange({ kind: 'faults', faults: [] }).now).toBe('none');
});
