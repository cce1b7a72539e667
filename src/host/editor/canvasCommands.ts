// The commands of VS Code that a canvas may ask for. The list is closed: a webview names none itself.
import * as vscode from 'vscode';
import type { CanvasCommand } from '../../protocol/canvas.ts';
import { commandIds } from '../ids.ts';

/** Ids of the commands that exist. */
const ids: Readonly<Partial<Record<CanvasCommand, string>>> = {
  run: commandIds.run,
  debug: commandIds.debug,
  'open-text': commandIds.openAsText,
  problems: 'workbench.actions.view.problems',
};

const startsRuns: readonly CanvasCommand[] = ['run', 'debug'];

/** Those that can be run here and now. */
export function availableCommands(): CanvasCommand[] {
  return (Object.keys(ids) as CanvasCommand[]).filter(
    (command) => !startsRuns.includes(command) || vscode.workspace.isTrusted,
  );
}

/** Runs `command` for the graph at `uri`; does nothing when there is none. */
export async function runCanvasCommand(command: CanvasCommand, uri: vscode.Uri): Promise<void> {
  const id = ids[command];
  if (id === undefined || !availableCommands().includes(command)) return;
  await vscode.commands.executeCommand(id, ...(command === 'problems' ? [] : [uri]));
}
