// `dataflow-graph validate`: tells every problem of the given files. Knows nothing about how they are found.
import { join } from 'node:path';
import { AppError } from '../base/errors.ts';
import { formatPosition } from '../base/position.ts';
import { parseGraphFile } from '../graph/parseGraph.ts';
import { hasErrors, type Problem, sortProblems } from '../graph/problem.ts';
import { withoutSuppressed } from '../graph/suppressions.ts';
import { examineModules } from '../runtime/run/examineModules.ts';
import { findWorkspaceFolder, formatProblem, readUserFile } from '../runtime/run/loadRun.ts';
import { defaultCacheFolder } from '../runtime/run/cacheFolder.ts';
import { exitCodes } from './exitCodes.ts';
import type { Terminal } from './terminal.ts';

/** Returns the exit code: failed when any file has an error or cannot be read. */
export async function validateFiles(
  files: readonly string[],
  flags: { readonly json?: boolean },
  terminal: Terminal,
): Promise<number> {
  let hasFailed = false;
  const all: FileFindings[] = [];
  for (const file of files) {
    const findings = await examine(file).catch((error: unknown) => describeFailure(file, error));
    all.push(findings);
    hasFailed ||= hasErrors(findings.problems) || findings.failures.length > 0;
  }
  if (flags.json) terminal.print(JSON.stringify(all, undefined, 2));
  else for (const findings of all) tellFindings(findings, terminal);
  return hasFailed ? exitCodes.failed : exitCodes.ok;
}

interface FileFindings {
  readonly file: string;
  readonly problems: readonly Problem[];
  /** About the file when it cannot be read, and about modules that are there but cannot be used. */
  readonly failures: readonly { readonly code: string; readonly message: string }[];
}

// One file that cannot be read must not hide what is wrong with the others.
function describeFailure(file: string, error: unknown): FileFindings {
  if (!(error instanceof AppError)) throw error;
  return { file, problems: [], failures: [{ code: error.code, message: error.message }] };
}

async function examine(file: string): Promise<FileFindings> {
  const parsed = parseGraphFile(await readUserFile(file));
  const all = [...parsed.problems];
  const failures: AppError[] = [];
  const places = {
    explicit: new Map<string, string>(),
    workspaceFolder: await findWorkspaceFolder(file),
    cacheFolder: join(defaultCacheFolder(process.env), 'modules'),
  };
  for (const { graph } of parsed.documents) {
    if (!graph) continue;
    const findings = await examineModules(graph, places);
    all.push(...findings.problems);
    failures.push(...findings.failures);
  }
  return {
    file,
    problems: withoutSuppressed(parsed, sortProblems(all)),
    failures: failures.map(({ code, message }) => ({ code, message })),
  };
}

function tellFindings({ file, problems, failures }: FileFindings, terminal: Terminal): void {
  tellProblems(file, problems, terminal);
  for (const { code, message } of failures)
    terminal.print(terminal.paint('bad', `${file}: error ${code}: ${message}`));
  if (problems.length + failures.length === 0)
    terminal.print(`${file}: ${terminal.paint('good', 'no problems')}`);
}

function tellProblems(file: string, problems: readonly Problem[], terminal: Terminal): void {
  for (const problem of problems) {
    const paint = problem.severity === 'error' ? 'bad' : problem.severity === 'warning' ? 'warning' : 'faint';
    terminal.print(terminal.paint(paint, formatProblem(file, problem)));
    for (const { message, range } of problem.related)
      terminal.print(`    ${file}:${formatPosition(range.start)}: ${message}`);
    if (problem.fix) terminal.print(`    fix: ${problem.fix.title}`);
  }
}
