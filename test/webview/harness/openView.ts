// A page with a view and the extension that it talks to. One browser serves all tests of a file.
import type { Browser, Page } from 'playwright-core';
import { afterAll, inject } from 'vitest';
import { launchChromium } from '../../e2e/harness/chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the browser; empty when there is none. */
    chromium: string;
    /** Where the pages are served. */
    pageAddress: string;
    /** Where the views were built to. */
    viewFolder: string;
  }
}

/** The kinds of themes that VS Code has. */
export type Theme = 'light' | 'dark' | 'hc-black' | 'hc-light';

export interface ViewOptions {
  /** Name of the bundle, of the folder in webview/ and of the one in test/webview/page/. */
  readonly view: string;
  readonly theme?: Theme;
  /** `window.initialText` of the page. */
  readonly text?: string;
  /** Of the window, in pixels. */
  readonly width?: number;
  readonly height?: number;
}

let browser: Promise<Browser> | undefined;
afterAll(async () => (await browser)?.close());

/** Resolves when the view has begun, which it tells by `data-ready` of its body. Whoever opened it closes it. */
export async function openView(options: ViewOptions): Promise<Page> {
  const { view, theme = 'dark', text = '', width = 1400, height = 860 } = options;
  browser ??= launchChromium(inject('chromium'));
  const page = await (await browser).newPage({ viewport: { width, height } });
  await page.addInitScript({ content: `window.initialText = ${JSON.stringify(text)};` });
  await page.goto(`${inject('pageAddress')}/?view=${view}&theme=${theme}`);
  await page.locator('body[data-ready="true"]').waitFor();
  return page;
}
