// The command line's `push` and `pull` for a person with a home of their own: in this process, which is fast, or as a program. Knows
// no registry.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { AppError } from '../../../src/base/errors.ts';
import { createProgram, exitCodeOf } from '../../../src/cli/program.ts';
import { Terminal } from '../../../src/cli/terminal.ts';
import type { Outcome } from '../cli/commandLine.ts';

const program = resolve('dist/cli.mjs');
const samples = resolve('samples/thermostats');

export interface BegunProgram {
  /** All that it has printed. */
  told(): string;
  /** As Ctrl-C does. */
  end(): Promise<void>;
}

/** A sample workspace, a home folder and a cache that nobody else uses. */
export class RegistryProgram {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'push-'));

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, content: string | object): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  }

  /** The sample graphs with the modules that the repository keeps, in `folder`. */
  copySamples(folder = 'thermostats'): string {
    const to = this.path(folder);
    mkdirSync(to, { recursive: true });
    for (const name of ['graph-simple.dataflow.yaml', 'graph-complex.dataflow.yaml'])
      cpSync(join(samples, name), join(to, name));
    for (const name of ['temperature', 'window', 'collection', 'enrichment']) {
      const file = join('operators', name, 'bin/x86_64/release', `${name}.wasm`);
      if (existsSync(join(samples, file))) cpSync(join(samples, file), join(to, file));
    }
    return to;
  }

  /** In this process; one at a time, because the environment belongs to all of it. */
  async run(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    const before = { ...process.env };
    const output = new CapturedOutput();
    let code: number | null = null;
    try {
      replaceEnvironment(this.#environment(environment));
      await createProgram('0.0.0', output, (exit) => (code = exit)).parseAsync([...args], { from: 'user' });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      output.log('error', `${error.message} [${error.code}]`);
      code = exitCodeOf(error);
    } finally {
      replaceEnvironment(before);
    }
    return { code, stdout: output.stdout, stderr: output.stderr };
  }

  /** As users do. */
  start(args: readonly string[]): Promise<Outcome> {
    return runProgram(process.execPath, [program, ...args], { cwd: this.folder, env: this.#environment({}) });
  }

  /** As users do, for programs that go on until they are ended. */
  begin(args: readonly string[]): BegunProgram {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: this.folder,
      env: this.#environment({}),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = once(child, 'close');
    return {
      told: () => said,
      end: async () => {
        child.kill('SIGINT');
        await ended;
      },
    };
  }

  #environment(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      HOME: this.path('home'),
      XDG_CACHE_HOME: this.path('cache'),
      NO_COLOR: '1',
      ...more,
    };
  }

  /** Prints the outcome's JSON. */
  async json<T>(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<T> {
    const outcome = await this.run([...args, '--json'], environment);
    if (outcome.code !== 0) throw new Error(outcome.stderr);
    return JSON.parse(outcome.stdout) as T;
  }
}

function replaceEnvironment(environment: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, environment);
}

class CapturedOutput extends Terminal {
  stdout = '';
  stderr = '';

  constructor() {
    super({ NO_COLOR: '1' });
  }

  override print(line: string): void {
    this.stdout += `${line}\n`;
  }

  override tell(line: string): void {
    this.stderr += `${line}\n`;
  }

  override progress(): void {
    // There is no terminal.
  }
}

export function runProgram(
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Outcome> {
  return new Promise((done) => {
    const child = execFile(
      file,
      args,
      { ...options, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        done({ code: error ? child.exitCode : 0, stdout, stderr: stderr || (error?.message ?? '') });
      },
    );
  });
}

/** What `push --json` prints. */
export interface PushOutput {
  readonly artifacts: readonly {
    readonly kind: string;
    readonly reference: string;
    readonly pinned: string;
    readonly digest: string;
    readonly outcome: string;
  }[];
  readonly warnings: readonly string[];
}
