// The Problems panel. Must not know what can be a problem.
import type { Page } from 'playwright-core';
import type { Palette } from './palette.ts';
import { waitUntil } from './waitUntil.ts';

export class Problems {
  readonly #page: Page;
  readonly #palette: Palette;

  constructor(page: Page, palette: Palette) {
    this.#page = page;
    this.#palette = palette;
  }

  /** Shows the panel. */
  async show(): Promise<void> {
    await this.#palette.run('Problems: Focus on Problems View');
    await this.#page.locator('.markers-panel').waitFor();
  }

  /** What the panel lists now, files among it, from the top, as it can be read. */
  async list(): Promise<string[]> {
    const rows = await this.#page.locator('.markers-panel .monaco-list-row').allInnerTexts();
    return rows.map((text) => text.replace(/\s+/g, ' ').trim());
  }

  /** Shows the panel and resolves to its rows when one contains `text`. */
  async waitFor(text: string): Promise<string[]> {
    await this.show();
    const hasText = (rows: readonly string[]): boolean => rows.some((row) => row.includes(text));
    return waitUntil(`a problem "${text}"`, () => this.list(), hasText);
  }

  /** Clicks on the code of the first problem that has it. */
  async openCode(code: string): Promise<void> {
    await this.show();
    await this.#page.locator('.markers-panel .monaco-list-row a', { hasText: code }).first().click();
  }

  /** Shows the panel and resolves when it lists nothing. */
  async waitUntilNone(): Promise<void> {
    await this.show();
    await waitUntil(
      'no problems',
      () => this.list(),
      (rows) => rows.length === 0,
    );
  }
}
