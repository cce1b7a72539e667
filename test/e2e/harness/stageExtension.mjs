// Copies what the package would hold into a folder of its own, to be loaded as the extension under development. Not the
// checkout itself: it also holds the VS Code under test, whose colour themes would then be taken for the extension's.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** The files below `root` that a pattern of .vscodeignore allows; only its last part may have a `*`, and `**` before it. */
function expand(root, pattern) {
  const folder = dirname(pattern);
  if (folder.endsWith('/**')) return expandBelow(root, folder.slice(0, -3), basename(pattern));
  if (!existsSync(join(root, folder))) return [];
  const source = basename(pattern)
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*');
  const names = readdirSync(join(root, folder)).filter((name) => new RegExp(`^${source}$`).test(name));
  return names.map((name) => join(folder, name));
}

/** Those in `folder` and in folders below it. */
function expandBelow(root, folder, name) {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const below = entries.filter((entry) => entry.isDirectory()).map((entry) => join(folder, entry.name));
  return [...expand(root, join(folder, name)), ...below.flatMap((each) => expandBelow(root, each, name))];
}

/** Stages the checkout at `root`. Returns the path of the folder, which whoever asked removes. */
export function stageExtension(root) {
  const allowed = readFileSync(join(root, '.vscodeignore'), 'utf8').matchAll(/^!(.+)$/gm);
  const files = [...allowed].flatMap(([, pattern]) => expand(root, pattern));
  const target = realpathSync(mkdtempSync(join(tmpdir(), 'dataflow-extension-')));
  // Stack traces in logs point into the sources.
  for (const file of [...files, 'dist/extension.cjs.map', 'dist/languageServer.mjs.map'])
    cpSync(join(root, file), join(target, file), { recursive: true });
  return target;
}
