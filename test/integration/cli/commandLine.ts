// The command line as users run it, in a workspace of its own. Knows nothing about what is tested.
import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const program = resolve('dist/cli.mjs');

/** A folder of files, with one cache for all its runs, so that modules are prepared once. */
export class Workspace {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'dataflow-graph-'));

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** Writes a file and returns its path. */
  write(name: string, content: string | Uint8Array): string {
    const path = this.path(name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** Removes a file, if it is there. */
  remove(name: string): void {
    rmSync(this.path(name), { force: true });
  }

  /** Writes messages, one file each in order, and returns the folder. */
  writeInput(name: string, payloads: readonly (string | Uint8Array)[]): string {
    payloads.forEach((payload, index) =>
      this.write(join(name, `${String(index).padStart(4, '0')}.txt`), payload),
    );
    return this.path(name);
  }

  run(...args: string[]): Outcome {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      ...this.#options(),
      encoding: 'utf8',
      maxBuffer: 256 * 1024 * 1024,
    });
    return { code: status, stdout, stderr };
  }

  start(...args: string[]): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [program, ...args], this.#options());
  }

  /** As {@link start}, with variables added to the environment. */
  startWith(environment: NodeJS.ProcessEnv, ...args: string[]): ChildProcessWithoutNullStreams {
    const { cwd, env } = this.#options();
    return spawn(process.execPath, [program, ...args], { cwd, env: { ...env, ...environment } });
  }

  #options(): { cwd: string; env: NodeJS.ProcessEnv } {
    return { cwd: this.folder, env: { ...process.env, XDG_CACHE_HOME: this.path('cache'), NO_COLOR: '1' } };
  }
}

/** The last line of a run's output. */
export function lastLine({ stdout }: Outcome): string {
  return stdout.trimEnd().split('\n').at(-1) ?? '';
}

export interface GraphNode {
  readonly name: string;
  readonly type: string;
  readonly module?: string;
  readonly parameters?: Readonly<Record<string, { readonly default?: string; readonly required?: boolean }>>;
}

/** A graph definition: source, the given nodes in a row, sink. */
export function chain(...nodes: readonly GraphNode[]): string {
  const names = ['source', ...nodes.map(({ name }) => name), 'sink'];
  const definition = {
    metadata: {
      $schema: 'https://www.schemastore.org/aio-wasm-graph-config-1.0.0.json',
      name: 'chain',
      version: '1.0.0',
    },
    moduleRequirements: { apiVersion: '1.1.0', runtimeVersion: '1.1.0' },
    moduleConfigurations: nodes.flatMap(({ name, parameters }) =>
      parameters
        ? [
            {
              name,
              parameters: Object.fromEntries(
                Object.entries(parameters).map(([key, value]) => [key, { name: key, ...value }]),
              ),
            },
          ]
        : [],
    ),
    operations: [
      { operationType: 'source', name: 'source' },
      ...nodes.map(({ name, type, module }) => ({ operationType: type, name, ...(module && { module }) })),
      { operationType: 'sink', name: 'sink' },
    ],
    connections: names.slice(1).map((to, index) => ({ from: { name: names[index] }, to: { name: to } })),
  };
  return JSON.stringify(definition, undefined, 2);
}

/** The file of a test component, for `--module`. */
export function component(name: string): string {
  return resolve(`test/fixtures/components/${name}.wasm`);
}
