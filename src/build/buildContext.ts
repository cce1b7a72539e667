// What every builder is given, and how it runs a program of its toolchain. Knows no language.
import { isAbsolute, join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Clock } from '../base/clock.ts';
import { BuildError } from './buildError.ts';
import { explainFailure } from './explainFailure.ts';
import { runLines } from './lineProcess.ts';
import type { BuildMode, OperatorProject } from './operatorProject.ts';
import type { ContainerEngine, Toolchain } from './toolchains.ts';

/** One build of one operator. */
export interface BuildContext {
  readonly project: OperatorProject;
  readonly mode: BuildMode;
  readonly toolchain: Toolchain;
  readonly container: ContainerEngine | undefined;
  /** Folder of WIT files for operators that bring none. */
  readonly witFolder: string;
  /** A folder that is empty now and removed after the build. */
  readonly workFolder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Pick<Clock, 'startTimer'>;
  readonly signal: AbortSignal;
  /** Takes the toolchain's output, paths in it relative to the process's own folder. */
  readonly onLine: (line: string) => void;
  /** Takes what deserves a remark. */
  readonly onNote: (note: string) => void;
}

/** What a builder made. */
export interface BuiltFile {
  /** The module, not yet at its place. */
  readonly path: string;
  /** Files outside the operator's folder that went into it. */
  readonly inputs: readonly string[];
}

/** How a program of the toolchain is run. */
export interface ToolRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Turns a path of the output into an absolute one, or leaves it. */
  readonly pathOf?: (path: string) => string;
  /** Keeps standard output to itself and returns it, for programs that answer there. */
  readonly isQuestion?: boolean;
}

/** Runs a program and returns its output, without colours. Errors: BUILD_CANCELLED, and those of explainFailure. */
export async function runTool(context: BuildContext, run: ToolRun): Promise<string> {
  const lines: string[] = [];
  const problems: string[] = [];
  let isBacktrace = false;
  const tell = (line: string): void => {
    const plain = stripVTControlCharacters(line);
    // componentize-py adds the stack of its own insides, which says nothing about the operator.
    isBacktrace ||= plain === 'Stack backtrace:';
    if (isBacktrace || chatter.test(plain)) return;
    const told = rewritePaths(line, run.pathOf ?? ((path) => join(run.cwd, path)));
    problems.push(stripVTControlCharacters(told));
    context.onLine(told);
  };
  const end = await runLines({
    command: run.command,
    args: run.args,
    cwd: run.cwd,
    env: context.env,
    onLine: (line) => (run.isQuestion ? lines.push(line) : tell(line)),
    onErrorLine: tell,
    signal: context.signal,
    clock: context.clock,
  });
  if (context.signal.aborted) throw cancelled(context.project);
  if (end.error)
    throw new BuildError(
      'TOOLCHAIN_MISSING',
      `${run.command} cannot be started: ${end.error.message}.`,
      undefined,
      {
        cause: end.error,
      },
    );
  if (end.code !== 0)
    throw explainFailure(context.project, problems.join('\n'), context.container !== undefined);
  return run.isQuestion ? lines.join('\n') : problems.join('\n');
}

export function cancelled({ name }: OperatorProject): BuildError {
  return new BuildError('BUILD_CANCELLED', `${name}: the build was interrupted; nothing was replaced.`);
}

/** Of temporary files, which mean nothing to people. */
const chatter = /^(?:OK Successfully written|Component built successfully$|\(jco componentize\))/;

const colours = String.raw`(?:\u001b\[[\d;]*m|\s)*`;
/** `--> src/lib.rs:3:5` and `::: src/lib.rs:3:5` of rustc; `File "/0/map.py", line 3` of Python; `at x (map.js:3:5)`, `map.js:3:5`. */
const places: readonly RegExp[] = [
  new RegExp(String.raw`(?<before>(?:-->|:::)${colours})(?<path>[^\s\u001b:][^\u001b:]*)(?<after>:\d+:\d+)`),
  /(?<before>\bFile ")(?<path>[^"]+)(?<after>", line \d+)/,
  /(?<before>^|[\s([])(?<path>[^\s()[\]:"']+\.[cm]?[jt]s)(?<after>:\d+(?::\d+)?)/,
];

/** The line with the path in it as seen from the process's own folder, so that it leads there from a terminal. */
export function rewritePaths(line: string, pathOf: (path: string) => string): string {
  for (const place of places) {
    const groups = place.exec(line)?.groups;
    if (!groups) continue;
    const { before = '', path = '', after = '' } = groups;
    const found = isAbsolute(path) && pathOf(path) === join('/', path) ? path : pathOf(path);
    return line.replace(`${before}${path}${after}`, () => `${before}${shorten(found)}${after}`);
  }
  return line;
}

/** Relative where the file is below the process's own folder. */
function shorten(path: string): string {
  const short = relative('', path);
  return isAbsolute(short) || short.startsWith('..') ? path : short;
}
