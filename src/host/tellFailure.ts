// Tells that something expected went wrong, with a way to the page that explains it. Knows nothing about what was done.
import * as vscode from 'vscode';
import type { AppError } from '../base/errors.ts';
import { commandIds } from './ids.ts';

/** Resolves when the person has read it. */
export async function tellFailure({ message, code }: AppError): Promise<void> {
  const explain = 'Explain';
  if ((await vscode.window.showErrorMessage(message, explain)) === explain)
    await vscode.commands.executeCommand(commandIds.explainProblem, code);
}
