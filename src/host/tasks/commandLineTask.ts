// Tasks that call our command line in a terminal, and waiting for their ends. Knows no command.
import * as vscode from 'vscode';
import { taskType } from '../ids.ts';

/** What a task of ours does; `definition.command` says which of its kinds it is. */
export interface CommandLineTask {
  readonly definition: vscode.TaskDefinition;
  /** The workspace folder it runs in. */
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly name: string;
  /** With the command. */
  readonly args: readonly string[];
  /** Who offers it; launch configurations name a task as `<source>: <name>`. */
  readonly source?: string;
  readonly matchers?: string[];
  readonly panel?: vscode.TaskPanelKind;
  /** Comes into view only when it fails. */
  readonly isQuiet?: boolean;
}

export function createTask(cliPath: string, request: CommandLineTask): vscode.Task {
  const {
    args,
    definition,
    folder,
    isQuiet = false,
    matchers = [],
    name,
    panel,
    source = taskType,
  } = request;
  const execution = new vscode.ProcessExecution(process.execPath, [cliPath, ...args], {
    ...(folder && { cwd: folder.uri.fsPath }),
    // On the desktop this program is Electron, which is Node when told so.
    env: { ELECTRON_RUN_AS_NODE: '1' },
  });
  const scope = folder ?? vscode.TaskScope.Workspace;
  const task = new vscode.Task(definition, scope, name, source, execution, matchers);
  task.presentationOptions = {
    reveal: isQuiet ? vscode.TaskRevealKind.Silent : vscode.TaskRevealKind.Always,
    ...(panel !== undefined && { panel }),
    clear: true,
    echo: false,
    focus: false,
  };
  return task;
}

/** The folder that a task of tasks.json belongs to. */
export function workspaceFolderOf({ scope }: vscode.Task): vscode.WorkspaceFolder | undefined {
  return typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
}

/** Whether `task` is one of ours with this command. */
export function isTaskOf({ definition }: vscode.Task, command: string): boolean {
  return definition.type === taskType && definition['command'] === command;
}

/** The file as tasks name it: from its workspace folder on. */
export function pathInWorkspace(uri: vscode.Uri): {
  readonly folder: vscode.WorkspaceFolder | undefined;
  readonly path: string;
} {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  return { folder, path: folder ? vscode.workspace.asRelativePath(uri, false) : uri.fsPath };
}

/** Starts `task` and resolves to its exit code when it has ended; undefined when somebody ended it. */
export function runToEnd(task: vscode.Task): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const codes = new Map<vscode.TaskExecution, number | undefined>();
    let own: vscode.TaskExecution | undefined;
    // A short one may end before it is told that it started.
    const settle = (): void => {
      if (!own || !codes.has(own)) return;
      subscription.dispose();
      resolve(codes.get(own));
    };
    const subscription = vscode.Disposable.from(
      vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        codes.set(execution, exitCode);
        settle();
      }),
      // Comes behind the other; alone where no process was started.
      vscode.tasks.onDidEndTask(({ execution }) => {
        if (!codes.has(execution)) codes.set(execution, undefined);
        settle();
      }),
    );
    vscode.tasks.executeTask(task).then(
      (execution) => {
        own = execution;
        settle();
      },
      (error: unknown) => {
        subscription.dispose();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
