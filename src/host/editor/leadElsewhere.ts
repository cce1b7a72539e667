// Where a visual editor leads to: the explanation of a problem, the source of an operator, the faults of a run.
import * as vscode from 'vscode';
import type { ProblemCode } from '../../graph/problem.ts';
import { commandIds } from '../ids.ts';
import type { CanvasServer } from './canvasServer.ts';
import { toPosition } from './convert.ts';

export async function explainProblem(code: ProblemCode): Promise<void> {
  await vscode.commands.executeCommand(commandIds.explainProblem, code);
}

/** Opens the source of the operator that runs at `operation`; says so when there is none. */
export async function openModuleSource(
  server: CanvasServer,
  uri: vscode.Uri,
  place: { readonly operation: number; readonly version: number },
): Promise<void> {
  const source = await server.source({ uri: uri.toString(), ...place });
  if (!source) {
    void vscode.window.showInformationMessage(
      "The source of this operation's module is not in the workspace.",
    );
    return;
  }
  const position = toPosition(source.position);
  await vscode.window.showTextDocument(vscode.Uri.parse(source.uri), {
    selection: new vscode.Range(position, position),
  });
}

/** Asks which fault is to disturb the operation in the run that goes on. */
export async function disturbNode({ fsPath }: vscode.Uri, operation: string): Promise<void> {
  await vscode.commands.executeCommand(commandIds.disturbNode, { file: fsPath, operation });
}
