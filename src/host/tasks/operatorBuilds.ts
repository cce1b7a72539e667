// Builds of operators as VS Code tasks with our command line, and the commands that start them. Knows nothing about what happens
// inside a build.
import * as vscode from 'vscode';
import { type OperatorLanguage, operatorLanguages } from '../../build/operatorLanguages.ts';
import type { BuildMode } from '../../build/operatorProject.ts';
import { DisposableStore } from '../../base/disposable.ts';
import { taskType } from '../ids.ts';
import { createTask, isTaskOf, runToEnd, workspaceFolderOf } from './commandLineTask.ts';
import { findOperators, folderOf, type FoundOperator, newestMode } from './findOperators.ts';

/** A build task of ours in tasks.json. */
export interface BuildTaskDefinition extends vscode.TaskDefinition {
  readonly command: 'build';
  /** Without it, all operators of the folder. */
  readonly operator?: string;
  readonly mode?: BuildMode;
  /** The folder that has `operators`, from the workspace folder on. */
  readonly folder?: string;
  readonly container?: 'docker' | 'podman';
  /** Shows its terminal only when the build fails. */
  readonly quiet?: boolean;
  readonly arguments?: readonly string[];
}

/** An operator to build, and how. */
export interface NamedBuild {
  readonly name: string;
  readonly language: OperatorLanguage;
  readonly mode: BuildMode;
}

export class OperatorBuilds implements vscode.Disposable {
  readonly #cliPath: string;
  readonly #store: DisposableStore = new DisposableStore();

  constructor(cliPath: string) {
    this.#cliPath = cliPath;
    this.#store.add(
      vscode.tasks.onDidEndTaskProcess(({ execution: { task }, exitCode }) => {
        if (isTaskOf(task, 'build') && exitCode === 1) void this.#advise(task);
      }),
    );
  }

  /** A task for every operator and for all of a folder, in both modes. */
  async list(): Promise<vscode.Task[]> {
    const operators = await findOperators();
    const roots = new Map(operators.map(({ root }) => [root.toString(), root]));
    const modes = ['release', 'debug'] as const;
    return [
      ...operators.flatMap((operator) => modes.map((mode) => this.#taskFor(operator.root, mode, operator))),
      ...[...roots.values()].flatMap((root) => modes.map((mode) => this.#taskFor(root, mode))),
    ];
  }

  /** The task with how it is executed; undefined when it is no build. */
  resolve(task: vscode.Task): vscode.Task | undefined {
    if (!isTaskOf(task, 'build')) return undefined;
    return this.#create(task.definition as BuildTaskDefinition, workspaceFolderOf(task));
  }

  /** Builds the operator that has the file `uri`, by default the one in front; asks when there is none. */
  async build(uri: vscode.Uri | undefined): Promise<void> {
    const operators = await findOperators();
    const target = uri ?? vscode.window.activeTextEditor?.document.uri;
    const own = target && operators.find((operator) => target.path.startsWith(`${folderOf(operator).path}/`));
    const chosen = own ?? (await chooseOperator(operators));
    if (chosen) await this.#execute(this.#taskFor(chosen.root, 'release', chosen));
  }

  /** The folder of the operator that has the file `uri`, as a URI. */
  async ownerOf(uri: vscode.Uri): Promise<string | undefined> {
    const folders = (await findOperators()).map((operator) => folderOf(operator));
    return folders.find((folder) => uri.path.startsWith(`${folder.path}/`))?.toString();
  }

  /**
   * Builds the operator in `folder`, a URI, in the mode of its newest module, and shows it only when it fails. Waits for
   * builds that are running; resolves when it has ended.
   */
  async buildQuietly(folder: string): Promise<void> {
    await untilNoBuildRuns();
    const operator = (await findOperators()).find((each) => folderOf(each).toString() === folder);
    if (!operator) return; // Deleted meanwhile.
    const task = this.#taskFor(operator.root, await newestMode(operator), operator, { quiet: true });
    await runToEnd(task);
  }

  /** Builds all operators of the workspace. */
  async buildAll(): Promise<void> {
    const operators = await findOperators();
    if (operators.length === 0) return tellNone();
    const roots = new Map(operators.map(({ root }) => [root.toString(), root]));
    for (const root of roots.values()) await this.#execute(this.#taskFor(root, 'release'));
  }

  /** Builds operators of the folder that has `operators`, one after another. False when one was not built; its terminal tells why. */
  async buildAndWait(root: vscode.Uri, operators: readonly NamedBuild[]): Promise<boolean> {
    await vscode.workspace.saveAll(false);
    for (const { name, language, mode } of operators)
      if ((await runToEnd(this.#taskFor(root, mode, { name, language, root }))) !== 0) return false;
    return true;
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #execute(task: vscode.Task): Promise<void> {
    await vscode.workspace.saveAll(false);
    await vscode.tasks.executeTask(task);
  }

  #taskFor(
    root: vscode.Uri,
    mode: BuildMode,
    operator?: FoundOperator,
    how: Pick<BuildTaskDefinition, 'quiet'> = {},
  ): vscode.Task {
    const folder = vscode.workspace.getWorkspaceFolder(root);
    const path = vscode.workspace.asRelativePath(root, false);
    const isWorkspace = folder?.uri.toString() === root.toString();
    const definition: BuildTaskDefinition = {
      type: taskType,
      command: 'build',
      ...(operator && { operator: operator.name }),
      ...(mode === 'debug' && { mode }),
      ...(!isWorkspace && { folder: path }),
      ...how,
    };
    return this.#create(definition, folder, operator?.language);
  }

  #create(
    definition: BuildTaskDefinition,
    folder: vscode.WorkspaceFolder | undefined,
    language?: OperatorLanguage,
  ): vscode.Task {
    const { operator, mode = 'release', folder: path, container, quiet = false } = definition;
    const args = [
      'build',
      ...(operator === undefined ? [] : [operator]),
      `--${mode}`,
      ...['--workspace', path ?? '.'],
      ...(container === undefined ? [] : ['--container', container]),
      ...(definition.arguments ?? []),
    ];
    const what = operator ?? 'all operators';
    const place = path === undefined ? '' : ` in ${path}`;
    const task = createTask(this.#cliPath, {
      definition,
      folder,
      name: `build ${what}${place}${mode === 'debug' ? ' (debug)' : ''}${quiet ? ' quietly' : ''}`,
      args,
      matchers: (language ? [language] : operatorLanguages).map((each) => `$dataflow-graph-${each}`),
      isQuiet: quiet,
    });
    task.group = vscode.TaskGroup.Build;
    return task;
  }

  /** A build that failed for want of a toolchain says so where it is seen, with what to do. */
  async #advise(task: vscode.Task): Promise<void> {
    const { operator, folder: path, container } = task.definition as BuildTaskDefinition;
    const folder = workspaceFolderOf(task);
    if (!folder) return;
    const root = path === undefined ? folder.uri : vscode.Uri.joinPath(folder.uri, path);
    const { adviseOnToolchain } = await import('./toolchainAdvice.ts');
    await adviseOnToolchain({
      operators: vscode.Uri.joinPath(root, 'operators').fsPath,
      ...(operator !== undefined && { operator }),
      ...(container !== undefined && { container }),
    });
  }
}

/** Resolves once no build of ours is running in this window. */
async function untilNoBuildRuns(): Promise<void> {
  for (;;) {
    const running = vscode.tasks.taskExecutions.find(({ task }) => isTaskOf(task, 'build'));
    if (!running) return;
    await ended(running);
  }
}

/** Resolves when the task has ended, however it did. */
function ended(execution: vscode.TaskExecution): Promise<void> {
  return new Promise((resolve) => {
    const listener = vscode.tasks.onDidEndTask((event) => {
      if (event.execution !== execution) return;
      listener.dispose();
      resolve();
    });
    if (!vscode.tasks.taskExecutions.includes(execution)) {
      listener.dispose();
      resolve();
    }
  });
}

async function chooseOperator(operators: readonly FoundOperator[]): Promise<FoundOperator | undefined> {
  if (operators.length === 0) return tellNone();
  const items = operators.map((operator) => ({
    label: operator.name,
    description: operator.language,
    detail: vscode.workspace.asRelativePath(operator.root),
    operator,
  }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'Which operator is to be built?' });
  return chosen?.operator;
}

function tellNone(): undefined {
  void vscode.window.showInformationMessage(
    'There is no operator in this workspace. Operators are projects in operators/<name>, in Rust, Python or JavaScript.',
  );
}
