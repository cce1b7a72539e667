// Operator projects of a workspace: `operators/<name>/`, one folder each. Finds them and their language by their files. Knows no
// toolchain.
import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AppError, describeError } from '../base/errors.ts';
import { moduleOperationTypes, type ModuleOperationType } from '../graph/model.ts';
import type { OperatorLanguage } from './operatorLanguages.ts';

export type BuildMode = 'release' | 'debug';

/** What module files are built for, in the names of folders. WebAssembly itself does not care. */
const ARCHITECTURE = 'x86_64';

/** An operator project that can be built. */
export interface OperatorProject {
  /** Of its folder, and of the module. */
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly language: OperatorLanguage;
  /** The file to build from, relative to the folder: `Cargo.toml`, `<name>.py`, `<name>.js`. */
  readonly main: string;
}

/** The module file that a build of `project` makes. */
export function outputFile(project: OperatorProject, mode: BuildMode): string {
  return join(project.folder, 'bin', ARCHITECTURE, mode, `${project.name}.wasm`);
}

/** The nearest folder at or above `start` that has `operators`. Errors: OPERATOR_NOT_FOUND. */
export async function findOperatorsFolder(start: string): Promise<string> {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const entries = await list(folder).catch((): Dirent[] => []); // One above that may not be listed is none of ours.
    if (entries.some((entry) => entry.name === 'operators' && entry.isDirectory()))
      return join(folder, 'operators');
    if (dirname(folder) === folder)
      throw new AppError(
        'OPERATOR_NOT_FOUND',
        `There is no folder "operators" in ${resolve(start)} or above it. Operators are projects in operators/<name>.`,
      );
  }
}

/** The operator projects in `folder`, by name. Folders that are no project are left out. Errors: FILE_UNREADABLE. */
export async function listOperators(folder: string): Promise<OperatorProject[]> {
  const entries = await list(folder).catch((cause: unknown) => {
    throw new AppError('FILE_UNREADABLE', `Cannot read ${folder}: ${describeError(cause)}.`, { cause });
  });
  const names = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  const found = await Promise.all(names.map(({ name }) => readProject(join(folder, name), name)));
  return found.flatMap((project) => project ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The project in `folder`; undefined when there is none. */
export async function readProject(folder: string, name: string): Promise<OperatorProject | undefined> {
  const entries = await list(folder).catch((): Dirent[] => []); // A file, or a link that leads nowhere.
  const files = new Set(entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name));
  const declared = files.has('package.json') ? await readMain(join(folder, 'package.json')) : undefined;
  const found = chooseMain(name, files, declared);
  return found && { name, folder, ...found };
}

/** What a project called `name` with these `files` is built from; `declared` is the main file of its package.json. */
export function chooseMain(
  name: string,
  files: ReadonlySet<string>,
  declared?: string,
): Pick<OperatorProject, 'language' | 'main'> | undefined {
  if (files.has('Cargo.toml')) return { language: 'rust', main: 'Cargo.toml' };
  const stem = name.replaceAll('-', '_');
  const python = [`${stem}.py`, `${name}.py`].find((file) => files.has(file));
  if (python !== undefined) return { language: 'python', main: python };
  const script = [declared, `${name}.js`, `${stem}.js`, `${name}.mjs`, `${name}.ts`, 'index.js'].find(
    (file) => file !== undefined && (files.has(file) || file.includes('/')),
  );
  return script === undefined ? undefined : { language: 'javascript', main: script };
}

async function readMain(path: string): Promise<string | undefined> {
  try {
    const { main } = JSON.parse(await readFile(path, 'utf8')) as { main?: unknown };
    return typeof main === 'string' ? main.replace(/^\.\//, '') : undefined;
  } catch {
    return undefined; // Half written: the usual names count.
  }
}

function list(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true });
}

/** Which operators a Python or JavaScript source exports, by its text. */
export function findExports(language: OperatorLanguage, text: string): ModuleOperationType[] {
  return moduleOperationTypes.filter((type) => {
    const className = `${type.charAt(0).toUpperCase()}${type.slice(1)}`;
    const pattern =
      language === 'python'
        ? `^class ${className}\\b`
        : `^export\\s+(?:(?:const|let|var|class|async\\s+function|function)\\s+${type}\\b|\\{[^}]*\\b${type}\\s*[,}])`;
    return new RegExp(pattern, 'm').test(text);
  });
}
