// The debug adapter inside the extension. Loaded with the first debug session, so that activation stays fast.
import * as vscode from 'vscode';
import { GraphDebugSession } from '../../debug/graphDebugSession.ts';
import { makeRunStarter } from '../../debug/runClient.ts';
import { realClock } from '../realClock.ts';

/** `runProcessPath`: the bundle of the process that holds a run. VS Code disposes of the adapter, which ends the run. */
export function createDebugAdapter(runProcessPath: string): vscode.DebugAdapter {
  const startRun = makeRunStarter({ modulePath: runProcessPath, clock: realClock });
  return new InlineAdapter(new GraphDebugSession({ startRun, clock: realClock }));
}

class InlineAdapter extends vscode.Disposable implements vscode.DebugAdapter {
  readonly #session: GraphDebugSession;

  constructor(session: GraphDebugSession) {
    super(() => session.dispose());
    this.#session = session;
  }

  readonly onDidSendMessage: vscode.Event<vscode.DebugProtocolMessage> = (listener) => {
    const subscription = this.#session.onDidSendMessage((message) => void listener(message));
    return new vscode.Disposable(() => void subscription.dispose());
  };

  handleMessage(message: vscode.DebugProtocolMessage): void {
    this.#session.handleMessage(message as Parameters<GraphDebugSession['handleMessage']>[0]);
  }
}
