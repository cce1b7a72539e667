// The publish view and the tree of topics as people find them. Must not know what is published.
import type { FrameLocator, Locator } from 'playwright-core';
import { showView } from './showView.ts';
import type { Workbench } from './workbench.ts';

/** The page of the publish view, once it has begun. */
export async function showPublish(workbench: Workbench): Promise<FrameLocator> {
  const found = await showView(workbench, 'Data Flow Run: Focus on Publish View', 'main.publish');
  await found.locator('body[data-ready="true"]').waitFor();
  return found;
}

/** Publishes one message, as it is written. */
export async function publishFromView(publish: FrameLocator, topic: string, payload: string): Promise<void> {
  await publish.getByLabel('Topic', { exact: true }).fill(topic);
  const text = publish.getByRole('textbox', { name: 'Payload', exact: true });
  await text.fill(payload);
  await text.press('Control+Enter');
  await publish.getByText(`Published to ${topic}.`).waitFor();
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
