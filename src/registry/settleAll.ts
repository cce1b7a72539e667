// Waits for all of what goes on at once. Knows nothing about it.
import { AppError, joinFailures } from '../base/errors.ts';

/**
 * The results in order. What has begun is waited for also when something else failed, so that nothing goes on behind the back of
 * whoever asked; then the first failure is thrown, with the messages of all.
 */
export async function settleAll<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(work);
  const failures = settled.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
  const bug = failures.find((failure) => !(failure instanceof AppError));
  if (bug !== undefined) throw bug as Error;
  const failure = joinFailures(failures as AppError[]);
  if (failure) throw failure;
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}
