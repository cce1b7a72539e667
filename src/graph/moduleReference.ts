// Module references: their three forms, taken apart. Knows nothing about registries or files.
import type { ModuleReference } from './model.ts';

// Path and name: OCI Distribution Specification 1.1, "Pulling manifests", <name> and <reference>.
const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const registryForm = new RegExp(
  `^(?<path>(?:${component}/)*)(?<name>${component}):(?<tag>\\w[\\w.-]{0,127})$`,
);
const pathForm = new RegExp(`^(?<path>(?:${component}/)+)(?<name>${component})$`);
/** The name of an operator in the workspace, which is the name of its folder. */
const localForm = /^(?<path>)(?<name>[A-Za-z0-9_](?:[\w.-]*[A-Za-z0-9_])?)$/;

/** Takes a reference apart; undefined when it has none of the forms `name`, `name:tag`, `path/name:tag`, `path/name`. */
export function parseModuleReference(text: string): ModuleReference | undefined {
  const groups = (registryForm.exec(text) ?? pathForm.exec(text) ?? localForm.exec(text))?.groups;
  if (!groups) return undefined;
  const { path = '', name = '', tag } = groups;
  return { text, path: path.replace(/\/$/, ''), name, ...(tag === undefined ? {} : { tag }) };
}

/** Whether the reference begins with what looks like a registry's host, which belongs into the registry endpoint. */
export function hasHost(reference: ModuleReference): boolean {
  const first = reference.path.split('/')[0] ?? '';
  return first.includes('.') || first === 'localhost';
}

/** Where a local cache of modules has the file, from the cache's folder: `<path>/<name>/<tag>.wasm`. */
export function cachedModulePath({ path, name, tag }: ModuleReference): string {
  return `${path === '' ? '' : `${path}/`}${name}/${tag ?? 'latest'}.wasm`;
}
