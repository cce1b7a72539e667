// Puts new files and changed ones into place, all or none: new ones are written beside their place and moved there when all
// are written. Knows nothing about what is in them.
import { lstat, mkdir, mkdtemp, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { AppError, isSystemError } from '../../base/errors.ts';
import { writeFailure } from '../../base/writeFailure.ts';

/** What is to be done; all paths are absolute. */
export interface Placement {
  /** New files; their folders are made. */
  readonly created: ReadonlyMap<string, string>;
  /** Files that change. */
  readonly edited: readonly FileEdit[];
}

export interface FileEdit {
  readonly path: string;
  /** What it has held when the change was made. */
  readonly before: string;
  readonly after: string;
}

/**
 * Does it, or leaves everything as it was. Errors: TARGET_EXISTS when a new file is there already, TARGET_CHANGED when a file
 * is no longer what was edited, FILE_UNWRITABLE when the system does not let it be written.
 */
export async function placeFiles({ created, edited }: Placement): Promise<void> {
  const undo: (() => Promise<void>)[] = [];
  try {
    for (const entry of await findEntries([...created.keys()])) await moveIn(entry, created, undo);
    for (const edit of edited) await replaceText(edit, undo);
  } catch (error) {
    for (const step of undo.reverse()) await step();
    if (error instanceof AppError) throw error;
    const [first = ''] = [...created.keys(), ...edited.map(({ path }) => path)];
    const { code, message } = writeFailure(dirname(first), error);
    throw new AppError(code, `Nothing was created. ${message}`, { cause: error });
  }
}

/** Errors: TARGET_EXISTS. */
export async function refuseExisting(path: string, what: string): Promise<void> {
  if (await exists(path))
    throw new AppError(
      'TARGET_EXISTS',
      `${what} is there already: ${path}. Take another name, or remove it first.`,
    );
}

/** Whether there is anything at `path`, a link that leads nowhere included. */
async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return false;
    throw error;
  }
}

/** A folder or file that is not there yet, in a folder that may be, and the files that are or come into it. */
interface Entry {
  readonly path: string;
  readonly files: readonly string[];
}

async function findEntries(files: readonly string[]): Promise<Entry[]> {
  const entries = new Map<string, string[]>();
  for (const file of files) {
    await refuseExisting(file, 'A file that would be created');
    let path = file;
    while (!(await exists(dirname(path)))) path = dirname(path);
    entries.set(path, [...(entries.get(path) ?? []), file]);
  }
  return [...entries].map(([path, own]) => ({ path, files: own }));
}

async function moveIn(
  { path, files }: Entry,
  texts: ReadonlyMap<string, string>,
  undo: (() => Promise<void>)[],
): Promise<void> {
  // In the same folder, so that moving is renaming; a name with a dot is passed over by what watches the workspace.
  const staging = await mkdtemp(join(dirname(path), '.new-'));
  try {
    const staged = join(staging, basename(path));
    for (const file of files) {
      const place = join(staged, relative(path, file));
      await mkdir(dirname(place), { recursive: true });
      await writeFile(place, texts.get(file) ?? '', { flag: 'wx' });
    }
    await refuseExisting(path, 'A file that would be created');
    await rename(staged, path);
    undo.push(() => rm(path, { recursive: true, force: true }));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function replaceText({ path, before, after }: FileEdit, undo: (() => Promise<void>)[]): Promise<void> {
  // A link stays one.
  const real = await realpath(path);
  if ((await readFile(real, 'utf8')) !== before)
    throw new AppError('TARGET_CHANGED', `${path} was changed meanwhile, so nothing was created. Try again.`);
  const { mode } = await stat(real);
  const staging = await mkdtemp(join(dirname(real), '.new-'));
  try {
    const staged = join(staging, basename(real));
    await writeFile(staged, after, { mode });
    await rename(staged, real);
    undo.push(() => writeFile(real, before));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
