// A window of VS Code in a browser, with what a user sees in it. Must not know the extension under test or the test runner.
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Editor } from './editor.ts';
import type { Settings } from './calmSettings.ts';
import { Palette } from './palette.ts';
import { Problems } from './problems.ts';
import { type ThemeName, themes } from './themes.ts';
import type { VscodeServer } from './vscodeServer.ts';
import { PATIENCE_MS } from './waitUntil.ts';

const START_PATIENCE_MS = 60_000;

export interface WindowOptions {
  /** Absolute path of the folder that is open. */
  readonly folder: string;
  /** Absolute path of the extension under development; none when left out. */
  readonly extensionPath?: string;
  readonly theme?: ThemeName;
  /** User settings, beside the calm ones. */
  readonly settings?: Settings;
  /** The user's own keys, as keybindings.json has them; none when left out. */
  readonly keys?: readonly object[];
  /** Pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Whether to wait until VS Code has done what it puts off, about 2.5 seconds more. Tasks need it. */
  readonly isSettled?: boolean;
}

/** Address of a window. `testsPath` is a file whose `run` is called in the extension host. */
export function windowUrl(
  server: VscodeServer,
  { folder, extensionPath, testsPath }: { folder: string; extensionPath?: string; testsPath?: string },
): string {
  const remote = (path: string): string => `vscode-remote://${server.authority}${path}`;
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...(extensionPath === undefined ? [] : [['extensionDevelopmentPath', remote(extensionPath)]]),
    ...(testsPath === undefined ? [] : [['extensionTestsPath', remote(testsPath)]]),
  ];
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `${server.origin}/?${query.toString()}`;
}

/** A fresh browser profile, so that nothing is remembered of other windows. */
export function openContext(browser: Browser, size = { width: 1400, height: 900 }): Promise<BrowserContext> {
  return browser.newContext({ viewport: size, permissions: ['clipboard-read', 'clipboard-write'] });
}

/** Opens a window and resolves when extensions are known and editors restored. Close it when done. */
export async function openWorkbench(
  browser: Browser,
  server: VscodeServer,
  options: WindowOptions,
): Promise<Workbench> {
  const theme = themes[options.theme ?? 'dark'];
  server.setSettings({ 'workbench.colorTheme': theme.id, ...options.settings });
  server.setKeys(options.keys ?? []);
  const context = await openContext(browser, options.size);
  try {
    const page = await context.newPage();
    const workbench = new Workbench(page, options.folder);
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(windowUrl(server, options), { waitUntil: 'commit' });
    await workbench.waitUntilReady(options.isSettled ?? false);
    await page.locator(`.monaco-workbench.${theme.workbenchClass}`).waitFor();
    return workbench;
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** A window. Its parts read like sentences: `workbench.editor.open('graph.yaml')`. */
export class Workbench {
  readonly page: Page;
  readonly editor: Editor;
  readonly palette: Palette;
  readonly problems: Problems;
  /** Absolute path of the open folder. */
  readonly folder: string;
  /** What the page wrote to the browser's console. */
  readonly consoleLines: string[] = [];

  constructor(page: Page, folder: string) {
    this.page = page;
    this.folder = folder;
    this.palette = new Palette(page);
    this.editor = new Editor(page, this.palette);
    this.problems = new Problems(page, this.palette);
    page.on('console', (message) => this.consoleLines.push(`[${message.type()}] ${message.text()}`));
    page.on('pageerror', (error) => this.consoleLines.push(`[uncaught] ${error.stack ?? error.message}`));
    page.on('dialog', (dialog) => void dialog.accept());
  }

  /** VS Code tells its progress in performance marks. */
  async waitUntilReady(isSettled: boolean): Promise<void> {
    const timeout = START_PATIENCE_MS;
    await this.page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout });
    const marks = [
      'code/didLoadExtensions',
      isSettled ? 'code/LifecyclePhase/Eventually' : 'code/LifecyclePhase/Restored',
    ];
    await this.page.waitForFunction(
      (names) => names.every((name) => performance.getEntriesByName(name).length > 0),
      marks,
      { timeout, polling: 50 },
    );
  }

  /** What a file of the folder holds on disk. */
  readonly readFile = (path: string): string => readFileSync(join(this.folder, path), 'utf8');

  /** Text of an item of the status bar, by its id: `status.editor.mode`. */
  readonly statusItem = (id: string): Locator => this.page.locator(`[id="${id}"]`);

  /** The rows of the view in the side bar, from the top, as they can be read. */
  readonly viewRows = async (): Promise<string[]> => {
    const rows = await this.page.locator('.part.sidebar .monaco-list-row').allInnerTexts();
    return rows.map((text) => text.replace(/\s+/g, ' ').trim());
  };

  /** The document of the webview that is shown; `index` when there are several. */
  readonly webview = (index = 0): FrameLocator => {
    const outer = this.page.locator('iframe.webview.ready').nth(index).contentFrame();
    return outer.locator('iframe#active-frame').contentFrame();
  };

  /** Resolves when there is a notification with this text. Not all versions show them by themselves in tests. */
  async waitForNotification(text: string): Promise<void> {
    await this.palette.run('Notifications: Show Notifications');
    await this.page.locator('.notifications-center .notification-list-item', { hasText: text }).waitFor();
  }

  /** What views were refused by their policy, or failed at, as the console tells. */
  breaches(): string[] {
    const told = this.consoleLines.filter((line) => /Content Security Policy|uncaught/i.test(line));
    // VS Code's own page around a webview fails so when it is given something to show twice in short time, and goes on.
    const isOfVscode = (line: string): boolean =>
      line.includes('Found unexpected null') && line.includes('/webview/browser/pre/index.html');
    return told.filter((line) => !isOfVscode(line));
  }

  /** Writes a picture of the whole window. */
  async screenshot(path: string): Promise<void> {
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
