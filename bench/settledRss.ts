// What a run's process holds once it has come to rest.
import type { Run } from '../src/runtime/run/run.ts';

const SETTLE_MS = 500;

/** Resident memory once the engine has answered and garbage of this thread is gone; bytes. */
export async function settledRss(run: Pick<Run, 'counts'>): Promise<number> {
  await run.counts();
  (globalThis as { gc?: () => void }).gc?.();
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  return process.memoryUsage.rss();
}
