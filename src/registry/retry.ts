// Asks again when a registry is busy or a connection breaks. Knows nothing about what is asked.
import type { Clock } from '../base/clock.ts';
import { isSystemError } from '../base/errors.ts';
import { AnswerFailure } from './answerFailure.ts';

const MAX_RETRIES = 5;
const FIRST_WAIT_MS = 250;
/** A registry that asks for more patience is not waited for. */
const MAX_WAIT_MS = 120_000;

export interface RetryOptions {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Told before each pause. */
  readonly onWait?: (wait: { readonly waitMs: number; readonly cause: unknown }) => void;
}

/**
 * Up to five more attempts after 408, 429, 5xx and broken connections, after 250 ms · 2ⁿ, or what Retry-After asks for if that is
 * longer. Rejects with the last attempt's error, or the signal's reason.
 */
export async function withRetries<T>(attempt: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let retries = 0; ; retries += 1) {
    try {
      return await attempt();
    } catch (error) {
      const waitMs = Math.max(FIRST_WAIT_MS * 2 ** retries, retryAfterMs(error, options.clock));
      if (retries === MAX_RETRIES || !isPassing(error) || waitMs > MAX_WAIT_MS) throw error;
      options.onWait?.({ waitMs, cause: error });
      await pause(waitMs, options);
    }
  }
}

/** Whether the same may go well a little later. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof AnswerFailure))
    return isSystemError(error, 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'EAI_AGAIN');
  const { status } = error;
  return status === 408 || status === 429 || (status >= 500 && status !== 501 && status !== 505);
}

/** RFC 9110, 10.2.3: seconds, or a date; 0 when the answer has neither. */
function retryAfterMs(error: unknown, clock: Clock): number {
  const value = error instanceof AnswerFailure ? error.headers['retry-after'] : undefined;
  if (value === undefined) return 0;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const dateMs = Date.parse(value);
  return Number.isNaN(dateMs) ? 0 : Math.max(0, dateMs - clock.nowMs());
}

function pause(waitMs: number, { clock, signal }: RetryOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = (): void => {
      timer.dispose();
      reject(signal?.reason as Error);
    };
    const timer = clock.startTimer(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, waitMs);
    signal?.addEventListener('abort', stop, { once: true });
  });
}
