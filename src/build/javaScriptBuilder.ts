// Builds a JavaScript operator with jco. Knows no other language.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildContext, type BuiltFile, runTool } from './buildContext.ts';
import { findWorld } from './witWorld.ts';

/** QuickJS makes modules a tenth as large as SpiderMonkey does, which need nothing of WASI. */
const usualOptions = ['--backend', 'qjs', '--backend-qjs-disable-async', '--backend-qjs-stub-wasi'];

/** Options of `jco componentize` that the build decides itself; each takes a value. */
const ownOptions = ['-w', '--wit', '-n', '--world-name', '-o', '--out'];

/** Errors: BUILD_NO_MODULE, BUILD_WIT_MISSING, and those of runTool. */
export async function buildJavaScript(context: BuildContext): Promise<BuiltFile> {
  const { project, toolchain, workFolder, mode } = context;
  const world = await findWorld(context);
  const path = join(workFolder, 'built.wasm');
  const wit = ['--wit', world.folder, '--world-name', world.world];
  const options = (await readOptions(project.folder)) ?? usualOptions;
  const debug = mode === 'debug' && !options.includes('--backend') ? ['--debug'] : [];
  await runTool(context, {
    command: toolchain.command,
    args: [...toolchain.args, 'componentize', project.main, ...wit, ...options, ...debug, '--out', path],
    cwd: project.folder,
    pathOf: (file) => hostPath(file, project.folder),
  });
  return { path, inputs: world.inputs };
}

/** QuickJS calls the operator's folder /. */
function hostPath(file: string, folder: string): string {
  const inside = join(folder, file);
  return file.startsWith('/') && !existsSync(inside) ? file : inside;
}

/** Those of the script `build` in package.json, when it calls jco. */
async function readOptions(folder: string): Promise<string[] | undefined> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}'); // It needs none.
  return componentizeOptions(text);
}

/** The options of `jco componentize` in the script `build` of a package.json; undefined when it does not call it. */
export function componentizeOptions(packageText: string): string[] | undefined {
  let script: unknown;
  try {
    script = (JSON.parse(packageText) as { scripts?: { build?: unknown } }).scripts?.build;
  } catch {
    return undefined; // Half written.
  }
  const call = typeof script === 'string' ? /\bjco componentize\s+(?<rest>[^&|;]*)/.exec(script) : undefined;
  const words = call?.groups?.['rest']?.split(/\s+/).filter((word) => word !== '');
  if (!words) return undefined;
  const own = words.findIndex((word) => word.startsWith('-'));
  const options: string[] = [];
  for (let at = own === -1 ? words.length : own; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (ownOptions.includes(word)) at += 1;
    else options.push(word);
  }
  return options;
}
