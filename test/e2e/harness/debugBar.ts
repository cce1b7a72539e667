// Debugging as people see it: breakpoints, the Run and Debug side bar, the Debug Console. Must not know what is debugged.
import type { Locator } from 'playwright-core';
import { PATIENCE_MS, waitUntil } from './waitUntil.ts';
import type { Workbench } from './workbench.ts';

export class DebugBar {
  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
  }

  /** Toggles a breakpoint where the cursor of the editor is put, as `Editor.placeCursor` says. */
  async toggleBreakpoint(marked: string, place?: number): Promise<void> {
    const { editor } = this.#workbench;
    await editor.placeCursor(marked, place);
    await editor.press('F9');
    await this.#editor().locator('.cgmr.codicon[class*="codicon-debug-breakpoint"]').first().waitFor();
  }

  /** Has a breakpoint stop only where `condition` holds; the place is as `Editor.placeCursor` says. */
  async addConditionalBreakpoint(marked: string, condition: string): Promise<void> {
    await this.#addByWidget(marked, 'Debug: Add Conditional Breakpoint...', condition);
  }

  async addLogPoint(marked: string, message: string): Promise<void> {
    await this.#addByWidget(marked, 'Debug: Add Logpoint...', message);
  }

  async #addByWidget(marked: string, command: string, text: string): Promise<void> {
    const { editor, palette, page } = this.#workbench;
    await editor.placeCursor(marked);
    await palette.run(command);
    const widget = this.#editor().locator('.breakpoint-widget');
    await widget.locator('.monaco-editor.focused').waitFor();
    // Not key by key: what is suggested meanwhile would take Enter.
    await page.keyboard.insertText(text);
    await widget.locator('.view-line', { hasText: text.slice(0, 20) }).waitFor();
    await page.keyboard.press('Enter');
    await widget.waitFor({ state: 'detached' });
  }

  /** Starts with F5, and resolves when a session goes on. */
  async start(key = 'F5'): Promise<void> {
    await this.#workbench.page.keyboard.press(key);
    // Modules are prepared before.
    await this.#toolbar().waitFor({ timeout: 3 * PATIENCE_MS });
  }

  /** Resolves when it stands, to the name of the top frame, once that reads `text`. */
  async waitForFrame(text: string): Promise<string> {
    const frames = this.#pane('callstack').locator(
      '.stack-frame .label, .stack-frame .file-name, .stack-frame',
    );
    await this.#top().waitFor();
    const seen = await waitUntil(
      `a frame "${text}"`,
      async () => ((await frames.count()) > 0 ? frames.first().innerText() : ''),
      (name) => name.includes(text),
    );
    return seen.trim();
  }

  /** Number of the line in which the run stands, from 1. */
  async lineOfStop(): Promise<number> {
    await this.#top().waitFor();
    const { line } = await this.#workbench.editor.cursor();
    return line;
  }

  /** The value of a variable in sight, once it reads `text`. */
  async waitForVariable(name: string, text: string): Promise<string> {
    return waitUntil(
      `${name} to read ${text}`,
      async () => ((await this.#variable(name).count()) > 0 ? this.#variable(name).first().innerText() : ''),
      (value) => value.includes(text),
    );
  }

  /** Unfolds a variable or scope in sight. */
  async expand(name: string): Promise<void> {
    const row = this.#row(name);
    if ((await row.getAttribute('aria-expanded')) === 'true') return;
    await row.locator('.monaco-tl-twistie').click();
    await waitUntil(
      `${name} to unfold`,
      () => row.getAttribute('aria-expanded'),
      (state) => state === 'true',
    );
  }

  /** Gives a variable in sight another value, as its double click and Enter do. */
  async change(name: string, value: string): Promise<void> {
    await this.#row(name).locator('.value').dblclick();
    const input = this.#pane('variables').locator('input:visible');
    await input.waitFor();
    await input.fill(value);
    await this.#workbench.page.keyboard.press('Enter');
    await input.waitFor({ state: 'hidden' });
  }

  async stepOver(): Promise<void> {
    await this.#press('Step Over');
  }

  async continue(): Promise<void> {
    await this.#press('Continue');
  }

  /** Ends the session and resolves when there is none. */
  async stop(): Promise<void> {
    await this.#press('Stop');
    await this.#toolbar().waitFor({ state: 'hidden' });
  }

  /** All lines of the Debug Console, once one reads `text`. */
  async waitForOutput(text: string, patienceMs: number = PATIENCE_MS): Promise<string[]> {
    await this.#workbench.palette.run('Debug Console: Focus on Debug Console View');
    const { page } = this.#workbench;
    const lines = page.locator('.repl .monaco-list-row');
    const read = async (): Promise<string[]> => {
      await page.evaluate(chooseNewestSession);
      return lines.allInnerTexts();
    };
    return waitUntil(
      `"${text}" in the Debug Console`,
      read,
      (seen) => seen.some((line) => line.includes(text)),
      patienceMs,
    );
  }

  /** Address of the run's broker, as the Debug Console tells it. */
  async brokerPort(): Promise<string> {
    const lines = await this.waitForOutput('mqtt://127.0.0.1:');
    return /mqtt:\/\/127\.0\.0\.1:(\d+)/.exec(lines.join('\n'))?.[1] ?? '';
  }

  async #press(label: string): Promise<void> {
    await this.#toolbar().locator(`.action-label[aria-label^="${label}"]`).first().click();
  }

  #toolbar(): Locator {
    return this.#workbench.page.locator('.debug-toolbar:visible');
  }

  #editor(): Locator {
    return this.#workbench.page.locator('.editor-group-container.active .editor-instance').first();
  }

  #top(): Locator {
    return this.#workbench.page.locator('.debug-top-stack-frame-line, .debug-top-stack-frame-column').first();
  }

  #pane(name: 'variables' | 'callstack'): Locator {
    return this.#workbench.page.locator(name === 'variables' ? '.debug-variables' : '.debug-call-stack');
  }

  #row(name: string): Locator {
    const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    // VS Code puts the sign between name and value into either.
    const label = this.#workbench.page.locator('.name, .scope', {
      hasText: new RegExp(`^${escaped}\\s*[=:]?\\s*$`),
    });
    return this.#pane('variables').locator('.monaco-list-row').filter({ has: label }).first();
  }

  #variable(name: string): Locator {
    return this.#row(name).locator('.value');
  }
}

/**
 * When a session ends, the console goes back to one before it, of which a list at its edge can choose: VS Code draws that itself, above one of
 * the browser that nobody sees. Runs inside the page.
 */
const chooseNewestSession = `
  for (const list of document.querySelectorAll('.part.panel select[aria-label="Debug Session"]')) {
    const last = list.options.length - 1;
    if (list.selectedIndex === last) continue;
    list.selectedIndex = last;
    list.dispatchEvent(new Event('change'));
  }`;
