// Promises that are settled at once, so that a library that promises can be asked synchronously.
import { describe, expect, it } from 'vitest';
import { ImmediatePromise } from '../../../../src/language/schema/immediatePromise.ts';

function outcomeOf(promise: PromiseLike<unknown>): unknown {
  let outcome: unknown = 'nothing yet';
  void promise.then(
    (value) => (outcome = value),
    (reason: unknown) => (outcome = { reason }),
  );
  return outcome;
}

describe('ImmediatePromise', () => {
  it('calls back before the next statement, also through a chain', () => {
    const chain = ImmediatePromise.resolve(2)
      .then((value) => value + 1)
      .then((value) => ImmediatePromise.resolve(value * 2));
    expect(outcomeOf(chain)).toBe(6);
    expect(outcomeOf(new ImmediatePromise<number>((resolve) => resolve(ImmediatePromise.resolve(5))))).toBe(
      5,
    );
  });

  it('hands errors on until they are caught', () => {
    const failed = ImmediatePromise.resolve(1).then(() => {
      throw new Error('no');
    });
    expect(outcomeOf(failed.then(() => 1))).toEqual({ reason: new Error('no') });
    expect(outcomeOf(failed.then(undefined, () => 'caught'))).toBe('caught');
    expect(outcomeOf(ImmediatePromise.reject('why'))).toEqual({ reason: 'why' });
  });

  it('waits for all, and for any error among them', () => {
    expect(outcomeOf(ImmediatePromise.all([1, ImmediatePromise.resolve(2)]))).toEqual([1, 2]);
    expect(outcomeOf(ImmediatePromise.all([1, ImmediatePromise.reject<number>('why')]))).toEqual({
      reason: 'why',
    });
  });
});
