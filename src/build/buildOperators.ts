// Builds operators, several at a time: finds the toolchain, skips what is unchanged, checks the module and puts it in its place
// in one step. Speaks to nobody; knows no command line.
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { AppError, isSystemError } from '../base/errors.ts';
import { writeFailure } from '../base/writeFailure.ts';
import type { ModuleOperationType } from '../graph/model.ts';
import { type BuildContext, type BuiltFile, cancelled } from './buildContext.ts';
import { compareStamp, digestSources, makeStamp, settingsOf, writeStamp } from './buildStamp.ts';
import { checkBuilt, type ModuleReader } from './checkBuilt.ts';
import { buildInContainer } from './containerBuilder.ts';
import { buildJavaScript } from './javaScriptBuilder.ts';
import { type BuildMode, type OperatorProject, outputFile } from './operatorProject.ts';
import { buildPython } from './pythonBuilder.ts';
import { buildRust } from './rustBuilder.ts';
import { type ContainerEngine, findToolchain } from './toolchains.ts';

export interface BuildOptions {
  readonly mode: BuildMode;
  readonly container?: ContainerEngine;
  /** Builds what is unchanged, too. */
  readonly isForced: boolean;
  /** How many operators are built at a time. */
  readonly jobs: number;
  readonly witFolder: string;
  readonly reader: ModuleReader;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Pick<Clock, 'startTimer' | 'monotonicMs'>;
  /** Ends all that was started. */
  readonly signal: AbortSignal;
}

/** Told what happens. */
export interface BuildListener {
  onStart(project: OperatorProject): void;
  /** A line of the toolchain's output. */
  onLine(project: OperatorProject, line: string): void;
  onResult(result: BuildResult): void;
}

export interface BuildResult {
  readonly project: OperatorProject;
  readonly mode: BuildMode;
  readonly status: 'built' | 'unchanged' | 'failed' | 'cancelled';
  /** The module's file. */
  readonly output: string;
  readonly durationMs: number;
  readonly sizeBytes?: number;
  readonly operators?: readonly ModuleOperationType[];
  readonly notes: readonly string[];
  /** A BuildError where there is a fix. */
  readonly error?: AppError;
}

/** Builds every project. Never rejects for what is wrong with one of them: its result has the error. */
export async function buildOperators(
  projects: readonly OperatorProject[],
  options: BuildOptions,
  listener: BuildListener,
): Promise<BuildResult[]> {
  const results: BuildResult[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < projects.length; index = next++) {
      const project = projects[index];
      if (!project) return;
      const result = await buildOne(project, options, listener);
      results[index] = result;
      listener.onResult(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.jobs, projects.length) }, work));
  return results;
}

async function buildOne(
  project: OperatorProject,
  options: BuildOptions,
  listener: BuildListener,
): Promise<BuildResult> {
  const { mode, clock, signal } = options;
  const startMs = clock.monotonicMs();
  const notes: string[] = [];
  const base = { project, mode, output: outputFile(project, mode), notes };
  const durationMs = (): number => Math.round(clock.monotonicMs() - startMs);
  try {
    if (signal.aborted) throw cancelled(project);
    listener.onStart(project);
    const made = await make(project, options, (line) => listener.onLine(project, line), notes);
    return { ...base, ...made, durationMs: durationMs() };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const status = signal.aborted ? 'cancelled' : 'failed';
    return { ...base, status, error: signal.aborted ? cancelled(project) : error, durationMs: durationMs() };
  }
}

type Made = Pick<BuildResult, 'status' | 'sizeBytes' | 'operators'>;

async function make(
  project: OperatorProject,
  options: BuildOptions,
  onLine: (line: string) => void,
  notes: string[],
): Promise<Made> {
  const { mode, container, env } = options;
  const toolchain = await findToolchain(project, container, options);
  if (toolchain.note !== undefined) notes.push(toolchain.note);
  if (container && project.language === 'javascript')
    notes.push('there is no container builder for JavaScript; it was built with jco');
  const output = outputFile(project, mode);
  const settings = settingsOf(project, toolchain.version, mode, container, env);
  if (!options.isForced && (await compareStamp(output, settings)) === 'current')
    return { status: 'unchanged' };
  await makeRoomFor(output);
  // Taken first: what is changed while the build goes on is built the next time.
  const sourcesBefore = await digestSources(settings, [], false);
  const workFolder = await mkdtemp(join(tmpdir(), 'operator-build-'));
  try {
    const { witFolder, clock, signal } = options;
    const onNote = (note: string): void => void notes.push(note);
    const built = await callBuilder({
      project,
      mode,
      toolchain,
      container,
      witFolder,
      workFolder,
      env,
      clock,
      signal,
      onLine,
      onNote,
    });
    const { bytes, operators, notes: found } = await checkBuilt(built.path, project, options.reader);
    notes.push(...found);
    if (signal.aborted) throw cancelled(project);
    await place(bytes, output);
    if ((await digestSources(settings, [], false)) === sourcesBefore)
      await writeStamp(output, await makeStamp(settings, built.inputs, bytes));
    return { status: 'built', sizeBytes: bytes.length, operators };
  } finally {
    await rm(workFolder, { recursive: true, force: true });
  }
}

function callBuilder(context: BuildContext): Promise<BuiltFile> {
  const { language } = context.project;
  if (language === 'javascript') return buildJavaScript(context);
  if (context.container) return buildInContainer(context);
  return language === 'rust' ? buildRust(context) : buildPython(context);
}

/** Asked before a build that would take minutes to no avail. Errors: FILE_UNWRITABLE. */
async function makeRoomFor(output: string): Promise<void> {
  try {
    await mkdir(dirname(output), { recursive: true });
    await lstat(output);
  } catch (cause) {
    if (!isSystemError(cause, 'ENOENT')) throw writeFailure(output, cause);
  }
}

/** Whoever reads the file meanwhile sees the old module or the new one. Errors: FILE_UNWRITABLE. */
async function place(bytes: Uint8Array, output: string): Promise<void> {
  // Short: the name of a module may be as long as the system allows.
  const beside = join(dirname(output), `.${randomUUID()}.part`);
  try {
    // Anew: people clean up while a build goes on.
    await mkdir(dirname(output), { recursive: true });
    await writeFile(beside, bytes);
    await rename(beside, output);
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => undefined); // The first failure is the one to tell.
    throw writeFailure(output, cause);
  }
}
