// Does something for a person, and tells what is expected to go wrong, with a way to the page that explains it. Knows nothing about what is
// done.
import * as vscode from 'vscode';
import { AppError } from '../base/errors.ts';
import { commandIds } from './ids.ts';

/** Resolves as `work` does; to undefined when it failed, which is told, but for what the person has cancelled. */
export async function attempt<T>(
  log: vscode.LogOutputChannel,
  work: () => Promise<T | undefined>,
): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.error(`${error.message} [${error.code}]`);
    if (error.code !== 'REGISTRY_CANCELLED') void tellFailure(error);
    return undefined;
  }
}

async function tellFailure({ message, code }: AppError): Promise<void> {
  const explain = 'Explain';
  if ((await vscode.window.showErrorMessage(message, explain)) === explain)
    await vscode.commands.executeCommand(commandIds.explainProblem, code);
}
