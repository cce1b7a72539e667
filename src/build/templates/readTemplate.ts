// Reads template folders and fills names in. Templates are projects that work as they stand, under names that are replaced.
// Knows nothing about what is made of them.
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError, describeError } from '../../base/errors.ts';

/** Files by path with `/`, relative to where they go. */
export type TemplateFiles = Map<string, string>;

/** What stands in templates for names that are given later. */
export interface TemplateNames {
  /** For `operator-name`, and with underscores for `operator_name`. */
  readonly operator?: string;
  /** For `operator-type`. */
  readonly type?: string;
  /** For `application-name`. */
  readonly application?: string;
}

/**
 * The files of `folders` with `names` filled into paths and texts; later folders come over earlier ones. A path that begins
 * with `_` gets a dot: tools would take such files of the templates as meant for them. Errors: FILE_UNREADABLE.
 */
export async function readTemplate(folders: readonly string[], names: TemplateNames): Promise<TemplateFiles> {
  const files: TemplateFiles = new Map();
  for (const folder of folders)
    for (const [path, text] of await readFolder(folder))
      files.set(fillIn(path, names).replace(/(^|\/)_(?=[a-z])/g, '$1.'), fillIn(text, names));
  return files;
}

/** Every file below `folder`, as it stands. Errors: FILE_UNREADABLE. */
export async function readFolder(folder: string): Promise<TemplateFiles> {
  try {
    const names = await readdir(folder, { recursive: true });
    const areFiles = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).isFile()));
    const paths = names.filter((_name, index) => areFiles[index]);
    const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), 'utf8')));
    return new Map(paths.map((path, index) => [path.split(sep).join('/'), texts[index] ?? '']));
  } catch (error) {
    throw new AppError(
      'FILE_UNREADABLE',
      `The templates in ${folder} cannot be read: ${describeError(error)}. Install this program anew.`,
      { cause: error },
    );
  }
}

function fillIn(text: string, { operator, type, application }: TemplateNames): string {
  return text.replace(/operator[-_]name|operator-type|application-name/g, (found) => {
    switch (found) {
      case 'operator-name':
        return operator ?? found;
      case 'operator_name':
        return operator?.replaceAll('-', '_') ?? found;
      case 'operator-type':
        return type ?? found;
      default:
        return application ?? found;
    }
  });
}
