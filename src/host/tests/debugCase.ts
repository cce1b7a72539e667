// Debugs a test case: a debug session that runs it as the test does and ends with it. Knows nothing about how sessions work.
import * as vscode from 'vscode';
import type { CaseVerdict } from '../../protocol/caseVerdict.ts';
import type { CustomEvents } from '../../protocol/debugViews.ts';
import { debugType } from '../ids.ts';
import type { CaseItem } from './caseItems.ts';
import { differenceMessages } from './caseMessages.ts';

let count = 0;

/** Marks the configurations of this module; the adapter takes no notice of such attributes. */
const markKey = '__testCaseRun';

/** Resolves when the session has ended; `signal` ends it. */
export async function debugCase(target: CaseItem, run: vscode.TestRun, signal: AbortSignal): Promise<void> {
  const { item, uri } = target;
  const mark = (count += 1);
  const startedMs = Date.now();
  const subscriptions: vscode.Disposable[] = [];
  let verdict: CaseVerdict | undefined;
  let session: vscode.DebugSession | undefined;
  const isOurs = (each: vscode.DebugSession): boolean => each.configuration[markKey] === mark;
  const ended = new Promise<void>((resolve) => {
    subscriptions.push(
      vscode.debug.onDidStartDebugSession((each) => {
        if (!isOurs(each)) return;
        session = each;
        if (signal.aborted) void vscode.debug.stopDebugging(each);
      }),
      vscode.debug.onDidReceiveDebugSessionCustomEvent(({ session: from, event, body }) => {
        if (isOurs(from) && event === ('dataflowGraph/caseEnded' satisfies keyof CustomEvents))
          verdict = body as CaseVerdict;
      }),
      vscode.debug.onDidTerminateDebugSession((each) => {
        if (isOurs(each)) resolve();
      }),
    );
  });
  const stop = (): void => void (session && vscode.debug.stopDebugging(session));
  signal.addEventListener('abort', stop);
  try {
    run.started(item);
    const isStarted = await vscode.debug.startDebugging(
      vscode.workspace.getWorkspaceFolder(uri),
      {
        type: debugType,
        request: 'launch',
        name: `Debug "${item.label}"`,
        testCase: uri.fsPath,
        [markKey]: mark,
      },
      { testRun: run },
    );
    if (isStarted) {
      await ended;
      run.appendOutput(
        'What the run told while it was debugged is in the Debug Console.\r\n',
        undefined,
        item,
      );
    }
    tell(verdict, target, run, {
      isStarted,
      isCancelled: signal.aborted,
      durationMs: Date.now() - startedMs,
    });
  } finally {
    signal.removeEventListener('abort', stop);
    for (const subscription of subscriptions) subscription.dispose();
  }
}

interface SessionEnd {
  readonly isStarted: boolean;
  readonly isCancelled: boolean;
  readonly durationMs: number;
}

function tell(
  verdict: CaseVerdict | undefined,
  target: CaseItem,
  run: vscode.TestRun,
  { isStarted, isCancelled, durationMs }: SessionEnd,
): void {
  const { item } = target;
  if (verdict?.status === 'passed') run.passed(item, durationMs);
  else if (verdict) run.failed(item, differenceMessages(verdict, target), durationMs);
  else if (isStarted || isCancelled)
    run.skipped(item); // It was ended by hand before there was anything to judge.
  else
    run.errored(
      item,
      new vscode.TestMessage('The debug session could not start; the Debug Console tells why.'),
    );
}
