// Finds the programs that operators are built with, and says what to install where one is missing. Knows how none of them builds.
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { BuildError, type BuildFix } from './buildError.ts';
import { targetFix } from './explainFailure.ts';
import { runLines } from './lineProcess.ts';
import type { OperatorLanguage } from './operatorLanguages.ts';
import type { OperatorProject } from './operatorProject.ts';
import { pythonEnvironments } from './pythonEnvironments.ts';

export const RUST_TARGET = 'wasm32-wasip2';
/** The version that users of Azure IoT Operations pin; others make bindings of another form. */
const COMPONENTIZE_PY = '0.14';

export const containerEngines = ['docker', 'podman'] as const;
export type ContainerEngine = (typeof containerEngines)[number];

/** Programs to build with. */
export interface Toolchain {
  /** The program, and arguments that come before all others. */
  readonly command: string;
  readonly args: readonly string[];
  /** Name and version, as it tells them: part of what a build depends on. */
  readonly version: string;
  /** What deserves a remark, such as a version that is not the usual one. */
  readonly note?: string;
}

/** How programs are asked. */
export interface ToolchainSearch {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Pick<Clock, 'startTimer'>;
  readonly signal: AbortSignal;
}

/** The toolchain that builds `project`. Errors: TOOLCHAIN_MISSING, BUILD_TARGET_MISSING, each with its fix. */
export async function findToolchain(
  project: OperatorProject,
  container: ContainerEngine | undefined,
  search: ToolchainSearch,
): Promise<Toolchain> {
  if (container && project.language !== 'javascript') return findEngine(container, search);
  const find = { rust: findRust, python: findPython, javascript: findJavaScript } as const satisfies Record<
    OperatorLanguage,
    unknown
  >;
  return find[project.language](project, search);
}

async function findRust(project: OperatorProject, search: ToolchainSearch): Promise<Toolchain> {
  const [cargo, version, sysroot] = await Promise.all([
    ask('cargo', ['--version'], search, project.folder),
    ask('rustc', ['--version'], search, project.folder),
    ask('rustc', ['--print', 'sysroot'], search, project.folder),
  ]);
  if (cargo === undefined || version === undefined || sysroot === undefined)
    throw missing('Rust (cargo and rustc)', {
      title: 'Install Rust with rustup',
      ...(process.platform === 'win32'
        ? { command: 'winget install Rustlang.Rustup' }
        : { command: "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh" }),
      url: 'https://rustup.rs',
    });
  const libraries = join(sysroot, 'lib', 'rustlib', RUST_TARGET);
  // Without rustup somebody may build the library along with the operator.
  if (!existsSync(libraries) && !search.env['CARGO_UNSTABLE_BUILD_STD'])
    throw new BuildError(
      'BUILD_TARGET_MISSING',
      `Rust is installed, but not its target ${RUST_TARGET}, for which operators are built.`,
      targetFix,
    );
  return { command: 'cargo', args: [], version };
}

async function findPython(project: OperatorProject, search: ToolchainSearch): Promise<Toolchain> {
  const candidates = [
    ...(search.env['COMPONENTIZE_PY'] ? [search.env['COMPONENTIZE_PY']] : []),
    ...pythonEnvironments(project.folder, 'componentize-py'),
    'componentize-py',
  ];
  for (const command of candidates) {
    const version = await ask(command, ['--version'], search, project.folder);
    if (version === undefined) continue;
    const isUsual = version.includes(` ${COMPONENTIZE_PY}.`);
    const note = `${version} is not the version ${COMPONENTIZE_PY} that Azure IoT Operations is tested with`;
    return { command, args: [], version, ...(!isUsual && { note }) };
  }
  throw missing('componentize-py', {
    title: 'Install it',
    command: `pip install componentize-py==${COMPONENTIZE_PY}.0`,
    folder: project.folder,
  });
}

async function findJavaScript(project: OperatorProject, search: ToolchainSearch): Promise<Toolchain> {
  for (let folder = project.folder; ; folder = dirname(folder)) {
    const script = join(folder, 'node_modules/@bytecodealliance/jco/dist/jco.js');
    const older = join(folder, 'node_modules/@bytecodealliance/jco/src/jco.js');
    const found = [script, older].find((path) => existsSync(path));
    const version = found && (await ask('node', [found, '--version'], search, folder));
    if (version) return { command: 'node', args: [found], version: `jco ${version}` };
    if (dirname(folder) === folder) break;
  }
  const version = await ask('jco', ['--version'], search, project.folder);
  if (version !== undefined) return { command: 'jco', args: [], version: `jco ${version}` };
  if ((await ask('node', ['--version'], search, project.folder)) === undefined)
    throw missing('Node.js', { title: 'Install Node.js 20 or newer', url: 'https://nodejs.org' });
  throw missing('jco, which makes components of JavaScript,', {
    title: 'Install it for the operator',
    command: existsSync(join(project.folder, 'package.json'))
      ? 'npm install --save-dev @bytecodealliance/jco'
      : 'npm install --global @bytecodealliance/jco',
    folder: project.folder,
  });
}

async function findEngine(engine: ContainerEngine, search: ToolchainSearch): Promise<Toolchain> {
  const version = await ask(engine, ['--version'], search, process.cwd());
  if (version !== undefined) return { command: engine, args: [], version };
  const url =
    engine === 'docker' ? 'https://docs.docker.com/get-docker/' : 'https://podman.io/docs/installation';
  throw missing(engine, { title: `Install ${engine}, or build without --container`, url });
}

function missing(what: string, fix: BuildFix): BuildError {
  return new BuildError('TOOLCHAIN_MISSING', `${what} was not found.`, fix);
}

/** What a program prints about itself; undefined when it cannot be run. */
async function ask(
  command: string,
  args: readonly string[],
  { env, clock, signal }: ToolchainSearch,
  cwd: string,
): Promise<string | undefined> {
  if (!command.includes('/') && !command.includes('\\') && !isOnPath(command, env)) return undefined;
  const lines: string[] = [];
  const { code } = await runLines({
    command,
    args,
    cwd,
    env,
    onLine: (line) => lines.push(line),
    onErrorLine: () => undefined,
    signal: AbortSignal.any([signal, AbortSignal.timeout(60_000)]),
    clock,
  });
  return code === 0 ? lines.join('\n').trim() : undefined;
}

function isOnPath(command: string, env: Readonly<Record<string, string | undefined>>): boolean {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter);
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  return folders.some((folder) => endings.some((ending) => existsSync(join(folder, `${command}${ending}`))));
}
