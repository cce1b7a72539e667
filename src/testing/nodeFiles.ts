// The file system behind the port of test cases. Knows nothing about what is in the files.
import { readdir, readFile } from 'node:fs/promises';
import type { CaseFiles } from './caseFiles.ts';

export const nodeFiles: CaseFiles = {
  readFile: (path) => readFile(path),
  listFolder: async (path) => {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  },
};
