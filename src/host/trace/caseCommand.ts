// "Save as Test Case": asks for a name and writes a message, with all it is bound to, beside the tests of its graph. Never writes
// over anything.
import { dirname, join, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { Fault } from '../../graph/faults.ts';
import type { HopRecord, TraceHeader } from '../../protocol/trace.ts';
import { readRecordedRun } from '../../runtime/run/recordRun.ts';
import { recordedSettings } from '../../runtime/run/recordedSettings.ts';
import { type CaseMaterial, readMaterial } from '../../runtime/trace/caseMaterial.ts';
import { caseRecording } from '../../runtime/trace/caseRecording.ts';
import { parseTraceLine } from '../../runtime/trace/ndjsonParse.ts';
import { caseFileName, type RecordedCaseSettings, recordedCaseFiles } from '../../testing/recordedCase.ts';
import { askForCaseName, type NameQuestion } from './askForCaseName.ts';
import { readFamily } from './messagePath.ts';
import type { TraceSource } from './traceSource.ts';

const MAX_MESSAGES = 500;

export interface CaseTarget {
  readonly source: TraceSource;
  /** File of the graph that was run. */
  readonly program: string;
}

/** Says to the person what came of it. */
export async function saveTestCase(message: number, { source, program }: CaseTarget): Promise<void> {
  const family = await readFamily(source, message, MAX_MESSAGES);
  const material = family.isWhole ? readMaterial(family.hops) : tooLarge;
  if (typeof material === 'string') {
    void vscode.window.showErrorMessage(
      `No test case can be made of message ${String(message)}: ${material}`,
    );
    return;
  }
  const tests = vscode.Uri.file(join(dirname(program), 'tests'));
  const name = await askForCaseName(tests, describeName(material, message));
  if (name === undefined) return;
  const folder = vscode.Uri.joinPath(tests, caseFileName(name));
  const graph = relative(folder.fsPath, program).split(sep).join('/');
  const settings = await settingsOf(source, family.hops, folder.fsPath);
  const files = recordedCaseFiles({ name, graph, ...material, settings });
  for (const { path, bytes } of files)
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, path), bytes);
  const [first] = files;
  if (first) await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, first.path));
}

/** Faults that come with some messages count those of the whole run, and are left out. */
async function settingsOf(
  source: TraceSource,
  hops: readonly HopRecord[],
  folder: string,
): Promise<RecordedCaseSettings> {
  const header = await readHeader(source);
  // Traces of before do not say how their run was made.
  if (!header?.run) return {};
  const settings = await recordedSettings(header, readRecordedRun(header, 'the trace'), folder);
  const recording = caseRecording(header, () => hops);
  return {
    ...settings,
    faults: settings.faults.filter(comesAlways),
    ...(recording !== undefined && { recording }),
  };
}

function comesAlways({ message, every, probability, times }: Fault): boolean {
  return [message, every, probability, times].every((each) => each === undefined);
}

async function readHeader(source: TraceSource): Promise<TraceHeader | undefined> {
  const { text } = await source.ask('exportHops', { query: {} });
  const line = parseTraceLine(text.slice(0, text.indexOf('\n')));
  return line.type === 'header' ? line.header : undefined;
}

const tooLarge =
  'it is bound to more messages than the trace still holds, or to more than 500, for example by a large window.';

function describeName({ input, outputs }: CaseMaterial, message: number): NameQuestion {
  const counted = (count: number, word: string): string =>
    `${String(count)} ${word}${count === 1 ? '' : 's'}`;
  return {
    title: `Save Message ${String(message)} as a Test Case`,
    about: `${counted(input.length, 'message')} in, ${counted(outputs.length, 'message')} out.`,
    value: `message ${String(message)}`,
  };
}
