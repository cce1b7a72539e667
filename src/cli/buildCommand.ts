// `dataflow-graph build`: builds operators of the workspace and tells how it went. Knows no toolchain.
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { describeFix, BuildError } from '../build/buildError.ts';
import { buildOperators, type BuildResult } from '../build/buildOperators.ts';
import type { ModuleReader } from '../build/checkBuilt.ts';
import { findOperatorsFolder, listOperators, type OperatorProject } from '../build/operatorProject.ts';
import type { ContainerEngine } from '../build/toolchains.ts';
import { AppError } from '../base/errors.ts';
import { formatBytes } from '../base/formatBytes.ts';
import { whyRefused } from '../runtime/component/checkModule.ts';
import { inspectModule, type ModuleFacts } from '../runtime/component/inspectModule.ts';
import { BuildOutput } from './buildOutput.ts';
import { exitCodes } from './exitCodes.ts';
import { catchInterrupt } from './interrupt.ts';
import { witFolder } from './locations.ts';
import { realClock } from './realClock.ts';
import type { Terminal } from './terminal.ts';

export interface BuildFlags {
  readonly debug?: boolean;
  readonly container?: ContainerEngine;
  readonly force?: boolean;
  readonly jobs?: number;
  readonly workspace?: string;
  readonly json?: boolean;
}

/** Returns the exit code: failed when any operator was not built. Errors: OPERATOR_NOT_FOUND, FILE_UNREADABLE. */
export async function buildNamed(
  names: readonly string[],
  flags: BuildFlags,
  terminal: Terminal,
): Promise<number> {
  const folder =
    flags.workspace === undefined
      ? await findOperatorsFolder('.')
      : join(resolve(flags.workspace), 'operators');
  const projects = choose(names, await listOperators(folder), folder);
  const tell = flags.json ? (): void => undefined : (line: string): void => terminal.print(line);
  const results = await buildProjects(projects, flags, terminal, tell);
  if (flags.json) terminal.print(JSON.stringify({ operators: results.map(describeAsJson) }, undefined, 2));
  return results.some(({ error }) => error) ? exitCodes.failed : exitCodes.ok;
}

/** Builds with progress on the terminal, until it is interrupted. `tell` gets a line or more for each operator that has ended. */
export async function buildProjects(
  projects: readonly OperatorProject[],
  flags: BuildFlags,
  terminal: Terminal,
  tell: (line: string) => void,
): Promise<BuildResult[]> {
  const abort = new AbortController();
  // A terminal that is closed says SIGHUP. What was started is to end with this process.
  const interrupt = catchInterrupt(['SIGINT', 'SIGTERM', 'SIGHUP']);
  void interrupt.interrupted.then(() => abort.abort());
  const output = new BuildOutput((line) => terminal.tell(line));
  let ended = 0;
  const showProgress = (): void =>
    terminal.progress(`building operators, ${String(ended)} of ${String(projects.length)} done`);
  return buildOperators(projects, options(flags, abort.signal), {
    onStart: ({ name }) => {
      output.start(name);
      showProgress();
    },
    onLine: ({ name }, line) => output.add(name, line),
    onResult: (result) => {
      const { project, error } = result;
      const place = error instanceof BuildError ? error.place : undefined;
      // A form that problem matchers of editors read, whatever the toolchain's own is.
      if (place)
        output.add(
          project.name,
          `${place.file}:${String(place.line)}:${String(place.column)}: error: ${place.message}`,
        );
      output.end(project.name);
      ended += 1;
      for (const line of describeResult(result, terminal)) tell(line);
      if (ended < projects.length) showProgress();
    },
  }).finally(() => interrupt.dispose());
}

function options(flags: BuildFlags, signal: AbortSignal): Parameters<typeof buildOperators>[1] {
  // For cargo's colours, which it leaves out where it is not a terminal that reads.
  const colour = process.stderr.isTTY && !process.env['NO_COLOR'] ? { CARGO_TERM_COLOR: 'always' } : {};
  return {
    mode: flags.debug ? 'debug' : 'release',
    ...(flags.container && { container: flags.container }),
    isForced: flags.force === true,
    // Each of them uses several processors itself.
    jobs: flags.jobs ?? Math.max(1, Math.min(4, Math.floor(availableParallelism() / 2))),
    witFolder: witFolder(),
    reader,
    env: { ...colour, ...process.env },
    clock: realClock,
    signal,
  };
}

const reader: ModuleReader = {
  inspect: inspectModule,
  whyRefused: (module, operator, label) =>
    whyRefused(module as ModuleFacts, { node: operator, label, kind: operator }),
};

function choose(
  names: readonly string[],
  projects: readonly OperatorProject[],
  folder: string,
): readonly OperatorProject[] {
  if (projects.length === 0)
    throw new AppError(
      'OPERATOR_NOT_FOUND',
      `There is no operator project in ${folder}. A project is a folder with Cargo.toml, <name>.py, or <name>.js.`,
    );
  if (names.length === 0) return projects;
  return [...new Set(names)].map((name) => {
    const project = projects.find((each) => each.name === name);
    if (project) return project;
    const known = projects.map((each) => each.name).join(', ');
    throw new AppError(
      'OPERATOR_NOT_FOUND',
      `There is no operator project "${name}" in ${folder}; there are ${known}.`,
    );
  });
}

function describeResult(result: BuildResult, terminal: Terminal): string[] {
  const { project, mode, status, output, sizeBytes, operators, notes, error, durationMs } = result;
  const paint = status === 'built' ? 'good' : status === 'unchanged' ? 'faint' : 'bad';
  const head = `${terminal.paint(paint, status.padEnd(9))} ${project.name} (${project.language}, ${mode})`;
  const remarks = notes.map((note) => terminal.paint('warning', `  note: ${note}`));
  if (error) {
    const fix =
      error instanceof BuildError && error.fix
        ? [`  ${describeFix(error.fix).replaceAll('\n', '\n  ')}`]
        : [];
    return [`${head}: ${error.message} [${error.code}]`, ...fix, ...remarks];
  }
  const size = sizeBytes === undefined ? '' : `, ${formatBytes(sizeBytes)}, ${(operators ?? []).join(', ')}`;
  const duration = status === 'built' ? `, ${(durationMs / 1000).toFixed(1)} s` : '';
  return [`${head}: ${relative('.', output)}${size}${duration}`, ...remarks];
}

function describeAsJson(result: BuildResult): Record<string, unknown> {
  const { project, error, notes, output, ...rest } = result;
  const fix = error instanceof BuildError ? error.fix : undefined;
  return {
    name: project.name,
    language: project.language,
    folder: project.folder,
    ...rest,
    output,
    notes,
    ...(error && { error: { code: error.code, message: error.message, ...(fix && { fix }) } }),
  };
}
