// Creates an application: a folder with a graph, one operator in it, messages and a test case. All or nothing.
import { basename, dirname, join, resolve } from 'node:path';
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { AppError, isSystemError } from '../../base/errors.ts';
import { writeFailure } from '../../base/writeFailure.ts';
import { below, createOperator, type OperatorRequest } from './createOperator.ts';
import { placeFiles, refuseExisting } from './placeFiles.ts';
import { graphNameFrom, whyNotApplicationName } from './projectNames.ts';
import { readFolder, readTemplate } from './readTemplate.ts';
import type { Creation, Scaffolding } from './scaffolding.ts';

/** What to create. */
export interface ApplicationRequest {
  /** Absolute. It need not be there; when it is, none of the application's files may be. */
  readonly folder: string;
  /** What its graph is called; by default after the folder. */
  readonly name?: string;
  readonly operator: Pick<OperatorRequest, 'name' | 'type' | 'project'>;
}

/** The graph's file in the folder of an application. */
export const applicationGraph = 'graph.dataflow.yaml';

/** Errors: those of {@link createOperator}. */
export async function createApplication(
  { folder, name = basename(resolve(folder)), operator }: ApplicationRequest,
  scaffolding: Scaffolding,
): Promise<Creation> {
  const fault = whyNotApplicationName(name);
  if (fault !== undefined) throw new AppError('NAME_INVALID', fault);
  const parent = dirname(resolve(folder));
  const aside = await makeStaging(parent);
  // With the rights that new folders have; those of temporary ones are narrower.
  const staging = join(aside, 'application');
  try {
    // All of it is made aside, so that there is one thing to move.
    const files = await readTemplate([join(scaffolding.templates, 'application')], {
      application: graphNameFrom(name),
    });
    await placeFiles({ created: below(staging, files), edited: [] });
    const graph = { file: join(staging, applicationGraph) };
    const created = await createOperator({ ...operator, workspaceFolder: staging, graph }, scaffolding);
    const all = await readFolder(staging);
    await moveInto(folder, staging, all);
    const moved = (path: string): string => join(folder, path.slice(staging.length + 1));
    return {
      files: [...all.keys()].map((path) => join(folder, path)),
      mainFile: moved(created.mainFile),
      ...(created.graph && { graph: { ...created.graph, file: moved(created.graph.file) } }),
    };
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function makeStaging(parent: string): Promise<string> {
  try {
    return await mkdtemp(join(parent, '.new-'));
  } catch (error) {
    throw writeFailure(parent, error);
  }
}

/** Moves what is in `staging` to `folder`: as a whole where nothing is, else file by file, none of which may be there. */
async function moveInto(folder: string, staging: string, files: ReadonlyMap<string, string>): Promise<void> {
  if (await isFolder(folder)) {
    await refuseTaken(folder, staging);
    await placeFiles({ created: below(folder, new Map(files)), edited: [] });
    return;
  }
  await refuseExisting(folder, 'The folder for the application');
  await rename(staging, folder);
}

/** A folder of an application that is there already would take the new one's files in among its own. */
async function refuseTaken(folder: string, staging: string): Promise<void> {
  for (const name of await readdir(staging))
    await refuseExisting(join(folder, name), 'A part of the application');
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'ENOTDIR')) return false;
    throw error;
  }
}
