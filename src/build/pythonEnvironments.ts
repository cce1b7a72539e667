// Python environments that people make beside their operators. Knows nothing about what runs in them.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What they are called. */
const environments = ['.venv', 'venv'];

/** The files of `program` in environments of `folder`, or of the folder two above. */
export function pythonEnvironments(folder: string, program: string): string[] {
  const isWindows = process.platform === 'win32';
  const inside = isWindows ? join('Scripts', `${program}.exe`) : join('bin', program);
  const folders = [folder, join(folder, '..', '..')];
  const candidates = folders.flatMap((each) => environments.map((name) => join(each, name, inside)));
  return candidates.filter((path) => existsSync(path));
}
