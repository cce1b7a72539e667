// What a built module file is: its size, its digest and what it offers, from one reading of the file. Knows nothing about
// graphs.
import { createHash } from 'node:crypto';
import { AppError } from '../../base/errors.ts';
import type { ModuleBuild } from '../../language/workspaceFacts.ts';
import { inspectModule } from '../../runtime/component/inspectModule.ts';
import type { FileAccess } from './fileAccess.ts';

/** Larger files are digested, but not looked into: nothing that large can be deployed. */
const maxInspectedBytes = 256 * 1024 * 1024;

/** `label` names the file in `damage`. Undefined when it cannot be read. */
export async function inspectBuild(
  path: string,
  uri: string,
  label: string,
  files: FileAccess,
): Promise<ModuleBuild | undefined> {
  const hash = createHash('sha256');
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  const isRead = await files.readParts(path, (part) => {
    hash.update(part);
    sizeBytes += part.length;
    if (sizeBytes <= maxInspectedBytes) parts.push(part);
    else parts.length = 0;
  });
  if (!isRead) return undefined;
  const build = { uri, sizeBytes, digest: `sha256:${hash.digest('hex')}` };
  if (sizeBytes > maxInspectedBytes)
    return {
      ...build,
      damage: `${label} has ${String(Math.round(sizeBytes / 2 ** 20))} MB, too much to be a module.`,
    };
  try {
    const { imports, exports } = inspectModule(Buffer.concat(parts), label);
    return { ...build, imports, exports };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...build, damage: error.message };
  }
}
