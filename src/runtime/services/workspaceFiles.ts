// Finds and reads the files that existing workspaces bring for a run: state seed, module schema, environment list.
// Knows nothing about the services that use them.
import { stat } from 'node:fs/promises';
import { basename, isAbsolute, join, resolve } from 'node:path';
import { AppError } from '../../base/errors.ts';
import { parseEnvList, type EnvEntry } from './envList.ts';
import { parseJsonText } from './jsonText.ts';
import { parseParameterOverrides, type ParameterOverride } from './parameterOverrides.ts';
import { readOptionalTextFile, readTextFile } from './textFile.ts';

/** A key to put into the state store before the run. */
export interface StateSeed {
  readonly key: string;
  readonly value: string;
}

/** A schema given to every module's `init`; WIT `module-schema`. */
export interface ModuleSchema {
  readonly name: string;
  readonly contentType: string;
  readonly content: string;
}

/** Files named by the user, relative to the workspace folder or absolute. A named file must exist. */
export interface NamedWorkspaceFiles {
  /** Default `statestore.json`, if there is one. */
  readonly stateSeed?: string;
  /** Default: what TK_SCHEMA_CONFIG_PATH names, else `tk_schema_config.json`, if there is one. */
  readonly moduleSchema?: string;
  /** Default `hostapp.env.list`, if there is one. */
  readonly environment?: string;
  /** Default `responders.yaml`, if there is one. */
  readonly responders?: string;
}

/** What the files say. */
export interface WorkspaceFiles {
  /** In the order of the file; a key may come again, the last one counts. */
  readonly stateSeeds: readonly StateSeed[];
  /** At most one. */
  readonly moduleSchemas: readonly ModuleSchema[];
  readonly overrides: readonly ParameterOverride[];
  /** The file of responder rules as it stands. */
  readonly responders?: FoundFile;
}

/**
 * Reads the files of the workspace `folder`.
 * Errors: FILE_UNREADABLE (a named file is missing, or any cannot be read), FILE_INVALID (with file and, if known, line).
 */
export async function readWorkspaceFiles(
  folder: string,
  named: NamedWorkspaceFiles = {},
): Promise<WorkspaceFiles> {
  const seed = await readNamedOrDefault(folder, named.stateSeed, 'statestore.json');
  const env = await readNamedOrDefault(folder, named.environment, 'hostapp.env.list');
  const responders = await readNamedOrDefault(folder, named.responders, 'responders.yaml');
  const variables: ReadonlyMap<string, EnvEntry> = env
    ? parseEnvList(env.text, env.file)
    : new Map<string, EnvEntry>();
  const parameters = variables.get('TK_CONFIGURATION_PARAMETERS');
  return {
    stateSeeds: seed ? parseStateSeeds(seed.text, seed.file) : [],
    moduleSchemas: await readModuleSchema(
      folder,
      named.moduleSchema,
      env?.file,
      variables.get('TK_SCHEMA_CONFIG_PATH'),
    ),
    overrides: env && parameters ? parseParameterOverrides(parameters.value, env.file, parameters.line) : [],
    ...(responders && { responders }),
  };
}

/**
 * Reads `[ {"key": "value"}, … ]` (an object may hold several pairs) or `{ "key": "value", … }`. Values that are not
 * text become their JSON text. Errors: FILE_INVALID.
 */
export function parseStateSeeds(text: string, file: string): readonly StateSeed[] {
  const root = parseJsonText(text, file);
  const objects: unknown[] = Array.isArray(root) ? root : [root];
  return objects.flatMap((object, index) => {
    const where = Array.isArray(root) ? `${file}: entry ${String(index + 1)}` : file;
    if (typeof object !== 'object' || object === null || Array.isArray(object))
      throw new AppError('FILE_INVALID', `${where} is no object of keys and values. Write {"key": "value"}.`);
    return Object.entries(object).map(([key, value]: [string, unknown]) => {
      if (key === '')
        throw new AppError(
          'FILE_INVALID',
          `${where} has an empty key, which the state store refuses. Name the key.`,
        );
      return { key, value: typeof value === 'string' ? value : JSON.stringify(value) };
    });
  });
}

/**
 * Makes a module schema of a JSON Schema file: `name` is the file's base name without `.json`, the content type
 * `application/json`, the content the file's text. Errors: FILE_INVALID.
 */
export function parseModuleSchema(text: string, file: string): ModuleSchema {
  const root = parseJsonText(text, file);
  if (typeof root !== 'object' || root === null || Array.isArray(root))
    throw new AppError(
      'FILE_INVALID',
      `${file} is no JSON Schema: it must be a JSON object such as {"type": "object"}.`,
    );
  const content = text.replace(/^\uFEFF/, '');
  return { name: basename(file).replace(/\.json$/, ''), contentType: 'application/json', content };
}

async function readModuleSchema(
  folder: string,
  named: string | undefined,
  envFile: string | undefined,
  variable: EnvEntry | undefined,
): Promise<readonly ModuleSchema[]> {
  const isPointedTo = named === undefined && variable !== undefined && variable.value !== '';
  const found = isPointedTo
    ? await readContainerPath(folder, variable, envFile ?? folder)
    : await readNamedOrDefault(folder, named, 'tk_schema_config.json');
  return found ? [parseModuleSchema(found.text, found.file)] : [];
}

// Paths in the environment list were written for the container, where the workspace is mounted under another name.
async function readContainerPath(folder: string, variable: EnvEntry, envFile: string): Promise<FoundFile> {
  const direct = resolve(folder, variable.value);
  const local = join(folder, variable.value.split(/[\\/]/).at(-1) ?? '');
  const file = (await isFile(direct)) ? direct : local;
  if (!(await isFile(file))) {
    const tried = direct === local ? direct : `${direct} nor ${local}`;
    throw new AppError(
      'FILE_UNREADABLE',
      `${envFile}:${String(variable.line)}: TK_SCHEMA_CONFIG_PATH=${variable.value} names no file: there is no ${tried}. Correct the path or remove the line.`,
    );
  }
  return { file, text: await readTextFile(file) };
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    // Whatever the reason, there is no file to read at this path.
    return false;
  }
}

/** A file that was found, with its absolute path. */
export interface FoundFile {
  readonly file: string;
  readonly text: string;
}

async function readNamedOrDefault(
  folder: string,
  named: string | undefined,
  byDefault: string,
): Promise<FoundFile | undefined> {
  if (named !== undefined) {
    const file = isAbsolute(named) ? named : join(folder, named);
    return { file, text: await readTextFile(file) };
  }
  const file = join(folder, byDefault);
  const text = await readOptionalTextFile(file);
  return text === undefined ? undefined : { file, text };
}
