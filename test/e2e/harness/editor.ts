// The active text editor and the widgets that belong to it, used by keyboard and mouse as people do.
// Must not know what the text means.
import type { Locator, Page } from 'playwright-core';
import { askUntilShown } from './askUntilShown.ts';
import { QuickFix } from './quickFix.ts';
import type { Palette } from './palette.ts';
import { readEditor, type Severity, type Squiggle } from './readEditor.ts';
import { Suggest } from './suggest.ts';
import { waitUntil } from './waitUntil.ts';

const activeGroup = '.editor-group-container.active';

export class Editor {
  readonly suggest: Suggest;
  readonly quickFix: QuickFix;
  readonly #page: Page;
  readonly #palette: Palette;

  constructor(page: Page, palette: Palette) {
    this.#page = page;
    this.#palette = palette;
    this.suggest = new Suggest(page);
    this.quickFix = new QuickFix(page);
  }

  /** Opens a file of the folder, by its path from there. */
  async open(path: string): Promise<void> {
    await this.#palette.openFile(path);
    await this.waitUntilOpen(path.slice(path.lastIndexOf('/') + 1));
  }

  /** Resolves when the file with this name is shown and takes keys. */
  async waitUntilOpen(name: string): Promise<void> {
    await this.#tab(name).waitFor();
    await this.#code().locator('.view-line').first().waitFor();
    await this.#waitForFocus();
  }

  /** Name of the active file. */
  async fileName(): Promise<string> {
    return (await this.#page.locator(`${activeGroup} .tab.active`).getAttribute('data-resource-name')) ?? '';
  }

  /** Resolves when the status bar names this language. */
  async waitForLanguage(name: string): Promise<void> {
    const mode = this.#page.locator('[id="status.editor.mode"]');
    await waitUntil(
      `language ${name}`,
      () => mode.innerText(),
      (text) => text.trim() === name,
    );
  }

  /** Types at the cursor, key by key. */
  async type(text: string): Promise<void> {
    await this.#waitForFocus();
    await this.#page.keyboard.type(text);
  }

  /** Presses keys at the cursor: `Enter`, `Control+z`. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#waitForFocus();
    for (const key of keys) await this.#page.keyboard.press(key);
  }

  /**
   * Selects what reads `text` (within one line), wherever it is in the file, with the find widget: the only place, or the
   * one with the number `place`, from 1.
   */
  async select(text: string, place?: number): Promise<void> {
    await this.press('Control+Home', 'Control+f');
    const widget = this.#code().locator('.find-widget.visible');
    await widget.locator('.find-part textarea').first().fill(text);
    const count = widget.locator('.matchesCount');
    const isCounted = (words: string): boolean => /^\d+ of \d+|No results/.test(words);
    const found = await waitUntil(`"${text}" to be found`, () => count.innerText(), isCounted);
    if (found !== '1 of 1' && (place === undefined || !found.startsWith('1 of ')))
      throw new Error(`"${text}" is not in one place: ${found}.`);
    for (let step = 1; step < (place ?? 1); step += 1) await this.#page.keyboard.press('Enter');
    const isThere = (words: string): boolean => words.startsWith(`${String(place ?? 1)} of `);
    await waitUntil(`place ${String(place)} of "${text}"`, () => count.innerText(), isThere);
    await this.#page.keyboard.press('Escape');
    await widget.waitFor({ state: 'hidden' });
    const isSelected = (words: string): boolean => words.includes(`(${String(text.length)} selected)`);
    await waitUntil(`"${text}" to be selected`, () => this.#place().innerText(), isSelected);
  }

  /** Puts the cursor where `|` stands in `marked`; the text without it is found as `select` does. */
  async placeCursor(marked: string, place?: number): Promise<void> {
    const offset = marked.indexOf('|');
    if (offset < 0) throw new Error(`"${marked}" has no | that marks the cursor.`);
    const text = marked.slice(0, offset) + marked.slice(offset + 1);
    await this.select(text, place);
    // Until nothing is selected the status bar may still speak of an earlier place.
    await this.press('ArrowLeft');
    const isCollapsed = (words: string): boolean => !words.includes('selected');
    await waitUntil('nothing to be selected', () => this.#place().innerText(), isCollapsed);
    const { line, column } = await this.cursor();
    await this.press(...Array.from({ length: offset }, () => 'ArrowRight'));
    await this.#waitForPlace(`Ln ${String(line)}, Col ${String(column + offset)}`);
  }

  /** Line and column of the cursor, both from 1. */
  async cursor(): Promise<{ line: number; column: number }> {
    const [, line, column] = /Ln ([\d,]+), Col ([\d,]+)/.exec(await this.#place().innerText()) ?? [];
    const numberOf = (text = '0'): number => Number(text.replaceAll(',', ''));
    return { line: numberOf(line), column: numberOf(column) };
  }

  /** Text of a line within sight, from 1. */
  async lineText(line: number): Promise<string> {
    const { lines } = await readEditor(this.#code());
    const text = lines[line];
    if (text === undefined) throw new Error(`Line ${String(line)} is not within sight.`);
    return text;
  }

  /** Resolves to the number, from 1, of the first line within sight that reads `text`, when there is one. */
  async waitForLine(text: string): Promise<number> {
    const read = async (): Promise<[string, string][]> =>
      Object.entries((await readEditor(this.#code())).lines);
    const isWanted = ([, line]: [string, string]): boolean => line === text;
    const lines = await waitUntil(`a line "${text}"`, read, (seen) => seen.some(isWanted));
    return Number(lines.find(isWanted)?.[0]);
  }

  /** Squiggles within sight. */
  async squiggles(): Promise<readonly Squiggle[]> {
    return (await readEditor(this.#code())).squiggles;
  }

  /** Resolves to the squiggle of this severity under exactly this text, when there is one. */
  async waitForSquiggle(severity: Severity, text: string): Promise<Squiggle> {
    const isWanted = (seen: Squiggle): boolean => seen.severity === severity && seen.text === text;
    const all = await waitUntil(
      `${severity} under "${text}"`,
      () => this.squiggles(),
      (seen) => seen.some(isWanted),
    );
    return all.find(isWanted)!;
  }

  /** Resolves when nothing within sight is underlined. */
  async waitUntilNoSquiggles(): Promise<void> {
    await waitUntil(
      'no squiggles',
      () => this.squiggles(),
      (seen) => seen.length === 0,
    );
  }

  /** What is offered above lines within sight, from the top; resolves when there is something. */
  async lenses(): Promise<string[]> {
    const links = this.#code().locator('.codelens-decoration a');
    await links.first().waitFor();
    return (await links.allInnerTexts()).map((text) => text.trim());
  }

  /** Renames what the cursor is on, in one step. */
  async rename(to: string): Promise<void> {
    await this.#waitForFocus();
    const input = this.#page.locator('.rename-box input.rename-input');
    await askUntilShown(this.#page, ['F2'], input);
    await input.fill(to);
    await this.#page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  /** Goes where the name under the cursor is defined; resolves when `file` is shown there. */
  async goToDefinition(file: string): Promise<void> {
    await this.#waitForFocus();
    await askUntilShown(this.#page, ['F12'], this.#tab(file));
    await this.waitUntilOpen(file);
  }

  /** Asks what is told about the text under the cursor; resolves to all of it when it contains `text`. */
  async waitForHover(text: string): Promise<string> {
    await this.#waitForFocus();
    const hover = this.#page.locator('.monaco-hover:visible', { hasText: text });
    await askUntilShown(this.#page, ['Control+k', 'Control+i'], hover.first());
    return (await hover.locator('.hover-contents').allInnerTexts()).join('\n');
  }

  /** Saves what has been changed. */
  async save(): Promise<void> {
    const tab = `${activeGroup} .tab.active`;
    await this.#page.locator(`${tab}.dirty`).waitFor();
    await this.press('Control+s');
    await this.#page.locator(`${tab}:not(.dirty)`).waitFor();
  }

  #tab(name: string): Locator {
    return this.#page.locator(`${activeGroup} .tab.active[data-resource-name="${name}"]`);
  }

  #code(): Locator {
    return this.#page.locator(`${activeGroup} .editor-instance`).first();
  }

  #place(): Locator {
    return this.#page.locator('[id="status.editor.selection"]');
  }

  async #waitForPlace(place: string): Promise<void> {
    const isThere = (text: string): boolean => text.trim().replaceAll(',', '') === place.replaceAll(',', '');
    await waitUntil(`the cursor to be at ${place}`, () => this.#place().innerText(), isThere);
  }

  async #waitForFocus(): Promise<void> {
    await this.#page.locator(`${activeGroup} .editor-instance .monaco-editor.focused`).first().waitFor();
  }
}
