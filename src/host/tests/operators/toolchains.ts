// Which programs there are to run unit tests with, and how each is called. Knows no vscode.
import { realClock } from '../../realClock.ts';
import { runLines } from '../../../build/lineProcess.ts';
import { pythonEnvironments } from '../../../build/pythonEnvironments.ts';

export type Toolchain = 'cargo' | 'pytest';

/** A program with the arguments that come first. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
}

export class Toolchains {
  readonly #found: Map<Toolchain, Promise<string | undefined>> = new Map<
    Toolchain,
    Promise<string | undefined>
  >();

  /** A sentence about what is to be installed; undefined when nothing is missing. Asked once. */
  whatIsMissing(toolchain: Toolchain): Promise<string | undefined> {
    const known = this.#found.get(toolchain) ?? ask(toolchain);
    this.#found.set(toolchain, known);
    return known;
  }

  /** Forgets what was found: something may have been installed. */
  reset(): void {
    this.#found.clear();
  }
}

/** How the unit tests in `folder` are run. */
export function programFor(toolchain: Toolchain, folder: string): Program {
  if (toolchain === 'cargo') return { command: 'cargo', args: ['test'] };
  return { command: pythonFor(folder), args: ['-m', 'pytest'] };
}

/** That of an environment in the folder or two above, else the machine's. */
function pythonFor(folder: string): string {
  const machine = process.platform === 'win32' ? 'python' : 'python3';
  return pythonEnvironments(folder, 'python')[0] ?? machine;
}

async function ask(toolchain: Toolchain): Promise<string | undefined> {
  const { command, args } =
    toolchain === 'cargo' ? { command: 'cargo', args: [] } : programFor('pytest', '.');
  const { code } = await runLines({
    command,
    args: [...args, '--version'],
    onLine: () => undefined,
    onErrorLine: () => undefined,
    signal: AbortSignal.timeout(20_000),
    clock: realClock,
  });
  if (code === 0) return undefined;
  return toolchain === 'cargo'
    ? 'cargo was not found: install Rust (rustup.rs) to run these tests'
    : 'pytest was not found: install it (pip install pytest) to run these tests';
}
