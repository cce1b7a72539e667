// Files in memory, for reading test cases. Fails as a file system does.
import type { CaseFiles } from '../../../src/testing/caseFiles.ts';

/** `contents` by path, with `/` between the parts. */
export class MemoryFiles implements CaseFiles {
  readonly #contents: Map<string, Uint8Array>;

  constructor(contents: Readonly<Record<string, string | Uint8Array>>) {
    const encoder = new TextEncoder();
    const entries = Object.entries(contents);
    this.#contents = new Map(
      entries.map(([path, content]) => [
        path,
        typeof content === 'string' ? encoder.encode(content) : content,
      ]),
    );
  }

  readFile(path: string): Promise<Uint8Array> {
    const content = this.#contents.get(path);
    return content ? Promise.resolve(content) : Promise.reject(systemError('ENOENT', path));
  }

  listFolder(path: string): Promise<readonly string[]> {
    const start = `${path}/`;
    const below = [...this.#contents.keys()].filter((file) => file.startsWith(start));
    if (below.length === 0) return Promise.reject(systemError('ENOENT', path));
    const names = below.map((file) => file.slice(start.length));
    return Promise.resolve(names.filter((name) => !name.includes('/')));
  }
}

/** An error as Node's file system gives it. */
export function systemError(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
