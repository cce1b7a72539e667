// Waits for all of what goes on at once. Knows nothing about it.
import { AppError } from '../base/errors.ts';

/**
 * The results in order. What has begun is waited for also when something else failed, so that nothing goes on behind the back of
 * whoever asked; then the first failure is thrown, with the messages of all.
 */
export async function settleAll<T>(work: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(work);
  const failures = settled.flatMap((one): unknown[] => (one.status === 'rejected' ? [one.reason] : []));
  if (failures.length === 0) return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const bug = failures.find((failure) => !(failure instanceof AppError));
  if (bug !== undefined) throw bug as Error;
  const [first] = failures as [AppError];
  const messages = new Set((failures as AppError[]).map(({ message }) => message));
  throw messages.size === 1 ? first : new AppError(first.code, [...messages].join('\n'), { cause: first });
}
