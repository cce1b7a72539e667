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

/** A module's file as it is now, unread. */
export interface ModuleState {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  readonly modifiedMs: number;
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
  const given = givenPath(reference, places);
  if (given !== undefined) return readGiven(given, reference, node);
  const candidates = await listCandidates(reference, places);
  const path = (await newestCandidate(candidates))?.path;
  if (path === undefined) {
    const remedy = places.settingWords?.moduleFile(reference.text) ?? 'put its file in one of these places';
    throw new AppError(
      'MODULE_NOT_FOUND',
      `Operation "${node}" needs the module "${reference.text}", which was not found. Looked for: ${candidates.flat().join(', ')}. Build the operator, or ${remedy}.`,
    );
  }
  try {
    return { path, bytes: await readFile(path) };
  } catch (cause) {
    throw new AppError('FILE_UNREADABLE', `Cannot read ${path}: ${describeError(cause)}.`, { cause });
  }
}

/** The file that resolveModule would read; undefined when there is none. */
export async function locateModule(
  reference: ModuleReference,
  places: ModulePlaces,
): Promise<ModuleState | undefined> {
  const given = givenPath(reference, places);
  return given === undefined ? newestCandidate(await listCandidates(reference, places)) : stateOf(given);
}

function givenPath(
  reference: ModuleReference,
  { explicit, workspaceFolder }: ModulePlaces,
): string | undefined {
  const given = explicit.get(reference.text) ?? explicit.get(reference.name);
  return given === undefined ? undefined : resolve(workspaceFolder, given);
}

type Candidates = readonly [builds: readonly string[], pulled: readonly string[]];

async function listCandidates(reference: ModuleReference, places: ModulePlaces): Promise<Candidates> {
  const builds = await listBuilds(reference.name, places.workspaceFolder);
  return [builds, [join(places.cacheFolder, cachedModulePath(reference))]];
}

// What was built here counts, however new the pulled one is.
async function newestCandidate([builds, pulled]: Candidates): Promise<ModuleState | undefined> {
  return (await newestFile(builds)) ?? (await newestFile(pulled));
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

async function newestFile(paths: readonly string[]): Promise<ModuleState | undefined> {
  let newest: ModuleState | undefined;
  for (const path of paths) {
    const state = await stateOf(path);
    if (state && (!newest || state.modifiedMs > newest.modifiedMs)) newest = state;
  }
  return newest;
}

async function stateOf(path: string): Promise<ModuleState | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? { path, size: found.size, modifiedMs: found.mtimeMs } : undefined;
  } catch {
    return undefined; // Not there: the next place may have it.
  }
}
