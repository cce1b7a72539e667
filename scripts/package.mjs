// `npm run package`: makes dist/dataflow-graphs.vsix of what .vscodeignore allows, and tells how big it is.
import { createVSIX } from '@vscode/vsce';
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isProgram } from './setup.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Above this size the package is not delivered. */
const MAX_MEGABYTES = 12;

export const vsixPath = join(root, 'dist/dataflow-graphs.vsix');

/** Writes the package; throws when it is too big. Returns its size in megabytes. */
export async function makePackage() {
  mkdirSync(dirname(vsixPath), { recursive: true });
  await createVSIX({
    cwd: root,
    packagePath: vsixPath,
    // Everything is bundled.
    dependencies: false,
    // Pictures of the README come with the package.
    rewriteRelativeLinks: false,
    allowMissingRepository: true,
  });
  const megabytes = statSync(vsixPath).size / 1024 / 1024;
  if (megabytes > MAX_MEGABYTES)
    throw new Error(`${vsixPath} has ${megabytes.toFixed(1)} MB, more than ${MAX_MEGABYTES}.`);
  return megabytes;
}

if (isProgram(import.meta.url)) {
  const megabytes = await makePackage();
  console.log(`${vsixPath}: ${megabytes.toFixed(1)} MB`);
}
