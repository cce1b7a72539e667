// Which operators were changed since their modules were built. Builds nothing.
import { stat } from 'node:fs/promises';
import { BuildError } from './buildError.ts';
import type { BuildOptions } from './buildOperators.ts';
import { compareStamp, settingsOf } from './buildStamp.ts';
import { type BuildMode, type OperatorProject, outputFile } from './operatorProject.ts';
import { findToolchain } from './toolchains.ts';

/** An operator whose module is not what a build would make, and how that would be built. */
export interface ChangedOperator {
  readonly project: OperatorProject;
  readonly mode: BuildMode;
  readonly isBuilt: boolean;
}

const modes: readonly BuildMode[] = ['release', 'debug'];

/**
 * In the order of `projects`. The newer of a project's modules counts. One that this program did not build is not asked about, nor is one
 * whose toolchain is missing: no build could change it.
 */
export async function findChanged(
  projects: readonly OperatorProject[],
  options: Pick<BuildOptions, 'env' | 'clock' | 'signal'>,
): Promise<ChangedOperator[]> {
  const found = await Promise.all(projects.map((project) => examine(project, options)));
  return found.flatMap((each) => each ?? []);
}

async function examine(
  project: OperatorProject,
  options: Pick<BuildOptions, 'env' | 'clock' | 'signal'>,
): Promise<ChangedOperator | undefined> {
  const mode = await newestMode(project);
  if (!mode) return { project, mode: 'release', isBuilt: false };
  try {
    const { version } = await findToolchain(project, undefined, options);
    const settings = settingsOf(project, version, mode, undefined, options.env);
    const state = await compareStamp(outputFile(project, mode), settings);
    return state === 'changed' ? { project, mode, isBuilt: true } : undefined;
  } catch (error) {
    if (error instanceof BuildError && !options.signal.aborted) return undefined;
    throw error;
  }
}

async function newestMode(project: OperatorProject): Promise<BuildMode | undefined> {
  let newest: { readonly mode: BuildMode; readonly modifiedMs: number } | undefined;
  for (const mode of modes) {
    const found = await stat(outputFile(project, mode)).catch(() => undefined); // Not built in this mode.
    if (found && (!newest || found.mtimeMs > newest.modifiedMs)) newest = { mode, modifiedMs: found.mtimeMs };
  }
  return newest?.mode;
}
