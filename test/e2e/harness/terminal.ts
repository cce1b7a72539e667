// The terminal in the panel. Must not know what runs in it.
import type { Page } from 'playwright-core';
import { PATIENCE_MS, waitUntil } from './waitUntil.ts';

/** Resolves with all that it shows when `text` is among it. */
export function waitForTerminal(page: Page, text: string, patienceMs: number = PATIENCE_MS): Promise<string> {
  const read = (): Promise<string> => page.locator('.part.panel .xterm-rows').first().innerText();
  const hasText = (shown: string): boolean => shown.replaceAll('\u00a0', ' ').includes(text);
  return waitUntil(`"${text}" in the terminal`, read, hasText, patienceMs);
}
