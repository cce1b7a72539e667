// Reads the workspace's message schemas for the schema registry from its folder `schemas`. Knows nothing about who asks for them.
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AppError, describeError, isSystemError } from '../../base/errors.ts';
import { defaultSchemaNamespace, parseSchemaFileName } from '../../graph/messageSchema.ts';
import type { BrokenSchema, SchemaFormat, WorkspaceSchema } from '../../protocol/schemas.ts';
import { parseJsonText } from './jsonText.ts';
import { readTextFile } from './textFile.ts';

/** What a schema folder holds. What is wrong with files is listed in `problems`; it leaves the others usable. */
export interface SchemaFolder {
  /** Sorted by file path. Those whose file cannot be read are broken; files with another name are none. */
  readonly schemas: readonly (WorkspaceSchema | BrokenSchema)[];
  /** FILE_UNREADABLE or FILE_INVALID, each naming its file. */
  readonly problems: readonly AppError[];
}

/**
 * Reads `<name>@<version>.json` files of `folder` (namespace `default`) and of the folders directly in it, whose names
 * are namespaces. The version is everything after the last `@`: `reading@1.json`, `reading@2.json`. Other files than
 * `*.json` are ignored. A schema whose root has `"$schema": "Delta/1.0"` has format `delta`, every other one `json`; its
 * `title` and `description` become display name and description. A folder that does not exist is empty.
 */
export async function readSchemaFolder(folder: string): Promise<SchemaFolder> {
  const schemas: (WorkspaceSchema | BrokenSchema)[] = [];
  const problems: AppError[] = [];
  for (const { file, namespace } of await listSchemaFiles(folder, problems)) {
    const named = parseSchemaFileName(basename(file));
    if (!named) {
      problems.push(unnamedFile(file));
      continue;
    }
    try {
      schemas.push({ ...named, namespace, ...(await readSchema(file)) });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      problems.push(error);
      schemas.push({ ...named, namespace, problem: error.message });
    }
  }
  return { schemas, problems };
}

interface SchemaFile {
  readonly file: string;
  readonly namespace: string;
}

async function listSchemaFiles(
  folder: string,
  problems: AppError[],
  namespace?: string,
): Promise<SchemaFile[]> {
  const files: SchemaFile[] = [];
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
      const file = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (namespace === undefined) files.push(...(await listSchemaFiles(file, problems, entry.name)));
      } else if (entry.name.endsWith('.json'))
        files.push({ file, namespace: namespace ?? defaultSchemaNamespace });
    }
  } catch (cause) {
    if (!isSystemError(cause, 'ENOENT')) problems.push(unreadableFolder(folder, cause));
  }
  return files;
}

function unreadableFolder(folder: string, cause: unknown): AppError {
  return new AppError(
    'FILE_UNREADABLE',
    `The schema folder ${folder} cannot be read: ${describeError(cause)}. Make it a readable folder or remove it.`,
    { cause },
  );
}

function unnamedFile(file: string): AppError {
  return new AppError(
    'FILE_INVALID',
    `${file}: the file name does not say which schema it is. Rename it to <name>@<version>.json, for example ${basename(file, '.json').replace(/[@:]/g, '-') || 'reading'}@1.json.`,
  );
}

async function readSchema(file: string): Promise<Omit<WorkspaceSchema, 'name' | 'version' | 'namespace'>> {
  const content = (await readTextFile(file)).replace(/^\uFEFF/, '');
  const root = parseJsonText(content, file);
  if (typeof root !== 'object' || root === null || Array.isArray(root))
    throw new AppError(
      'FILE_INVALID',
      `${file}: a schema is a JSON object. Put the schema itself into the file.`,
    );
  const { title, description, $schema }: { title?: unknown; description?: unknown; $schema?: unknown } = root;
  const format: SchemaFormat = typeof $schema === 'string' && $schema.startsWith('Delta/') ? 'delta' : 'json';
  return {
    format,
    content,
    ...(typeof description === 'string' ? { description } : {}),
    ...(typeof title === 'string' ? { displayName: title } : {}),
  };
}
