// "Save as Test Case": asks for a name and writes a message, with all it is bound to, beside the tests of its graph. Never writes
// over anything.
import { dirname, join, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { isSourceHop } from '../../base/isSourceHop.ts';
import type { HopRecord, TracedMessage } from '../../protocol/trace.ts';
import { caseFileName, type RecordedMessage, recordedCaseFiles } from '../../testing/recordedCase.ts';
import { fileExists } from '../fileExists.ts';
import { readFamily } from './messagePath.ts';
import type { TraceSource } from './traceSource.ts';

const MAX_MESSAGES = 500;

export interface CaseTarget {
  readonly source: TraceSource;
  /** File of the graph that was run. */
  readonly program: string;
}

/** What a test case is written from. */
export interface CaseMaterial {
  readonly input: readonly RecordedMessage[];
  readonly outputs: readonly RecordedMessage[];
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
  const name = await askForName(tests, material, message);
  if (name === undefined) return;
  const folder = vscode.Uri.joinPath(tests, caseFileName(name));
  const graph = relative(folder.fsPath, program).split(sep).join('/');
  const files = recordedCaseFiles({ name, graph, ...material });
  for (const { path, bytes } of files)
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, path), bytes);
  const [first] = files;
  if (first) await vscode.window.showTextDocument(vscode.Uri.joinPath(folder, first.path));
}

const tooLarge =
  'it is bound to more messages than the trace still holds, or to more than 500, for example by a large window.';

/** What went in at sources, and what sinks gave out; a sentence when something of it was not recorded. */
export function readMaterial(hops: readonly HopRecord[]): CaseMaterial | string {
  const entries = hops.filter(({ cause, parents }) => cause === 0 && !parents);
  if (!entries.every(isSourceHop))
    return 'it was replayed from the middle of the graph, where no message of a test case comes in. Save the message that was replayed.';
  const emitted = hops.filter(({ verdict }) => verdict === 'emitted');
  const isTimed = entries.length > 1;
  const input = entries.flatMap((hop) => hop.input ?? []).flatMap((each) => toMessage(each, isTimed) ?? []);
  const outputs = emitted.flatMap((hop) => hop.input ?? []).flatMap((each) => toMessage(each, false) ?? []);
  if (entries.length === 0) return 'no message that came in at a source is recorded for it.';
  if (input.length < entries.length || outputs.length < emitted.length)
    return 'its payloads were not recorded. Run the graph with the trace level "payloads".';
  return { input, outputs };
}

/** `isTimed`: windows collect messages by their time, so that it has to come along. */
function toMessage(message: TracedMessage, isTimed: boolean): RecordedMessage | undefined {
  const { topic, payload, contentType, timestamp } = message;
  if (!payload) return undefined;
  const time: [string, string][] = isTimed ? [['__ts', timestamp]] : [];
  const userProperties = [...message.userProperties, ...time];
  return { topic, payload, userProperties, ...(contentType !== undefined && { contentType }) };
}

async function askForName(
  tests: vscode.Uri,
  { input, outputs }: CaseMaterial,
  message: number,
): Promise<string | undefined> {
  const counted = (count: number, word: string): string =>
    `${String(count)} ${word}${count === 1 ? '' : 's'}`;
  return vscode.window.showInputBox({
    title: `Save Message ${String(message)} as a Test Case`,
    prompt: `${counted(input.length, 'message')} in, ${counted(outputs.length, 'message')} out. It is written to a new folder of this name in ${tests.fsPath}.`,
    value: `message ${String(message)}`,
    ignoreFocusOut: true,
    validateInput: async (name) => {
      const folder = caseFileName(name);
      if (folder === '') return 'Give it a name with letters or digits.';
      if (await fileExists(vscode.Uri.joinPath(tests, folder)))
        return `There is a folder "${folder}" already. Choose another name.`;
      return undefined;
    },
  });
}
