// A page with the canvas.
import type { Page } from 'playwright-core';
import { openView, type Theme } from './openView.ts';

export interface CanvasOptions {
  /** None shows the canvas of an empty file. */
  readonly text?: string;
  readonly theme?: Theme;
}

/** Resolves when the canvas has begun, and shows the first node of a graph. Whoever opened it closes it. */
export async function openCanvas({ text = '', theme = 'dark' }: CanvasOptions = {}): Promise<Page> {
  const page = await openView({ view: 'graph', text, theme });
  if (text.includes('operationType'))
    await page.locator('.canvas:not([data-arranged="0"]) .react-flow__node').first().waitFor();
  return page;
}
