// Waiting for all, and telling what failed.
import { expect, it } from 'vitest';
import { AppError } from '../../../src/base/errors.ts';
import { settleAll } from '../../../src/registry/settleAll.ts';

const fail = (message: string): Promise<never> => Promise.reject(new AppError('REGISTRY_DENIED', message));

it('gives results in order', async () => {
  expect(await settleAll([Promise.resolve(1), Promise.resolve(2)])).toEqual([1, 2]);
});

it('waits for all before it fails, and tells each message once', async () => {
  let hasEnded = false;
  const slow = new Promise((resolve) => setImmediate(resolve)).then(() => (hasEnded = true));
  await expect(settleAll([fail('a'), slow, fail('b'), fail('a')])).rejects.toThrow(
    expect.objectContaining({ code: 'REGISTRY_DENIED', message: 'a\nb' }),
  );
  expect(hasEnded).toBe(true);
});

it('does not hide a bug behind a failure', async () => {
  await expect(settleAll([fail('a'), Promise.reject(new TypeError('bug'))])).rejects.toThrow(TypeError);
});
