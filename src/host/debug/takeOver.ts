// Lets a module that a run compares take over from the one in place; asks which when there are several. Loaded when it is asked for the first
// time. What came of it is told in the Debug Console, by the run.
import * as vscode from 'vscode';
import { describeError } from '../../base/errors.ts';
import { type ComparedModule, groupByModule } from './comparedModules.ts';
import type { SessionRun } from './runSessions.ts';

export async function takeOver(run: SessionRun): Promise<void> {
  try {
    const modules = groupByModule(await run.request('readComparison', null));
    const chosen = modules.length > 1 ? await choose(modules) : modules[0];
    if (chosen) await run.request('takeOver', { operations: chosen.operations });
  } catch (error) {
    void vscode.window.showErrorMessage(describeError(error));
  }
}

async function choose(modules: readonly ComparedModule[]): Promise<ComparedModule | undefined> {
  // The run goes on meanwhile, and may take the focus.
  return vscode.window.showQuickPick([...modules], {
    title: 'Take Over the Compared Module',
    placeHolder: 'Which module is to take over from the one in place?',
    ignoreFocusOut: true,
  });
}
