// The publish view and the tree of topics as people find them. Must not know what is published.
import type { FrameLocator, Locator } from 'playwright-core';
import { waitUntil } from './waitUntil.ts';
import type { Workbench } from './workbench.ts';

/** The page of the publish view, once it has begun. */
export async function showPublish(workbench: Workbench): Promise<FrameLocator> {
  await workbench.palette.run('Data Flow Run: Focus on Publish View');
  const find = async (): Promise<FrameLocator | undefined> => {
    for (let index = 0; index < 4; index += 1) {
      const frame = workbench.webview(index);
      if ((await frame.locator('main.publish').count()) > 0) return frame;
    }
    return undefined;
  };
  const found = await waitUntil('the publish view', find, (frame) => frame !== undefined);
  if (!found) throw new Error('there is no publish view');
  await found.locator('body[data-ready="true"]').waitFor();
  return found;
}

/** The line of the tree of topics with this level. */
export function topicRow({ page }: Workbench, level: string): Locator {
  return page.locator('.part.sidebar .monaco-list-row', { hasText: level }).first();
}

/** Makes room for the tree of topics in the Run and Debug side bar, which shows it while there is a run. */
export async function showTopics({ page }: Workbench): Promise<void> {
  const header = (name: string): Locator => page.locator('.part.sidebar .pane-header', { hasText: name });
  await header('Topics').waitFor();
  for (const name of ['Variables', 'Watch', 'Call Stack', 'Breakpoints', 'Topics']) {
    const isOpen = (await header(name).getAttribute('aria-expanded')) === 'true';
    if (isOpen !== (name === 'Topics')) await header(name).click();
  }
}
