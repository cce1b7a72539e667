// The repository as tests of the house see it: its files and package.json.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of the repository. */
export const root: string = join(dirname(fileURLToPath(import.meta.url)), '../../..');

/** The text of a file; `path` is from the root. */
export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Whether there is a file or folder of this path from the root. */
export function exists(path: string): boolean {
  return existsSync(join(root, path));
}

const notOurs = new Set(['node_modules', 'target', 'bin', '.git', '.cache', 'dist']);

/** The files below a folder, as paths from the root with forward slashes; build results and packages left out. */
export function listFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    if (notOurs.has(entry.name)) return [];
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFiles(path) : [path];
  });
}

/** The name of a file without its ends: `launchFile` for `src/graph/launchFile.generated.ts`. */
export function stemOf(path: string): string {
  return basename(path).replace(/\..*$/, '');
}

interface PackageJson {
  readonly scripts: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
}

export const packageJson: PackageJson = JSON.parse(readText('package.json')) as PackageJson;
