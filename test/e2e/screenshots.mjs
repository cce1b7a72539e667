// Pictures of the extension in four themes: `node test/e2e/screenshots.mjs [SCENE...]` writes .cache/screenshots/.
// VSCODE_VERSIONS names the VS Code, the newest when it is not set; THEME one of the themes.
import { build } from 'esbuild';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { prepareBundles } from '../../scripts/setup.mjs';
import { prepareChromium, prepareVscode, vscodeVersions } from '../../scripts/vscode.mjs';
import { stageExtension } from './harness/stageExtension.mjs';

const root = join(fileURLToPath(import.meta.url), '../../..');

/** Imports TypeScript, which the oldest Node we support cannot. */
async function importTypescript(path) {
  const outfile = join(root, '.cache/e2e/screenshots.mjs');
  const options = { bundle: true, platform: 'node', format: 'esm', packages: 'external' };
  await build({
    ...options,
    stdin: {
      contents: path.map((file) => `export * from './${file}';`).join('\n'),
      resolveDir: root,
    },
    outfile,
  });
  return import(pathToFileURL(outfile).href);
}

process.chdir(root);
const { scenes, takeScreenshots } = await importTypescript([
  'test/e2e/scenes.ts',
  'test/e2e/harness/takeScreenshots.ts',
]);
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(scenes);
const unknown = names.filter((name) => !(name in scenes));
if (unknown.length > 0)
  throw new Error(`No scene ${unknown.join(', ')}, only ${Object.keys(scenes).join(', ')}.`);

await prepareBundles();
const extensionPath = stageExtension(root);
try {
  await takeScreenshots({
    installation: await prepareVscode(process.env.VSCODE_VERSIONS ?? vscodeVersions.at(-1)),
    chromium: prepareChromium(),
    extensionPath,
    target: join(root, '.cache/screenshots'),
    scenes: Object.fromEntries(names.map((name) => [name, scenes[name]])),
    onPicture: (path) => process.stdout.write(`${path}\n`),
  });
} finally {
  rmSync(extensionPath, { recursive: true, force: true });
}
