// Views that are pages, found by what is on them: their order is VS Code's affair. Must not know what they show.
import type { FrameLocator } from 'playwright-core';
import { PATIENCE_MS, waitUntil } from './waitUntil.ts';
import type { Workbench } from './workbench.ts';

const MOST_AT_ONCE = 4;
const WAKE_AFTER_MS = 5_000;

/** The page in sight that holds `selector`, as soon as there is one. */
export async function pageWith(
  workbench: Workbench,
  selector: string,
  patienceMs: number = PATIENCE_MS,
): Promise<FrameLocator> {
  const find = async (): Promise<number> => {
    const counts = Array.from({ length: MOST_AT_ONCE }, (_, index) =>
      workbench.webview(index).locator(selector).count(),
    );
    return (await Promise.all(counts)).findIndex((count) => count > 0);
  };
  return workbench.webview(
    await waitUntil(`a page with ${selector}`, find, (index) => index >= 0, patienceMs),
  );
}

/** Opens a view by the title of its command. */
export async function showView(workbench: Workbench, title: string, selector: string): Promise<FrameLocator> {
  await workbench.palette.run(title);
  try {
    return await pageWith(workbench, selector, WAKE_AFTER_MS);
  } catch {
    await wakePages(workbench);
    return pageWith(workbench, selector);
  }
}

/**
 * Pages that open at once while another is there can stay empty for ever: VS Code's own page around each looks for a newer
 * service worker first, in a browser all of them for the same one, and those looks do not end. One look more ends them.
 */
async function wakePages({ page }: Workbench): Promise<void> {
  const around = page.frames().filter((frame) => frame.url().includes('/webview/browser/pre/index.html'));
  for (const frame of around)
    await frame.evaluate('navigator.serviceWorker.getRegistration().then((found) => found?.update())');
}
