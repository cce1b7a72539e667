// Builds a Rust operator with cargo, by the very command that people use. Knows no other language.
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { type BuildContext, type BuiltFile, runTool } from './buildContext.ts';
import { BuildError } from './buildError.ts';
import { RUST_TARGET } from './toolchains.ts';

/** What `cargo metadata` tells, as far as it matters here. */
interface CargoMetadata {
  readonly target_directory: string;
  readonly workspace_root: string;
  readonly packages: readonly {
    readonly manifest_path: string;
    readonly targets: readonly { readonly name: string; readonly crate_types: readonly string[] }[];
  }[];
}

/** Errors: BUILD_NO_MODULE, and those of runTool. */
export async function buildRust(context: BuildContext): Promise<BuiltFile> {
  const { project, mode, toolchain } = context;
  const cwd = project.folder;
  const metadata = JSON.parse(
    await runTool(context, {
      command: toolchain.command,
      args: ['metadata', '--no-deps', '--format-version', '1'],
      cwd,
      isQuestion: true,
    }),
  ) as CargoMetadata;
  const library = findLibrary(metadata, cwd);
  if (library === undefined)
    throw new BuildError(
      'BUILD_NO_MODULE',
      `${project.name}: Cargo.toml makes no module. A module is a library of type cdylib.`,
      { title: `Put this into ${join(cwd, 'Cargo.toml')}`, text: '[lib]\ncrate-type = ["cdylib"]' },
    );
  const args = ['build', ...(mode === 'release' ? ['--release'] : []), '--target', RUST_TARGET];
  // rustc tells paths from the root of cargo's workspace on.
  const pathOf = (path: string): string => resolve(metadata.workspace_root, path);
  await runTool(context, { command: toolchain.command, args, cwd, pathOf });
  const made = join(metadata.target_directory, RUST_TARGET, mode, library.replaceAll('-', '_'));
  return { path: `${made}.wasm`, inputs: await readInputs(`${made}.d`, cwd) };
}

function findLibrary({ packages }: CargoMetadata, folder: string): string | undefined {
  const manifest = join(folder, 'Cargo.toml');
  const own = packages.find(({ manifest_path }) => relative(manifest_path, manifest) === '') ?? packages[0];
  return own?.targets.find(({ crate_types }) => crate_types.includes('cdylib'))?.name;
}

/** The files outside `folder` that cargo names as what the module was made of (`<file>: <input> <input>…`, spaces escaped). */
async function readInputs(path: string, folder: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => ''); // Older versions of cargo write none: the folder's own files count.
  const names = text
    .slice(text.indexOf(': ') + 2)
    .split(/(?<!\\)\s+/)
    .map((name) => name.replaceAll('\\ ', ' '));
  return names.filter((name) => isAbsolute(name) && relative(folder, name).startsWith('..'));
}
