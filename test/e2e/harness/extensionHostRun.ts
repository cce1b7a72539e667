// Runs tests inside the extension host of a real VS Code: bundles them, opens a window that runs them, and collects what
// they tell. Must not know the tests, nor the runner that shows their results.
import type { Page } from 'playwright-core';
import { build } from 'esbuild';
import { readdirSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { launchChromium } from './chromium.ts';
import { type HostSummary, type HostTest, readReportLine } from './inHost/mochaReport.ts';
import { startServer, type VscodeInstallation } from './vscodeServer.ts';
import { openContext, windowUrl } from './workbench.ts';
import { makeFolder } from './workspaceFolders.ts';

const RUN_TIMEOUT_MS = 300_000;

export interface HostRunOptions {
  readonly installation: VscodeInstallation;
  /** Path of the browser. */
  readonly chromium: string;
  /** Folder with the tests, `*.test.ts`. */
  readonly testFolder: string;
  /** Absolute path of the extension under development. */
  readonly extensionPath: string;
  /** Absolute path of the folder of which a copy is opened. */
  readonly workspace: string;
}

/** Resolves to every test that has ended. Rejects when not all of them could be run. */
export async function runInExtensionHost(options: HostRunOptions): Promise<readonly HostTest[]> {
  const folder = makeFolder({ copyOf: options.workspace });
  const server = await startServer(options.installation);
  try {
    const testsPath = await bundleTests(options.testFolder, server.folder);
    const browser = await launchChromium(options.chromium);
    try {
      const page = await (await openContext(browser)).newPage();
      const { extensionPath } = options;
      const url = windowUrl(server, { folder: folder.path, extensionPath, testsPath });
      return (await collect(page, url)).map((test) => nameSources(test, testsPath));
    } finally {
      await browser.close();
    }
  } catch (error) {
    throw new Error(`The extension host could not run the tests:\n${server.output()}`, { cause: error });
  } finally {
    await server.stop();
    folder.remove();
  }
}

/** One CommonJS file whose `run` runs every test of the folder. */
async function bundleTests(testFolder: string, target: string): Promise<string> {
  const files = readdirSync(testFolder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.test.ts'),
  );
  const outfile = join(target, 'extensionHost.cjs');
  const mocha = resolve('node_modules/mocha/lib/mocha.cjs');
  const runner = resolve('test/e2e/harness/inHost/runMocha.ts');
  const loads = files.map((file) => `require(${JSON.stringify(resolve(testFolder, file))});`);
  await build({
    stdin: {
      contents: `import { runMocha } from ${JSON.stringify(runner)};
        export const run = () => runMocha(() => { ${loads.join('\n')} });`,
      resolveDir: resolve('.'),
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'linked',
    // Mocha's CommonJS form, so that nothing depends on how `require` treats ES modules.
    alias: { mocha },
    // For what npm has installed: the bundle is elsewhere.
    define: { checkoutFolder: JSON.stringify(resolve('.')) },
    external: ['vscode', mocha],
    logLevel: 'warning',
  });
  return outfile;
}

/** VS Code calls these two functions of the page: one for each line of the host's console, one at the end. */
async function collect(page: Page, url: string): Promise<readonly HostTest[]> {
  const tests: HostTest[] = [];
  const consoleLines: string[] = [];
  let summary: HostSummary | undefined;
  await page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => {
    const line = args.join(' ');
    const message = readReportLine(line);
    if (message === undefined) consoleLines.push(line);
    else if ('tests' in message) summary = message;
    else tests.push(message);
  });
  const ended = new Promise<number>((resolve, reject) => {
    const sentence = `The tests have not ended within ${String(RUN_TIMEOUT_MS / 1000)} s.`;
    const timer = setTimeout(() => reject(new Error(sentence)), RUN_TIMEOUT_MS);
    void page.exposeFunction('codeAutomationExit', (exitCode: number) => {
      clearTimeout(timer);
      resolve(exitCode);
    });
  });
  await page.goto(url, { waitUntil: 'commit' });
  const exitCode = await ended;
  if (exitCode === 0 && summary?.tests === tests.length) return tests;
  const counts = `${String(tests.length)} of ${String(summary?.tests)} tests`;
  throw new Error(`Exit code ${String(exitCode)}, ${counts}:\n${consoleLines.join('\n')}`);
}

/** Lets the stack of a failure name the test's source instead of the bundle; VS Code keeps Node from doing so. */
function nameSources(test: HostTest, bundle: string): HostTest {
  if (test.error === undefined) return test;
  const map = new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, 'utf8')) as SourceMapPayload);
  const error = test.error.replaceAll(/\S+extensionHost\.cjs:(\d+):(\d+)/g, (place, line, column) => {
    const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
    if (!('originalSource' in entry)) return place;
    const source = resolve(dirname(bundle), entry.originalSource);
    return `(${source}:${String(entry.originalLine + 1)}:${String(entry.originalColumn + 1)}`;
  });
  return { ...test, error };
}
