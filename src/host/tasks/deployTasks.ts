// What is done with a deployed graph, as VS Code tasks with our command line. Knows nothing about kubectl.
import * as vscode from 'vscode';
import { settingNames, settingsSection, taskType } from '../ids.ts';
import { createTask, workspaceFolderOf, isTaskOf, pathInWorkspace, runToEnd } from './commandLineTask.ts';

export const deployActions = ['apply', 'diff', 'delete', 'status', 'logs'] as const;
export type DeployAction = (typeof deployActions)[number];

/** A deployment task of ours in tasks.json. */
interface DeployTaskDefinition extends vscode.TaskDefinition {
  readonly command: 'deploy';
  /** The DataflowGraph resource; a graph definition needs its places in `arguments`. */
  readonly graph: string;
  readonly action: DeployAction;
  /** Without it, that of the setting. */
  readonly context?: string;
  readonly arguments?: readonly string[];
}

/** The context of kubectl that is set for `uri`; undefined where kubectl's own current one counts. */
export function deployContext(uri: vscode.Uri | undefined): string | undefined {
  const settings = vscode.workspace.getConfiguration(settingsSection, uri ?? null);
  return settings.get<string>(settingNames.deployContext, '').trim() || undefined;
}

export class DeployTasks {
  readonly #cliPath: string;

  constructor(cliPath: string) {
    this.#cliPath = cliPath;
  }

  /** The task with how it is executed; undefined when it is none of these. */
  resolve(task: vscode.Task): vscode.Task | undefined {
    const { action, graph } = task.definition as Partial<DeployTaskDefinition>;
    const isKnown = deployActions.some((each) => each === action);
    if (!isTaskOf(task, 'deploy') || typeof graph !== 'string' || !isKnown) return undefined;
    return this.#create(task.definition as DeployTaskDefinition, workspaceFolderOf(task));
  }

  /** Resolves to the exit code when it has ended; undefined when somebody ended it. */
  run(action: DeployAction, resource: vscode.Uri): Promise<number | undefined> {
    const { folder, path } = pathInWorkspace(resource);
    return runToEnd(this.#create({ type: taskType, command: 'deploy', graph: path, action }, folder));
  }

  #create(definition: DeployTaskDefinition, folder: vscode.WorkspaceFolder | undefined): vscode.Task {
    const { action, graph } = definition;
    const context = definition.context ?? deployContext(folder?.uri);
    const args = [
      ...['deploy', graph, `--${action}`],
      // A task ends by Ctrl+C, so that it can follow.
      ...(action === 'logs' ? ['--follow'] : []),
      ...(context === undefined ? [] : ['--context', context]),
      ...(definition.arguments ?? []),
    ];
    return createTask(this.#cliPath, { definition, folder, name: `${action} ${graph}`, args });
  }
}
