// Folders for windows to open: fresh copies of samples, or files as a test writes them. Must not know VS Code.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** What a folder holds: a copy of the folder at `copyOf` (absolute), and `files` by path, which win. */
export interface FolderContent {
  readonly copyOf?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** A folder that nobody else uses. */
export interface WorkspaceFolder {
  /** Absolute; its name is that of the original. */
  readonly path: string;
  readonly remove: () => void;
}

/** Makes a folder. Whoever asked removes it. */
export function makeFolder({ copyOf, files = {} }: FolderContent): WorkspaceFolder {
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'dataflow-folder-')));
  const path = join(parent, copyOf === undefined ? 'workspace' : basename(copyOf));
  mkdirSync(path);
  if (copyOf !== undefined)
    cpSync(copyOf, path, { recursive: true, filter: (source) => !/[\\/]target$/.test(source) });
  writeFiles(path, files);
  return { path, remove: () => rmSync(parent, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Writes files by their paths in `folder`. */
export function writeFiles(folder: string, files: NonNullable<FolderContent['files']>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}
