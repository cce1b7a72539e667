// A page with the canvas and the extension that it talks to. One browser serves all tests of a file.
import type { Browser, Page } from 'playwright-core';
import { afterAll, inject } from 'vitest';
import { launchChromium } from '../../e2e/harness/chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the browser; empty when there is none. */
    chromium: string;
    /** Where the page is served. */
    pageAddress: string;
  }
}

export interface CanvasOptions {
  /** None shows the canvas of an empty file. */
  readonly text?: string;
  /** `light`, `dark`, `hc-black` or `hc-light`. */
  readonly theme?: string;
}

let browser: Promise<Browser> | undefined;
afterAll(async () => (await browser)?.close());

/** Resolves when the canvas has begun, and shows the first node of a graph. Whoever opened it closes it. */
export async function openCanvas({ text = '', theme = 'dark' }: CanvasOptions = {}): Promise<Page> {
  browser ??= launchChromium(inject('chromium'));
  const page = await (await browser).newPage({ viewport: { width: 1400, height: 860 } });
  await page.addInitScript({ content: `window.initialText = ${JSON.stringify(text)};` });
  await page.goto(`${inject('pageAddress')}/?theme=${theme}`);
  await page.locator('body[data-ready="true"]').waitFor();
  if (text.includes('operationType'))
    await page.locator('.canvas:not([data-arranged="0"]) .react-flow__node').first().waitFor();
  return page;
}
