// Before a push: which of the graph's operators have changed since they were built, and building them if that is wanted. Pushes nothing.
import * as vscode from 'vscode';
import { type ChangedOperator, findChanged } from '../../build/findChanged.ts';
import { listGraphOperators } from '../../build/graphOperators.ts';
import type { GraphDefinition } from '../../graph/model.ts';
import { locateGraphModules } from '../../runtime/run/graphModules.ts';
import { findWorkspaceFolder } from '../../runtime/run/loadRun.ts';
import { buildNames } from '../../runtime/run/resolveModules.ts';
import { realClock } from '../realClock.ts';
import type { OperatorBuilds } from '../tasks/operatorBuilds.ts';
import { withProgress } from '../withProgress.ts';
import { moduleCacheFolder } from './registrySettings.ts';

/** False when the push is not to go on, which the person wanted or was told. Errors: FILE_UNREADABLE. */
export async function buildChanged(
  graph: GraphDefinition,
  uri: vscode.Uri,
  builds: Pick<OperatorBuilds, 'buildAndWait'>,
): Promise<boolean> {
  const root = await findWorkspaceFolder(uri.fsPath);
  const changed = await withProgress('Looking for operators that have changed', (_progress, signal) =>
    findOutdated(graph, root, signal),
  );
  if (!changed) return false;
  if (changed.length === 0) return true;
  const choice = await ask(changed);
  if (choice !== 'build') return choice === 'as-it-is';
  const named = changed.map(({ mode, project: { name, language } }) => ({ name, language, mode }));
  if (await builds.buildAndWait(vscode.Uri.file(root), named)) return true;
  void vscode.window.showErrorMessage('An operator could not be built, so nothing was pushed.');
  return false;
}

/** Undefined when it was cancelled. One that was never built counts when its module is nowhere else. */
async function findOutdated(
  graph: GraphDefinition,
  root: string,
  signal: AbortSignal,
): Promise<ChangedOperator[] | undefined> {
  const projects = await listGraphOperators(graph, root);
  if (projects.length === 0) return [];
  try {
    const changed = await findChanged(projects, { env: process.env, clock: realClock, signal });
    if (changed.every(({ isBuilt }) => isBuilt)) return changed;
    const places = {
      explicit: new Map<string, string>(),
      workspaceFolder: root,
      cacheFolder: moduleCacheFolder(),
    };
    const { missing } = await locateGraphModules(graph, places);
    const isMissing = new Set(missing.flatMap(({ name }) => buildNames(name).folders));
    return changed.filter(({ isBuilt, project }) => isBuilt || isMissing.has(project.name));
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  }
}

async function ask(changed: readonly ChangedOperator[]): Promise<'build' | 'as-it-is' | undefined> {
  const names = changed.map(({ project }) => project.name).join(', ');
  const mayStay = changed.every(({ isBuilt }) => isBuilt);
  const items = [
    { label: '$(tools) Build, Then Push', description: names, choice: 'build' as const },
    ...(mayStay
      ? [
          {
            label: '$(package) Push as Built',
            description: 'the modules as they were before the changes',
            choice: 'as-it-is' as const,
          },
        ]
      : []),
  ];
  const chosen = await vscode.window.showQuickPick(items, {
    title: mayStay ? 'Operators Have Changed since They Were Built' : 'Operators Are Not Built',
    placeHolder: names,
    ignoreFocusOut: true,
  });
  return chosen?.choice;
}
