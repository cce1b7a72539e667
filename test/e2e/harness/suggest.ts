// The list of completions. Must not know what is proposed.
import type { Locator, Page } from 'playwright-core';
import { askUntilShown } from './askUntilShown.ts';
import { waitUntil } from './waitUntil.ts';

export class Suggest {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Asks for completions at the cursor; resolves to their labels within sight. */
  async list(): Promise<string[]> {
    await this.#open();
    return this.#labels();
  }

  /** Asks for completions at the cursor and takes the one with this label. */
  async choose(label: string): Promise<void> {
    await this.#open();
    await waitUntil(
      `completion ${label}`,
      () => this.#labels(),
      (labels) => labels.includes(label),
    );
    const name = this.#page.locator('.label-name').getByText(label, { exact: true });
    await this.#widget().locator('.monaco-list-row').filter({ has: name }).first().click();
    await this.#widget().waitFor({ state: 'hidden' });
  }

  /** Closes the list. */
  async dismiss(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#widget().waitFor({ state: 'hidden' });
  }

  async #open(): Promise<void> {
    const row = this.#widget().locator('.monaco-list-row').first();
    if (!(await row.isVisible())) await askUntilShown(this.#page, ['Control+Space'], row);
  }

  async #labels(): Promise<string[]> {
    return this.#widget().locator('.monaco-list-row .label-name').allInnerTexts();
  }

  #widget(): Locator {
    return this.#page.locator('.suggest-widget.visible');
  }
}
