// Ties windows of VS Code to Vitest: groups of tests that run in every version, and traces of those that fail.
// Must not know what is tested.
import type { Browser } from 'playwright-core';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, inject, onTestFinished, type TestContext } from 'vitest';
import { launchChromium } from './chromium.ts';
import {
  type ServerOptions,
  startServer,
  type VscodeInstallation,
  type VscodeServer,
} from './vscodeServer.ts';
import { openWorkbench, type WindowOptions, type Workbench } from './workbench.ts';
import { type FolderContent, makeFolder, writeFiles } from './workspaceFolders.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** The versions to test in. */
    vscodes: VscodeInstallation[];
    /** Why there is none; empty when there is. */
    missingVscode: string;
    /** Path of the browser. */
    chromium: string;
    /** Folder of our extension as it is packed. */
    extensionPath: string;
  }
}

/** Where what failed leaves its traces. */
export const traceFolder: string = join(process.cwd(), '.cache/e2e/failed');

export interface TestWindowOptions extends Omit<WindowOptions, 'folder' | 'extensionPath'>, FolderContent {
  /** Absolute path of the extension under development; ours when left out, `null` for none. */
  readonly extensionPath?: string | null;
}

/** VS Code as tests get it. */
export interface VscodeUnderTest {
  readonly version: string;
  /** Texts that VS Code has put aside of what is unsaved, in all windows until now. */
  readonly backups: () => string[];
  /** Opens a window on a fresh folder, for the running test; it is closed with the test. */
  readonly open: (options: TestWindowOptions) => Promise<Workbench>;
  /**
   * One window for all tests of the group that ask for it, since opening one takes longer than most tests: opened for the first of them, and
   * anew after one that failed. Each finds no editor open, and `files` of its own written over those of the folder. A test leaves nothing
   * unsaved; and as VS Code opens a file again in the editor that had it last, tests of another editor than that of text have a file each.
   * To be called while tests are collected.
   */
  readonly share: (options: TestWindowOptions) => (files?: FolderContent['files']) => Promise<Workbench>;
}

/** A group of tests for each version, on one server each. `body` is called while tests are collected. */
export function eachVscode(
  title: string,
  body: (vscode: VscodeUnderTest) => void,
  serverOptions: ServerOptions = {},
): void {
  describeIn(inject('vscodes'), title, body, serverOptions);
}

/** A group of tests for the newest version alone: for what is ours, beside a group that proves in each what is VS Code's. */
export function newestVscode(
  title: string,
  body: (vscode: VscodeUnderTest) => void,
  serverOptions: ServerOptions = {},
): void {
  describeIn(inject('vscodes').slice(-1), title, body, serverOptions);
}

function describeIn(
  installations: readonly VscodeInstallation[],
  title: string,
  body: (vscode: VscodeUnderTest) => void,
  serverOptions: ServerOptions,
): void {
  const missing = inject('missingVscode');
  if (missing)
    describe.skip(`${title} (${missing})`, () =>
      body({ version: '', backups: () => [], open: neverOpen, share: () => () => neverOpen() }));
  for (const installation of installations)
    describe(`VS Code ${installation.version}: ${title}`, () => {
      let server: VscodeServer;
      let browser: Browser;
      beforeAll(async () => {
        server = await startServer(installation, serverOptions);
        browser = await launchChromium(inject('chromium'));
      });
      afterAll(async () => {
        // One of them may have failed to start.
        await (browser as Browser | undefined)?.close();
        await (server as VscodeServer | undefined)?.stop();
      });
      body({
        version: installation.version,
        backups: () => readBackups(server),
        open: (options) => openForTest(browser, server, options),
        share: (options) =>
          shareWindow(
            () => openWindow(browser, server, forgettingWhereFilesStood(options)),
            () => server,
          ),
      });
    });
}

function readBackups({ folder }: VscodeServer): string[] {
  const backups = join(folder, 'userData/User/Backups');
  if (!existsSync(backups)) return [];
  return readdirSync(backups, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'));
}

function neverOpen(): Promise<Workbench> {
  return Promise.reject(new Error('There is no VS Code.'));
}

/** A window on a folder of its own. */
interface OwnWindow {
  readonly workbench: Workbench;
  /** Closes the window and removes the folder. */
  readonly close: () => Promise<void>;
}

async function openWindow(
  browser: Browser,
  server: VscodeServer,
  { copyOf, files, extensionPath = inject('extensionPath'), ...options }: TestWindowOptions,
): Promise<OwnWindow> {
  const folder = makeFolder({ ...(copyOf && { copyOf }), ...(files && { files }) });
  try {
    const workbench = await openWorkbench(browser, server, {
      ...options,
      folder: folder.path,
      ...(extensionPath !== null && { extensionPath }),
    });
    const close = async (): Promise<void> => {
      await workbench.close();
      folder.remove();
    };
    return { workbench, close };
  } catch (error) {
    folder.remove();
    throw error;
  }
}

async function openForTest(
  browser: Browser,
  server: VscodeServer,
  options: TestWindowOptions,
): Promise<Workbench> {
  const { workbench, close } = await openWindow(browser, server, options);
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await keepTraces(task, workbench, server);
    await close();
  });
  return workbench;
}

function forgettingWhereFilesStood(options: TestWindowOptions): TestWindowOptions {
  return { ...options, settings: { ...options.settings, 'workbench.editor.restoreViewState': false } };
}

function shareWindow(
  open: () => Promise<OwnWindow>,
  server: () => VscodeServer,
): ReturnType<VscodeUnderTest['share']> {
  let shared: OwnWindow | undefined;
  const close = async (): Promise<void> => {
    await shared?.close();
    shared = undefined;
  };
  afterAll(close);
  return async (files = {}) => {
    shared ??= await open();
    const { workbench } = shared;
    onTestFinished(async ({ task }) => {
      if (task.result?.state !== 'fail') return;
      await keepTraces(task, workbench, server());
      await close();
    });
    await workbench.palette.run('View: Close All Editors');
    await workbench.page.locator('.part.editor .tab').first().waitFor({ state: 'detached' });
    writeFiles(workbench.folder, files);
    return workbench;
  };
}

/** A picture of the window, its console and every log of the server, the extension hosts' among them. */
async function keepTraces(
  task: TestContext['task'],
  workbench: Workbench,
  server: VscodeServer,
): Promise<void> {
  const name = `${server.version} ${task.name}`.replaceAll(/[^\w.]+/g, '-');
  const folder = join(traceFolder, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'console.log'), workbench.consoleLines.join('\n'));
  writeFileSync(join(folder, 'server.log'), server.output());
  cpSync(server.logFolder, join(folder, 'logs'), { recursive: true });
  await workbench.screenshot(join(folder, 'window.png'));
  process.stderr.write(`Traces of "${task.name}" are in ${folder}\n`);
}
