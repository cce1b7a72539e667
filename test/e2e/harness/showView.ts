// Views that are pages, found by what is on them: their order is VS Code's affair. Must not know what they show.
import type { FrameLocator } from 'playwright-core';
import { PATIENCE_MS, waitUntil } from './waitUntil.ts';
import type { Workbench } from './workbench.ts';

const MOST_AT_ONCE = 4;

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

/** Opens a view by the title of its command, and once more if it does not come. */
export async function showView(workbench: Workbench, title: string, selector: string): Promise<FrameLocator> {
  await workbench.palette.run(title);
  try {
    return await pageWith(workbench, selector);
  } catch {
    await workbench.palette.run(title);
    return pageWith(workbench, selector);
  }
}
