// Entry of `npm run bench`: bundles the benchmarks beside the program's own bundles and runs them, each in its own process.
import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programOptions } from '../scripts/bundles.mjs';
import { makePackage } from '../scripts/package.mjs';
import { prepareChromium, prepareVscode, vscodeVersions } from '../scripts/vscode.mjs';
import { stageExtension } from '../test/e2e/harness/stageExtension.mjs';
import { buildViews, buildPages } from '../test/webview/harness/buildViews.mjs';
import { servePage } from '../test/webview/harness/pageServer.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'));

await build({
  ...programOptions,
  entryPoints: {
    bench: 'bench/main.ts',
    benchDriver: 'bench/mqttDriver.ts',
    benchFlood: 'bench/floodDriver.ts',
    benchSoak: 'bench/soakDriver.ts',
  },
  external: ['esbuild', 'playwright-core'],
  // As the language server is built.
  mainFields: ['module', 'main'],
  sourcemap: false,
});

/** VS Code, a browser and the extension as it is packed. */
async function prepareEditor() {
  return {
    extensionPath: stageExtension(root),
    chromium: prepareChromium(),
    installation: await prepareVscode(vscodeVersions.at(-1)),
    vsixMegabytes: await makePackage(),
  };
}

/** The page that plays the extension for the canvas, and a browser. */
async function prepareCanvas() {
  await Promise.all([buildViews(), buildPages()]);
  const { address, close } = await servePage();
  return { address, close, chromium: prepareChromium() };
}

const isWanted = (name) => words.length === 0 || words.includes(name);
const editor = isWanted('editor') || isWanted('debug') ? await prepareEditor() : undefined;
const canvas = isWanted('canvas') ? await prepareCanvas() : undefined;
const child = spawn(
  process.execPath,
  ['--expose-gc', join(root, 'dist/bench.mjs'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    cwd: root,
    env: {
      ...process.env,
      ...(editor && { BENCH_EDITOR: JSON.stringify(editor) }),
      ...(canvas && { BENCH_CANVAS: JSON.stringify(canvas) }),
    },
  },
);
const [status] = await once(child, 'close');
await canvas?.close();
if (editor) rmSync(editor.extensionPath, { recursive: true });
process.exitCode = status ?? 1;
