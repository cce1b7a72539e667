// Tells that a toolchain is missing, with a button that installs it. Loaded only after a build has failed.
import * as vscode from 'vscode';
import { BuildError, type BuildFix } from '../../build/buildError.ts';
import { listOperators } from '../../build/operatorProject.ts';
import { type ContainerEngine, findToolchain } from '../../build/toolchains.ts';
import { realClock } from '../realClock.ts';

/** What was to be built. */
export interface FailedBuild {
  /** The folder `operators`. */
  readonly operators: string;
  /** Without it, all. */
  readonly operator?: string;
  readonly container?: ContainerEngine;
}

/** Says nothing when every toolchain is there: then the build's own output tells. */
export async function adviseOnToolchain({ operators, operator, container }: FailedBuild): Promise<void> {
  const all = await listOperators(operators).catch(() => []); // The build itself has told that it is gone.
  const search = { env: process.env, clock: realClock, signal: AbortSignal.timeout(60_000) };
  const seen = new Set<string>();
  for (const project of all.filter(({ name }) => operator === undefined || name === operator)) {
    if (seen.has(project.language)) continue;
    seen.add(project.language);
    try {
      await findToolchain(project, container, search);
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      void offer(error);
    }
  }
}

async function offer({ message, fix }: BuildError): Promise<void> {
  const chosen = await vscode.window.showErrorMessage(message, ...(fix ? [fix.title] : []));
  if (fix && chosen === fix.title) await apply(fix);
}

/** A page where there is one: it knows more ways than one command. */
async function apply({ command, folder, url }: BuildFix): Promise<void> {
  if (url !== undefined) return void (await vscode.env.openExternal(vscode.Uri.parse(url)));
  if (command === undefined) return;
  const terminal = vscode.window.createTerminal({
    name: 'Install',
    ...(folder !== undefined && { cwd: folder }),
  });
  terminal.show();
  terminal.sendText(command);
}
