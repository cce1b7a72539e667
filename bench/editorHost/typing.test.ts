// Runs inside the extension host: types in a large graph and measures. The figures leave as the name of the test, since
// names and outcomes are all that the harness carries out.
import { describe, it } from 'mocha';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { largeGraph } from '../largeGraph.ts';

const KEYSTROKES = 40;
const PAUSE_MS = 120;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const EXTENSION = 'dataflow-graphs.dataflow-graphs';

/** Where VS Code's processes keep the marks of their own start. */
interface VscodeMarks {
  readonly MonacoPerformanceMarks?: { getMarks(): readonly { name: string; startTime: number }[] };
}

/** When VS Code last passed a step of our activation: milliseconds, or an error where it set no such mark. */
function mark(step: string): number {
  const marks = (globalThis as VscodeMarks).MonacoPerformanceMarks?.getMarks() ?? [];
  const found = marks.findLast(({ name }) => name === `code/extHost/${step}/${EXTENSION}`);
  if (!found) throw new Error(`VS Code set no mark for ${step}`);
  return found.startTime;
}

/**
 * Milliseconds that loading and activating the extension took, as VS Code itself counts them in "Show Running Extensions":
 * without what it does in between, which is reading the workspace's memory over its own connection.
 */
async function activate(): Promise<number> {
  const extension = vscode.extensions.getExtension(EXTENSION);
  if (!extension) throw new Error('the extension is missing');
  if (extension.isActive) throw new Error('the extension is active already');
  await extension.activate();
  const loading = mark('didLoadExtensionCode') - mark('willLoadExtensionCode');
  return loading + mark('didActivateExtension') - mark('willActivateExtension');
}

/** Types one character that makes or mends a mistake; resolves to the milliseconds until its problems are known. */
async function typeOne(editor: vscode.TextEditor, at: vscode.Position, isMistake: boolean): Promise<number> {
  const { document } = editor;
  const known = new Promise<void>((resolve) => {
    const subscription = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (!uris.some((uri) => uri.toString() === document.uri.toString())) return;
      const hasProblem = vscode.languages.getDiagnostics(document.uri).length > 0;
      if (hasProblem !== isMistake) return;
      subscription.dispose();
      resolve();
    });
  });
  const start = performance.now();
  const after = at.translate(0, 1);
  await editor.edit((builder) =>
    isMistake ? builder.insert(at, 'x') : builder.delete(new vscode.Range(at, after)),
  );
  await known;
  return performance.now() - start;
}

describe('typing', () => {
  it('in a graph of 1,000 operations', async function () {
    this.timeout(240_000);
    const activationMs = await activate();
    const document = await vscode.workspace.openTextDocument({
      language: 'dataflow-graph',
      content: largeGraph(1000),
    });
    const editor = await vscode.window.showTextDocument(document);
    const at = document.positionAt(
      document.getText().lastIndexOf('operationType: ') + 'operationType: '.length,
    );
    editor.revealRange(new vscode.Range(at, at));
    for (let key = 0; key < 6; key += 1) await typeOne(editor, at, key % 2 === 0);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const times: number[] = [];
    delay.enable();
    for (let key = 0; key < KEYSTROKES; key += 1) {
      times.push(await typeOne(editor, at, key % 2 === 0));
      await pause(PAUSE_MS);
    }
    delay.disable();
    times.sort((a, b) => a - b);
    const keystrokeToDiagnosticsMs = times[times.length >> 1];
    const figures = { activationMs, keystrokeToDiagnosticsMs, longestBlockMs: delay.max / 1e6 };
    this.runnable().title = JSON.stringify(figures);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
