// Builds the canvas and the page that plays the extension for it. `node test/webview/harness/buildPage.mjs`. Knows no test.
import { build } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { webviewOptions } from '../../../scripts/bundles.mjs';

const root = join(fileURLToPath(import.meta.url), '../../../..');

/** Where the page's own program is built to. */
export const pageFolder = join(root, '.cache/webviewPage');

/** Builds the page's program. */
export async function buildPage() {
  await build({
    ...webviewOptions,
    outdir: pageFolder,
    entryPoints: { page: 'test/webview/page/main.ts' },
    format: 'iife',
    minify: false,
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPage();
