// Whether a change of files may change the result of a test case. Knows no vscode.

/** What a case depends on; paths of files and folders. */
export interface CaseDependencies {
  readonly file: string;
  /** What the case names. */
  readonly named: readonly string[];
  /** What its last run has used; undefined before the first. */
  readonly used: readonly string[] | undefined;
}

/** Files beside a graph that every run reads; see docs/runtime.md. */
const sharedFiles = /[\\/](?:statestore\.json|responders\.yaml|tk_schema_config\.json|hostapp\.env\.list)$/;

/** Modules of a case that has not run yet are not known: each may be one of its own. */
export function isAffected({ file, named, used }: CaseDependencies, changed: readonly string[]): boolean {
  const paths = [file, ...named, ...(used ?? [])];
  return changed.some(
    (path) =>
      paths.some((own) => path === own || isInside(path, own)) ||
      sharedFiles.test(path) ||
      (used === undefined && path.endsWith('.wasm')),
  );
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder) && /^[\\/]/.test(path.slice(folder.length));
}
