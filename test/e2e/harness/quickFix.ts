// The menu of quick fixes at the cursor, by keyboard. Must not know what is offered.
import type { Locator, Page } from 'playwright-core';
import { askUntilShown } from './askUntilShown.ts';
import { waitUntil } from './waitUntil.ts';

export class QuickFix {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Opens the menu; resolves to the titles in it. */
  async list(): Promise<string[]> {
    await askUntilShown(this.#page, ['Control+.'], this.#row('.focused'));
    return this.#titles().allInnerTexts();
  }

  /** Opens the menu and chooses what has this title. */
  async apply(title: string): Promise<void> {
    const titles = await this.list();
    if (!titles.includes(title)) throw new Error(`No fix "${title}" is offered, only: ${titles.join(', ')}.`);
    for (const step of titles) {
      const focused = await this.#row('.focused').locator('.title').innerText();
      if (focused === title) break;
      await this.#page.keyboard.press('ArrowDown');
      await waitUntil(
        `another fix than ${step} to be chosen`,
        () => this.#row('.focused').locator('.title').innerText(),
        (text) => text !== focused,
      );
    }
    await this.#page.keyboard.press('Enter');
    await this.#row('').first().waitFor({ state: 'hidden' });
  }

  #titles(): Locator {
    return this.#row('').locator('.title');
  }

  #row(state: string): Locator {
    return this.#page.locator(`.action-widget .monaco-list-row.action${state}`);
  }
}
