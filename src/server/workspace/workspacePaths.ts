// What a path means in a workspace: a graph's text, a message schema, an operator's source, manifest or build, a module of the cache. Told by
// names alone; knows no file.
import { join, relative, sep } from 'node:path';
import {
  defaultSchemaNamespace,
  formatSchemaReference,
  parseSchemaFileName,
} from '../../graph/messageSchema.ts';
import { buildModes, buildNames } from '../../runtime/run/resolveModules.ts';
import type { SourceLanguage } from './source/tokens.ts';

/** An operator project: `<root>/operators/<name>`. */
export interface OperatorFolder {
  /** Its absolute path. */
  readonly path: string;
  readonly name: string;
}

export type FileRole =
  | { readonly kind: 'yaml' }
  /** `reference` is `aio-sr://<namespace>/<name>:<version>`. */
  | { readonly kind: 'schema'; readonly reference: string }
  /** A file that stands where schemas do, under a name that says none. */
  | { readonly kind: 'misnamed-schema'; readonly namespace: string }
  | { readonly kind: 'manifest'; readonly operator: OperatorFolder }
  | { readonly kind: 'source'; readonly operator: OperatorFolder; readonly language: SourceLanguage }
  | { readonly kind: 'build'; readonly operator: OperatorFolder }
  /** `reference` is `<path>/<name>:<tag>`. */
  | { readonly kind: 'cached'; readonly name: string; readonly reference: string };

/** Folders of other people's files and of what tools make. */
const skippedFolders = ['node_modules', 'target', 'dist', 'venv', '__pycache__'];
/** Parts of an operator project that are no source of operators. */
const noSource = /^(?:bin|tests?|benches|examples|wit|bindings|.*_impl)$/;
const noSourceFile =
  /^(?:build\.rs|setup\.py|test_.*\.py|.*_test\.py|.*\.(?:test|spec|config)\.[cm]?[jt]s|.*\.d\.[cm]?ts)$/;

const languages: readonly (readonly [RegExp, SourceLanguage])[] = [
  [/\.rs$/, 'rust'],
  [/\.py$/, 'python'],
  [/\.[cm]?[jt]s$/, 'javascript'],
];

/** Whether nothing below a folder of this name is looked at. */
export function isSkippedFolder(name: string): boolean {
  return name.startsWith('.') || skippedFolders.includes(name);
}

/** Parts of `path` below `folder`; undefined when it is not below. */
export function partsBelow(folder: string, path: string): string[] | undefined {
  const parts = relative(folder, path).split(sep);
  const [first = ''] = parts;
  // A path on another drive stays absolute.
  return first === '' || first === '..' || first.includes(':') ? undefined : parts;
}

/** What the file at `path` is in the workspace folder `root`; undefined when it is nothing to us. */
export function roleInWorkspace(root: string, path: string): FileRole | undefined {
  const parts = partsBelow(root, path);
  const file = parts?.at(-1);
  if (!parts || file === undefined || parts.slice(0, -1).some(isSkippedFolder)) return undefined;
  if (/\.ya?ml$/i.test(file)) return { kind: 'yaml' };
  const schema = schemaOf(parts, file);
  if (schema) return schema;
  const at = parts.indexOf('operators');
  const name = parts[at + 1];
  if (at === -1 || name === undefined || parts.length < at + 3) return undefined;
  const operator = { path: join(root, ...parts.slice(0, at + 2)), name };
  return roleInOperator(operator, parts.slice(at + 2), file);
}

/** `schemas/<name>@<version>.json` and `schemas/<namespace>/<name>@<version>.json`, as runs read them. */
function schemaOf(parts: readonly string[], file: string): FileRole | undefined {
  const named = parseSchemaFileName(file);
  const [outer, inner] = parts.slice(-3, -1);
  const folders = inner === undefined ? [outer] : [outer, inner];
  if (!file.endsWith('.json') || !folders.includes('schemas')) return undefined;
  const namespace = (inner ?? outer) === 'schemas' ? defaultSchemaNamespace : (inner ?? '');
  // An operator may have the name, with its manifest in the folder.
  if (!named && parts.includes('operators')) return undefined;
  if (!named) return { kind: 'misnamed-schema', namespace };
  return { kind: 'schema', reference: formatSchemaReference({ namespace, ...named }) };
}

function roleInOperator(
  operator: OperatorFolder,
  parts: readonly string[],
  file: string,
): FileRole | undefined {
  if (parts.length === 1 && ['Cargo.toml', 'package.json'].includes(file))
    return { kind: 'manifest', operator };
  if (file.endsWith('.wasm')) return isBuild(operator.name, parts) ? { kind: 'build', operator } : undefined;
  if (noSourceFile.test(file) || parts.slice(0, -1).some((part) => noSource.test(part))) return undefined;
  const language = languages.find(([pattern]) => pattern.test(file))?.[1];
  return language && { kind: 'source', operator, language };
}

/** `bin/<arch>/<mode>/<name>.wasm` and `bin/<mode>/<name>.wasm`. */
function isBuild(name: string, parts: readonly string[]): boolean {
  const [bin, ...rest] = parts;
  const file = rest.pop() ?? '';
  const mode = rest.pop() ?? '';
  const [architecture] = rest;
  const hasPlace = rest.length === 0 || (rest.length === 1 && !buildModes.includes(architecture ?? ''));
  return bin === 'bin' && buildModes.includes(mode) && hasPlace && buildNames(name).files.includes(file);
}

/** What the file at `path` is in the cache: `<path>/<name>/<tag>.wasm`. */
export function roleInCache(cacheFolder: string, path: string): FileRole | undefined {
  const parts = partsBelow(cacheFolder, path);
  const tag = parts?.pop()?.replace(/\.wasm$/, '');
  const name = parts?.at(-1);
  if (!parts || tag === undefined || name === undefined || !path.endsWith('.wasm')) return undefined;
  return { kind: 'cached', name, reference: `${parts.join('/')}:${tag}` };
}
