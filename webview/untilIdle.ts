// What can wait until the page has nothing else to do. Knows no view.

/** Pages that are always busy, or hidden, wait no longer than this. */
const LONGEST_MS = 1_000;

/** Resolves once the browser has painted what was due. */
export function untilIdle(): Promise<void> {
  return new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: LONGEST_MS }));
}
