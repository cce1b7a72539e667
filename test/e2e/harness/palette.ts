// The command palette and quick open. Must not know which commands there are.
import type { Locator, Page } from 'playwright-core';
import { PATIENCE_MS, waitUntil } from './waitUntil.ts';

/** After which what was asked for is asked for again. */
const AGAIN_AFTER_MS = 5_000;

/** What is typed into, above a list to choose from. */
export class Palette {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Runs the command with exactly this title, its category included: `View: Toggle Panel`. */
  async run(title: string): Promise<void> {
    await this.#chooseFrom('F1', `>${title}`, title);
  }

  /** Titles of the commands found for `text`, as the palette lists them. */
  async find(text: string): Promise<string[]> {
    await this.#open('F1');
    await this.#fill(`>${text}`);
    await this.#rows().first().waitFor();
    const titles = await this.#rows().locator('.label-name').allInnerTexts();
    await this.#page.keyboard.press('Escape');
    await this.#widget().waitFor({ state: 'hidden' });
    return titles;
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await this.#chooseFrom('Control+p', name, name.slice(name.lastIndexOf('/') + 1));
  }

  /** Goes to a line and column of the active editor, both from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.#open('Control+g');
    await this.#fill(`:${String(line)}:${String(column)}`);
    await this.#page.keyboard.press('Enter');
    await this.#widget().waitFor({ state: 'hidden' });
  }

  /** Chooses from a list that a command has opened. */
  async choose(label: string): Promise<void> {
    await this.#choose(label);
  }

  /** Answers a question that a command asks in the palette's place; resolves when it asks this no more. */
  async answer(text: string): Promise<void> {
    await this.#fill(text);
    await this.#page.keyboard.press('Enter');
    // In one look: between two it may close.
    const read = (): Promise<string> =>
      this.#input().evaluateAll((inputs: unknown[]) => (inputs as { value: string }[])[0]?.value ?? '');
    await waitUntil(`"${text}" to be taken`, read, (value) => value !== text);
  }

  #widget(): Locator {
    return this.#page.locator('.quick-input-widget');
  }

  #rows(): Locator {
    return this.#page.locator('.quick-input-widget:visible .monaco-list-row');
  }

  /** While it closes, it takes the key for itself. */
  async #open(key: string): Promise<void> {
    await this.#widget().waitFor({ state: 'hidden' });
    await this.#page.keyboard.press(key);
  }

  #input(): Locator {
    return this.#page.locator('.quick-input-widget:visible .quick-input-box input');
  }

  async #fill(text: string): Promise<void> {
    await this.#input().waitFor();
    await this.#input().fill(text);
  }

  /** Something that takes the keyboard, as a webview that has just come, closes the list: it is opened again. */
  async #chooseFrom(key: string, text: string, label: string): Promise<void> {
    const isChosen = async (): Promise<boolean> => {
      await this.#open(key);
      try {
        await this.#input().fill(text, { timeout: AGAIN_AFTER_MS });
        await this.#row(label).click({ timeout: AGAIN_AFTER_MS });
        return true;
      } catch (error) {
        // It was clicked, though the page was too busy to say so in time: a second time it would be done twice.
        if (/performing click action(?![^]*retrying)/.test(String(error))) return true;
        if (await this.#widget().isVisible()) await this.#page.keyboard.press('Escape');
        return false;
      }
    };
    await waitUntil(`"${label}" to be chosen`, isChosen, Boolean, 3 * PATIENCE_MS);
    await this.#row(label).waitFor({ state: 'hidden' });
  }

  async #choose(label: string): Promise<void> {
    await this.#row(label).click();
    // The next question may come in its place.
    await this.#row(label).waitFor({ state: 'hidden' });
  }

  #row(label: string): Locator {
    const name = this.#page.locator('.label-name').getByText(label, { exact: true });
    return this.#rows().filter({ has: name }).first();
  }
}
