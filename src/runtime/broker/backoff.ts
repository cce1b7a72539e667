// How long to wait before the next attempt to connect. Knows nothing about connections.

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;

/**
 * Milliseconds before attempt `attempt` (1 is the first after a loss): 250 ms, doubled each time up to 30 s, of which a
 * random part of up to a quarter is taken off, so that many clients do not come back at the same moment.
 */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
  return Math.round(delay * (1 - random() / 4));
}
