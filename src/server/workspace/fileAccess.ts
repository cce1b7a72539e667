// The port through which the index reads files, and its implementation for a real disk. Knows nothing about what is in
// the files. Nothing here throws: what cannot be read is as good as absent.
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';

/** One entry of a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder';
}

/** What tells whether a file is another one now. */
export interface FileStamp {
  readonly kind: 'file' | 'folder';
  readonly sizeBytes: number;
  /** Milliseconds since the Unix epoch, with fractions where the disk has them. */
  readonly modifiedMs: number;
}

/** Reads files by absolute path. No method rejects. */
export interface FileAccess {
  /** Files and folders of `folder`, without links; empty when it is not there. */
  list(folder: string): Promise<readonly FolderEntry[]>;
  /** Undefined when there is nothing at `path`. */
  stat(path: string): Promise<FileStamp | undefined>;
  /** Undefined when it cannot be read. */
  readText(path: string): Promise<string | undefined>;
  /** Hands the file's bytes to `take` in order, part by part; false when they cannot be read to the end. */
  readParts(path: string, take: (part: Uint8Array) => void): Promise<boolean>;
}

/** The real file system. */
export const nodeFileAccess: FileAccess = {
  async list(folder) {
    try {
      const entries = await readdir(folder, { withFileTypes: true });
      return entries
        .filter((entry) => entry.isFile() || entry.isDirectory())
        .map((entry) => ({ name: entry.name, kind: entry.isFile() ? 'file' : 'folder' }));
    } catch {
      return []; // Gone, or closed to us: as the port promises.
    }
  },

  async stat(path) {
    try {
      const found = await stat(path);
      if (!found.isFile() && !found.isDirectory()) return undefined;
      const kind = found.isFile() ? 'file' : 'folder';
      return { kind, sizeBytes: found.size, modifiedMs: found.mtimeMs };
    } catch {
      return undefined; // Gone, or closed to us: as the port promises.
    }
  },

  async readText(path) {
    try {
      return await readFile(path, 'utf8');
    } catch {
      return undefined; // Gone, or closed to us: as the port promises.
    }
  },

  async readParts(path, take) {
    try {
      for await (const part of createReadStream(path, {
        highWaterMark: 1024 * 1024,
      }) as AsyncIterable<Buffer>)
        take(part);
      return true;
    } catch {
      return false; // Gone, or closed to us: as the port promises.
    }
  },
};
