// Builds the programs of the views and those that play the extension for them. `node test/webview/harness/buildViews.mjs` builds
// all. Knows no test.
import { build } from 'esbuild';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { webviewBundles, webviewOptions } from '../../../scripts/bundles.mjs';

const root = join(fileURLToPath(import.meta.url), '../../../..');

/** Where the programs that play the extension are built to: `graph.js` for the view `graph`. */
export const pageFolder = join(root, '.cache/webviewPage');

/** Where the views are built to: apart from dist/, which others may be building meanwhile. */
export const viewFolder = join(pageFolder, 'webview');

/** Those that can be shown in a page: each has an entry point of its name in webview/ and in test/webview/page/. */
const views = ['graph', 'metrics', 'trace', 'publish'];

/** Builds the views. */
export async function buildViews() {
  await Promise.all(webviewBundles.map((options) => build({ ...options, outdir: viewFolder })));
}

/** Builds what plays the extension for each view, and the extension's own page for the server. */
export async function buildPages() {
  await Promise.all([
    build({
      ...webviewOptions,
      outdir: pageFolder,
      entryPoints: Object.fromEntries(views.map((view) => [view, `test/webview/page/${view}/main.ts`])),
      format: 'iife',
      minify: false,
    }),
    build({
      ...webviewOptions,
      outdir: pageFolder,
      entryPoints: { webviewPage: 'src/host/webview/webviewPage.ts' },
      format: 'esm',
      outExtension: { '.js': '.mjs' },
    }),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await Promise.all([buildViews(), buildPages()]);
