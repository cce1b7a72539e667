// A disk in memory for the workspace index, and the smallest files that are modules. Knows no rule.
import type { FileAccess, FolderEntry } from '../../src/server/workspace/fileAccess.ts';

/** Files by absolute path. Each writing gives a file a new time. */
export class MemoryFiles implements FileAccess {
  readonly #files = new Map<string, { bytes: Uint8Array; modifiedMs: number }>();
  #clock = 0;
  /** Paths whose contents were read, in order. */
  readonly reads: string[] = [];
  /** Folders that were listed, in order. */
  readonly lists: string[] = [];

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [path, content] of Object.entries(files)) this.write(path, content);
  }

  write(path: string, content: string | Uint8Array): void {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    this.#clock += 1;
    this.#files.set(path, { bytes, modifiedMs: this.#clock });
  }

  /** Removes a file, or a folder with all that is in it. */
  remove(path: string): void {
    for (const each of [...this.#files.keys()])
      if (each === path || each.startsWith(`${path}/`)) this.#files.delete(each);
  }

  /** Moves a file or folder; times stay. */
  move(from: string, to: string): void {
    for (const [path, file] of [...this.#files]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      this.#files.delete(path);
      this.#files.set(to + path.slice(from.length), file);
    }
  }

  list(folder: string): Promise<readonly FolderEntry[]> {
    this.lists.push(folder);
    const entries = new Map<string, FolderEntry>();
    for (const path of this.#files.keys()) {
      if (!path.startsWith(`${folder}/`)) continue;
      const [name = '', ...rest] = path.slice(folder.length + 1).split('/');
      entries.set(name, { name, kind: rest.length > 0 ? 'folder' : 'file' });
    }
    return Promise.resolve([...entries.values()]);
  }

  async stat(path: string): ReturnType<FileAccess['stat']> {
    const file = this.#files.get(path);
    if (file) return { kind: 'file', sizeBytes: file.bytes.length, modifiedMs: file.modifiedMs };
    const isFolder = (await this.list(path)).length > 0;
    return isFolder ? { kind: 'folder', sizeBytes: 0, modifiedMs: 0 } : undefined;
  }

  readText(path: string): Promise<string | undefined> {
    this.reads.push(path);
    const file = this.#files.get(path);
    return Promise.resolve(file && new TextDecoder('utf-8', { ignoreBOM: true }).decode(file.bytes));
  }

  readParts(path: string, take: (part: Uint8Array) => void): Promise<boolean> {
    this.reads.push(path);
    const bytes = this.#files.get(path)?.bytes;
    for (let at = 0; bytes && at < bytes.length; at += 7) take(bytes.subarray(at, at + 7));
    return Promise.resolve(bytes !== undefined);
  }
}

/** A component with these imports and exports and nothing behind them. */
export function componentWith(
  exportNames: readonly string[],
  importNames: readonly string[] = [],
): Uint8Array {
  const named = (name: string): number[] => [0, name.length, ...new TextEncoder().encode(name)];
  const section = (id: number, entries: readonly number[][]): number[] => {
    const content = [entries.length, ...entries.flat()];
    return entries.length === 0 ? [] : [id, ...leb(content.length), ...content];
  };
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00],
    ...section(
      10,
      importNames.map((name) => [...named(name), 0x05, 0x00]),
    ),
    ...section(
      11,
      exportNames.map((name) => [...named(name), 0x05, 0x00, 0x00]),
    ),
  ]);
}

/** A core module without anything in it. */
export const coreModule: Uint8Array = Uint8Array.from([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);

function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >> 7)];
}
