// Finds the file of every module that a graph refers to: an explicit map first, then what the workspace has built, then
// a local cache folder. Knows nothing about what is in the files.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError, describeError, isSystemError } from '../../base/errors.ts';
import type { ModuleReference } from '../../graph/model.ts';
import { cachedModulePath } from '../../graph/moduleReference.ts';
import type { SettingWords } from './settingWords.ts';

/** Where to look. */
export interface ModulePlaces {
  /** File by module reference as written, or by its name. Relative paths start at `workspaceFolder`. */
  readonly explicit: ReadonlyMap<string, string>;
  /** The folder that holds `operators/`. */
  readonly workspaceFolder: string;
  /** Holds `<path>/<name>/<tag>.wasm`. */
  readonly cacheFolder: string;
  readonly settingWords?: SettingWords;
}

/** A module's file. */
export interface ResolvedModule {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** How modules are built: names of the folders that hold `<name>.wasm`. */
export const buildModes: readonly string[] = ['release', 'debug'];

/**
 * Reads the module's file. Of several builds the newest is taken.
 * Errors: MODULE_NOT_FOUND (with every place that was tried), FILE_UNREADABLE.
 */
export async function resolveModule(
  reference: ModuleReference,
  node: string,
  places: ModulePlaces,
): Promise<ResolvedModule> {
  const explicit = places.explicit.get(reference.text) ?? places.explicit.get(reference.name);
  if (explicit !== undefined) return readGiven(resolve(places.workspaceFolder, explicit), reference, node);
  const builds = await listBuilds(reference.name, places.workspaceFolder);
  const cached = join(places.cacheFolder, cachedModulePath(reference));
  // What was built here counts, however new the pulled one is.
  const path = (await newestFile(builds)) ?? (await newestFile([cached]));
  if (path === undefined) {
    const remedy = places.settingWords?.moduleFile(reference.text) ?? 'put its file in one of these places';
    throw new AppError(
      'MODULE_NOT_FOUND',
      `Operation "${node}" needs the module "${reference.text}", which was not found. Looked for: ${[...builds, cached].join(', ')}. Build the operator, or ${remedy}.`,
    );
  }
  try {
    return { path, bytes: await readFile(path) };
  } catch (cause) {
    throw new AppError('FILE_UNREADABLE', `Cannot read ${path}: ${describeError(cause)}.`, { cause });
  }
}

async function readGiven(path: string, reference: ModuleReference, node: string): Promise<ResolvedModule> {
  try {
    return { path, bytes: await readFile(path) };
  } catch (cause) {
    const isMissing = isSystemError(cause, 'ENOENT', 'ENOTDIR');
    throw new AppError(
      isMissing ? 'MODULE_NOT_FOUND' : 'FILE_UNREADABLE',
      `Operation "${node}" is to use ${path} as module "${reference.text}", which ${isMissing ? 'is not there' : `cannot be read: ${describeError(cause)}`}. Check the path that was given for the module.`,
      { cause },
    );
  }
}

/** Folders below `operators/` that may hold the module `name`, and the names its file may have: cargo writes "_" for "-". */
export function buildNames(name: string): { readonly folders: string[]; readonly files: string[] } {
  return {
    folders: [...new Set([name, name.replaceAll('_', '-'), name.replaceAll('-', '_')])],
    files: [...new Set([`${name}.wasm`, `${name.replaceAll('-', '_')}.wasm`])],
  };
}

// operators/<name>/bin/<arch>/<mode>/<name>.wasm and operators/<name>/bin/<mode>/<name>.wasm.
async function listBuilds(name: string, workspaceFolder: string): Promise<string[]> {
  const { folders, files } = buildNames(name);
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const bin = join(workspaceFolder, 'operators', folder, 'bin');
      const architectures = await listFolders(bin);
      const places = [
        ...architectures.filter((each) => !buildModes.includes(each)).map((each) => join(bin, each)),
        bin,
      ];
      return places.flatMap((place) =>
        buildModes.flatMap((mode) => files.map((file) => join(place, mode, file))),
      );
    }),
  );
  return lists.flat();
}

async function listFolders(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch {
    return []; // No build yet: the caller reports every place that was tried.
  }
}

async function newestFile(paths: readonly string[]): Promise<string | undefined> {
  let newest: { path: string; modifiedMs: number } | undefined;
  for (const path of paths) {
    const modifiedMs = await modifiedTime(path);
    if (modifiedMs !== undefined && (!newest || modifiedMs > newest.modifiedMs))
      newest = { path, modifiedMs };
  }
  return newest?.path;
}

async function modifiedTime(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.mtimeMs : undefined;
  } catch {
    return undefined; // Not there: the next place may have it.
  }
}
