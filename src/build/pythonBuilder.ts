// Builds a Python operator with componentize-py, and keeps the bindings that editors read in step. Knows no other language.
import { cp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildContext, type BuiltFile, runTool } from './buildContext.ts';
import { findWorld, type WitWorld } from './witWorld.ts';

/** Errors: BUILD_NO_MODULE, BUILD_WIT_MISSING, and those of runTool. */
export async function buildPython(context: BuildContext): Promise<BuiltFile> {
  const { project, toolchain, workFolder } = context;
  const world = await findWorld(context);
  await renewBindings(context, world);
  const path = join(workFolder, 'built.wasm');
  await runTool(context, {
    command: toolchain.command,
    args: [
      '-d',
      world.folder,
      '-w',
      world.world,
      'componentize',
      project.main.replace(/\.py$/, ''),
      '-o',
      path,
    ],
    cwd: project.folder,
    pathOf: (file) => hostPath(file, project.folder),
  });
  return { path, inputs: world.inputs };
}

/** componentize-py runs the operator once, where the first folder of modules is called /0. */
export function hostPath(file: string, folder: string): string {
  return file.startsWith('/0/') ? join(folder, file.slice(3)) : file;
}

/**
 * Bindings that somebody made in the operator's folder are made anew when they are not those of these WIT files and this
 * componentize-py: they would be taken instead of the right ones. Where there are none, none are made.
 */
async function renewBindings(context: BuildContext, { folder, world }: WitWorld): Promise<void> {
  const { project, toolchain, workFolder } = context;
  const name = world.replaceAll('-', '_');
  const places = [join(project.folder, name), join(project.folder, 'bindings', name)];
  const existing: string[] = [];
  for (const place of places) if (await isFolder(place)) existing.push(place);
  if (existing.length === 0) return;
  const fresh = join(workFolder, 'bindings');
  const args = ['-d', folder, '-w', world, 'bindings', fresh];
  await runTool(context, { command: toolchain.command, args, cwd: project.folder });
  const made = join(fresh, name);
  for (const place of existing) {
    if (await isSame(made, place)) continue;
    // Beside it, so that it can take its place in one step.
    const beside = `${place}.new`;
    await rm(beside, { recursive: true, force: true });
    await cp(made, beside, { recursive: true });
    await rm(place, { recursive: true, force: true });
    await rename(beside, place);
    context.onNote(`the bindings in ${name} were out of date and have been made anew`);
  }
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined); // Not there.
  return found?.isDirectory() === true;
}

/** Whether every file of `fresh` is in `place` as it is. What Python itself leaves there does not matter. */
async function isSame(fresh: string, place: string): Promise<boolean> {
  const entries = await readdir(fresh, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const other = join(place, path.slice(fresh.length));
    const [expected, found] = await Promise.all([readLines(path), readLines(other).catch(() => undefined)]);
    if (found !== expected) return false;
  }
  return true;
}

/** In alphabetical order: componentize-py writes imports in another order each time. */
async function readLines(path: string): Promise<string> {
  return (await readFile(path, 'utf8')).split('\n').sort().join('\n');
}
