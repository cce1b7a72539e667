// Where the trace of a run goes: the file that a person names, else one in a folder of the last runs. Knows nothing about traces.
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describeError } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { writeFailure } from '../../base/writeFailure.ts';

const KEPT_RUNS = 20;

/** `path`, in a folder that is made: whoever names a file wants the trace there. Errors: FILE_UNWRITABLE. */
export async function claimTracePath(path: string): Promise<string> {
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(path, 'a');
    const found = await file.stat().finally(() => file.close());
    // A run that does not start leaves no empty trace behind. Devices are empty, too.
    if (found.isFile() && found.size === 0) await rm(path);
    return path;
  } catch (cause) {
    throw writeFailure(path, cause);
  }
}

/**
 * A new file name in `folder`, which is made; old traces beyond the last 20 are deleted. Undefined, with a warning, when
 * the folder cannot be used: a run does not depend on it.
 */
export async function nextTracePath(
  folder: string,
  graphFile: string,
  nowMs: number,
  logger: Logger,
): Promise<string | undefined> {
  try {
    await mkdir(folder, { recursive: true });
    await deleteOld(folder);
  } catch (error) {
    const fix = 'Name another cache folder, or a file for the trace.';
    logger.log('warn', `The trace is not kept: ${folder} cannot be used (${describeError(error)}). ${fix}`);
    return undefined;
  }
  const name = basename(graphFile).replace(/(?:\.dataflow)?\.ya?ml$/, '');
  const time = new Date(nowMs).toISOString().replace(/[:.]/g, '-');
  return join(folder, `${name}-${time}-${String(process.pid)}.trace`);
}

async function deleteOld(folder: string): Promise<void> {
  const names = await readdir(folder);
  // A run may have several segment files: `<name>.trace`, `<name>.trace.1`, …
  const runs = new Map<string, string[]>();
  for (const name of names) {
    const run = name.replace(/\.\d+$/, '');
    runs.set(run, [...(runs.get(run) ?? []), name]);
  }
  const dated = await Promise.all(
    [...runs].map(async ([run, files]) => ({ files, atMs: await newest(folder, run, files) })),
  );
  const old = dated.sort((a, b) => b.atMs - a.atMs).slice(KEPT_RUNS - 1);
  await Promise.all(old.flatMap(({ files }) => files.map((file) => rm(join(folder, file), { force: true }))));
}

async function newest(folder: string, _run: string, files: readonly string[]): Promise<number> {
  // A file that has gone meanwhile counts as old.
  const times = await Promise.all(
    files.map((file) =>
      stat(join(folder, file)).then(
        (found) => found.mtimeMs,
        () => 0,
      ),
    ),
  );
  return Math.max(...times);
}
