// The worker that prepares components, bundled as a release has it, in a folder of its own.
import { cpSync, mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, type BuildOptions } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bundles = pathToFileURL(join(root, 'scripts/bundles.mjs')).href;

/** Bundles `entry` (a path within the repository) into a fresh folder and returns its address. */
export async function bundleWorker(entry: string): Promise<URL> {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  const outfile = join(folder, 'worker.mjs');
  const { programOptions } = (await import(bundles)) as { readonly programOptions: BuildOptions };
  // With `outfile` in place of the folder and the ending of a release.
  const { outdir: _outdir, outExtension: _outExtension, sourcemap: _sourcemap, ...options } = programOptions;
  await build({ ...options, absWorkingDir: root, entryPoints: [entry], outfile });
  const jco = createRequire(import.meta.url).resolve('@bytecodealliance/jco-transpile');
  for (const name of [
    'js-component-bindgen-component.core.wasm',
    'js-component-bindgen-component.core2.wasm',
  ])
    cpSync(join(dirname(jco), '../vendor', name), join(folder, name));
  return pathToFileURL(outfile);
}
