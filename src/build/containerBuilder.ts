// Builds a Rust or Python operator with the container builders of Azure IoT Operations. Knows no toolchain inside them.
import { copyFile, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BuildContext, type BuiltFile, runTool } from './buildContext.ts';
import { BuildError } from './buildError.ts';
import { runLines } from './lineProcess.ts';
import { type BuildMode, findExports, type OperatorProject, outputFile } from './operatorProject.ts';

const images = 'ghcr.io/azure-samples/explore-iot-operations';

/**
 * The arguments of docker or podman that build `project`, from the folder of which they take the source and into whose `bin`
 * they write. `container` names the container; `type` is the operator's, for Python.
 */
export function containerArguments(
  project: OperatorProject,
  mode: BuildMode,
  { container, type }: { readonly container: string; readonly type?: string },
): string[] {
  const builder = project.language === 'rust' ? 'rust-wasm-builder' : 'python-wasm-builder';
  return [
    'run',
    '--rm',
    '--name',
    container,
    '-v',
    `${project.folder}:/workspace`,
    `${images}/${builder}`,
    '--app-name',
    project.name,
    ...(project.language === 'python' && type !== undefined ? ['--app-type', type] : []),
    ...(mode === 'debug' ? ['--build-mode', 'debug'] : []),
  ];
}

/** Errors: BUILD_NO_MODULE, and those of runTool. */
export async function buildInContainer(context: BuildContext): Promise<BuiltFile> {
  const { project, mode, toolchain, workFolder } = context;
  const [type, ...others] = project.language === 'python' ? await readTypes(project) : [];
  if (project.language === 'python' && (!type || others.length > 0))
    throw new BuildError(
      'BUILD_NO_MODULE',
      `${project.name}: the container builder takes Python modules with one operator; ${project.main} has ${type ? [type, ...others].join(', ') : 'none'}.`,
    );
  // The builder writes to where the last good module is: that one comes back when this build fails.
  const output = outputFile(project, mode);
  const kept = join(workFolder, 'kept.wasm');
  const hasKept = await copyFile(output, kept).then(
    () => true,
    () => false,
  ); // The first build has none.
  const container = `dataflow-graph-${basename(workFolder)}`.replaceAll(/[^\w.-]/g, '-');
  const path = join(workFolder, 'built.wasm');
  try {
    const args = containerArguments(project, mode, { container, ...(type && { type }) });
    const before = await readTimes(project, mode);
    const pathOf = (file: string): string => join(project.folder, file.replace(/^\/(?:workspace|0)\//, ''));
    await runTool(context, { command: toolchain.command, args, cwd: project.folder, pathOf });
    await takeOutput(project, mode, path, before);
  } finally {
    if (context.signal.aborted) await stopContainer(context, container);
    if (hasKept) await copyFile(kept, output);
    else await rm(output, { force: true });
  }
  return { path, inputs: [] };
}

async function readTypes(project: OperatorProject): Promise<string[]> {
  return findExports('python', await readFile(join(project.folder, project.main), 'utf8'));
}

/** Where builders of different versions leave their module. */
function outputPlaces(project: OperatorProject, mode: BuildMode): string[] {
  const names = new Set([project.name, project.name.replaceAll('-', '_')]);
  const folders = [join('bin', 'x86_64', mode), join('bin', mode)];
  return folders.flatMap((folder) => [...names].map((name) => join(project.folder, folder, `${name}.wasm`)));
}

/** When each was last written, in milliseconds; those that are not there are left out. */
async function readTimes(project: OperatorProject, mode: BuildMode): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (const path of outputPlaces(project, mode)) {
    const found = await stat(path).catch(() => undefined); // Not there.
    if (found) times.set(path, found.mtimeMs);
  }
  return times;
}

/** Takes what has been written since `before`. */
async function takeOutput(
  project: OperatorProject,
  mode: BuildMode,
  path: string,
  before: ReadonlyMap<string, number>,
): Promise<void> {
  const after = await readTimes(project, mode);
  const written = [...after].find(([file, time]) => before.get(file) !== time)?.[0];
  if (written !== undefined) return copyFile(written, path);
  const folder = join(project.folder, 'bin');
  throw new BuildError(
    'BUILD_NO_MODULE',
    `${project.name}: the container builder reported success but left no module in ${folder}.`,
  );
}

/** The engine's client is gone; the container itself may go on. */
async function stopContainer(
  { toolchain, env, clock, project }: BuildContext,
  container: string,
): Promise<void> {
  await runLines({
    command: toolchain.command,
    args: ['kill', container],
    cwd: project.folder,
    env,
    onLine: () => undefined,
    onErrorLine: () => undefined,
    signal: AbortSignal.timeout(10_000),
    clock,
  });
}
