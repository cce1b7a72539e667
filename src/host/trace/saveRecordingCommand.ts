// "Save Recording as Test Case…": asks for a name, has the command line write the case, and asks which of the proposed `ignores` are to stay.
// Runs nothing itself.
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { runLines } from '../../build/lineProcess.ts';
import type { Difference } from '../../testing/compareOutputs.ts';
import type { ProposedIgnore } from '../../testing/proposeIgnores.ts';
import { caseFileName, withoutIgnores } from '../../testing/recordedCase.ts';
import { mayRun } from '../debug/runnableGraph.ts';
import { realClock } from '../realClock.ts';
import { withProgress } from '../withProgress.ts';
import { cacheArguments } from '../cacheFolder.ts';
import { askForCaseName } from './askForCaseName.ts';
import { openFileSource } from './traceSource.ts';

export interface SaveRecordingOptions {
  /** The bundles of the command line and of the thread that reads traces. */
  readonly cliPath: string;
  readonly workerPath: string;
}

/** What the command line says of a test case that it has written. */
interface Saved {
  readonly file: string;
  readonly ignores: readonly ProposedIgnore[];
  readonly differences: readonly Difference[];
}

/** Says to the person what came of it. Errors: TRACE_UNREADABLE. */
export async function saveRecording(trace: vscode.Uri, options: SaveRecordingOptions): Promise<void> {
  if (!mayRun()) return;
  const program = await readProgram(trace.fsPath, options.workerPath);
  if (program === undefined) {
    void vscode.window.showErrorMessage(
      `${trace.fsPath} does not say what its run was made of: an earlier version recorded it. Record the run again.`,
    );
    return;
  }
  const tests = vscode.Uri.file(join(dirname(program), 'tests'));
  const name = await askForCaseName(tests, {
    title: 'Save Recording as a Test Case',
    about: 'All messages that came in, and all that went out.',
    value: basename(trace.path).replace(/\.trace(\.ndjson)?$/, ''),
  });
  if (name === undefined) return;
  const folder = vscode.Uri.joinPath(tests, caseFileName(name)).fsPath;
  const saved = await write(trace.fsPath, folder, name, options.cliPath);
  if (typeof saved === 'string') {
    if (saved !== '') void vscode.window.showErrorMessage(`No test case was written. ${saved}`);
    return;
  }
  await leaveOut(saved);
  await vscode.window.showTextDocument(vscode.Uri.file(saved.file));
  const { length: others } = saved.differences;
  if (others > 0)
    void vscode.window.showWarningMessage(
      `The test case gives something else than was recorded, at ${others === 1 ? 'one place' : `${String(others)} places`}. Run it to see them.`,
    );
}

async function readProgram(path: string, workerPath: string): Promise<string | undefined> {
  const source = await openFileSource(workerPath, path);
  source.dispose();
  return source.trace.program;
}

/** A sentence when nothing was written; empty when the person stopped it. */
async function write(trace: string, folder: string, name: string, cliPath: string): Promise<Saved | string> {
  const lines: string[] = [];
  const errors: string[] = [];
  const title = 'Running the recording to see what differs from run to run';
  const { error, isStopped } = await withProgress(title, async (_progress, signal) => {
    const ended = await runLines({
      command: process.execPath,
      args: [
        cliPath,
        'replay',
        trace,
        '--save-test',
        folder,
        `--name=${name}`,
        '--json',
        ...cacheArguments(),
      ],
      // On the desktop this program is Electron, which is Node when told so.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NO_COLOR: '1' },
      onLine: (line) => lines.push(line),
      onErrorLine: (line) => errors.push(line),
      signal,
      clock: realClock,
    });
    return { ...ended, isStopped: signal.aborted };
  });
  if (lines.length > 0) return JSON.parse(lines.join('\n')) as Saved;
  if (isStopped) return '';
  return error?.message ?? errors.join('\n').replace(/^error: /, '');
}

/** Asks which of the proposed paths stay, and takes the others out of the file. */
async function leaveOut({ file, ignores }: Saved): Promise<void> {
  if (ignores.length === 0) return;
  const items = ignores.map(({ path, first = 'nothing', second = 'nothing' }) => ({
    label: path,
    description: `${first}, then ${second}`,
    picked: true,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: 'These Differ From Run to Run',
    placeHolder: 'What is ticked will not be compared',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  const compared = items.filter((item) => chosen && !chosen.includes(item)).map(({ label }) => label);
  if (compared.length === 0) return;
  const uri = vscode.Uri.file(file);
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(withoutIgnores(text, compared)));
}
