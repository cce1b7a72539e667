// Builds the canvas and the page that plays the extension for it. `node test/webview/harness/buildPage.mjs` builds both. Knows no test.
import { build } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { webviewBundles, webviewOptions } from '../../../scripts/bundles.mjs';

const root = join(fileURLToPath(import.meta.url), '../../../..');

/** Where the page's own program is built to. */
export const pageFolder = join(root, '.cache/webviewPage');

/** Where the canvas is built to: apart from dist/, which others may be building meanwhile. */
export const canvasFolder = join(pageFolder, 'webview');

/** Builds the canvas. */
export async function buildCanvas() {
  await Promise.all(webviewBundles.map((options) => build({ ...options, outdir: canvasFolder })));
}

/** Builds the page's program, and the extension's own page for the server. */
export async function buildPage() {
  await Promise.all([
    build({
      ...webviewOptions,
      outdir: pageFolder,
      entryPoints: { page: 'test/webview/page/main.ts' },
      format: 'iife',
      minify: false,
    }),
    build({
      ...webviewOptions,
      outdir: pageFolder,
      entryPoints: { canvasPage: 'src/host/editor/canvasPage.ts' },
      format: 'esm',
      outExtension: { '.js': '.mjs' },
    }),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await Promise.all([buildCanvas(), buildPage()]);
