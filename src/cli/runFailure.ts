// What ends a run early, for whoever waits for its work. Knows nothing about runs.
import type { AppError } from '../base/errors.ts';

export interface RunFailure {
  readonly fail: (error: AppError) => void;
  /** Rejects with what `fail` is given first; to be raced against the work of the run. */
  readonly failure: Promise<never>;
}

export function awaitFailure(): RunFailure {
  let fail: RunFailure['fail'] = () => undefined;
  const failure = new Promise<never>((_resolve, reject) => (fail = reject));
  // Without a run there is nobody to tell.
  failure.catch(() => undefined);
  return { fail, failure };
}
