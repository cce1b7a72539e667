// Waits for a state by looking again and again. Must not know what is looked at.
import { setTimeout as pause } from 'node:timers/promises';

/** How long anything may take on a slow machine. */
export const PATIENCE_MS = 20_000;
const LOOK_EVERY_MS = 25;

/**
 * Looks with `read` until `isWanted` is content, and resolves to what it saw. Rejects after `PATIENCE_MS` with a sentence
 * that names `what` and what was seen last.
 */
export async function waitUntil<T>(
  what: string,
  read: () => Promise<T> | T,
  isWanted: (value: T) => boolean,
  patienceMs: number = PATIENCE_MS,
): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const value = await read();
    if (isWanted(value)) return value;
    if (performance.now() > end)
      throw new Error(`Waited in vain for ${what}. Last seen: ${JSON.stringify(value, undefined, 1)}`);
    await pause(LOOK_EVERY_MS);
  }
}
