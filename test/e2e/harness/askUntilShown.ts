// Asks the editor something until it answers. Must not know what is asked.
import type { Locator, Page } from 'playwright-core';
import { PATIENCE_MS, waitUntil } from './waitUntil.ts';

const ASK_AGAIN_AFTER_MS = 2_500;

/**
 * Presses `keys` until `shown` is there. Who asks before an extension is ready is told that there is nothing, and asks
 * again, as people do.
 */
export async function askUntilShown(page: Page, keys: readonly string[], shown: Locator): Promise<void> {
  const ask = async (): Promise<boolean> => {
    for (const key of keys) await page.keyboard.press(key);
    try {
      await shown.waitFor({ timeout: ASK_AGAIN_AFTER_MS });
      return true;
    } catch {
      await page.keyboard.press('Escape');
      return false;
    }
  };
  await waitUntil(`an answer to ${keys.join(' ')} (${String(shown)})`, ask, Boolean, PATIENCE_MS);
}
