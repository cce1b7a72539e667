// Builds of operators as VS Code tasks with our command line, and the commands that start them. Knows nothing about what happens
// inside a build.
import * as vscode from 'vscode';
import { type OperatorLanguage, operatorLanguages } from '../../build/operatorLanguages.ts';
import { type BuildMode, chooseMain } from '../../build/operatorProject.ts';
import { DisposableStore } from '../../base/disposable.ts';
import { taskType } from '../ids.ts';

/** A build task of ours in tasks.json. */
export interface BuildTaskDefinition extends vscode.TaskDefinition {
  readonly command: 'build';
  /** Without it, all operators of the folder. */
  readonly operator?: string;
  readonly mode?: BuildMode;
  /** The folder that has `operators`, from the workspace folder on. */
  readonly folder?: string;
  readonly container?: 'docker' | 'podman';
  readonly arguments?: readonly string[];
}

/** An operator project of the workspace. */
interface FoundOperator {
  readonly name: string;
  readonly language: OperatorLanguage;
  /** The folder that has `operators`. */
  readonly root: vscode.Uri;
}

const pattern = '**/operators/*/{Cargo.toml,package.json,*.py,*.js,*.mjs,*.ts}';
const excluded = '**/{node_modules,target,.venv,venv,__pycache__,dist}/**';

export class OperatorBuilds implements vscode.Disposable {
  readonly #cliPath: string;
  readonly #store: DisposableStore = new DisposableStore();

  constructor(cliPath: string) {
    this.#cliPath = cliPath;
    this.#store.add(
      vscode.tasks.onDidEndTaskProcess(({ execution: { task }, exitCode }) => {
        if (isBuild(task) && exitCode === 1) void this.#advise(task);
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
    if (!isBuild(task)) return undefined;
    const folder = typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0];
    return this.#create(task.definition as BuildTaskDefinition, folder);
  }

  /** Builds the operator that has the file `uri`, by default the one in front; asks when there is none. */
  async build(uri: vscode.Uri | undefined): Promise<void> {
    const operators = await findOperators();
    const target = uri ?? vscode.window.activeTextEditor?.document.uri;
    const own = operators.find(({ root, name }) =>
      target?.path.startsWith(`${vscode.Uri.joinPath(root, 'operators', name).path}/`),
    );
    const chosen = own ?? (await chooseOperator(operators));
    if (chosen) await this.#execute(this.#taskFor(chosen.root, 'release', chosen));
  }

  /** Builds all operators of the workspace. */
  async buildAll(): Promise<void> {
    const operators = await findOperators();
    if (operators.length === 0) return tellNone();
    const roots = new Map(operators.map(({ root }) => [root.toString(), root]));
    for (const root of roots.values()) await this.#execute(this.#taskFor(root, 'release'));
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #execute(task: vscode.Task): Promise<void> {
    await vscode.workspace.saveAll(false);
    await vscode.tasks.executeTask(task);
  }

  #taskFor(root: vscode.Uri, mode: BuildMode, operator?: FoundOperator): vscode.Task {
    const folder = vscode.workspace.getWorkspaceFolder(root);
    const path = vscode.workspace.asRelativePath(root, false);
    const isWorkspace = folder?.uri.toString() === root.toString();
    const definition: BuildTaskDefinition = {
      type: taskType,
      command: 'build',
      ...(operator && { operator: operator.name }),
      ...(mode === 'debug' && { mode }),
      ...(!isWorkspace && { folder: path }),
    };
    return this.#create(definition, folder, operator?.language);
  }

  #create(
    definition: BuildTaskDefinition,
    folder: vscode.WorkspaceFolder | undefined,
    language?: OperatorLanguage,
  ): vscode.Task {
    const { operator, mode = 'release', folder: path, container } = definition;
    const args = [
      this.#cliPath,
      'build',
      ...(operator === undefined ? [] : [operator]),
      `--${mode}`,
      ...['--workspace', path ?? '.'],
      ...(container === undefined ? [] : ['--container', container]),
      ...(definition.arguments ?? []),
    ];
    const execution = new vscode.ProcessExecution(process.execPath, args, {
      ...(folder && { cwd: folder.uri.fsPath }),
      // On the desktop this program is Electron, which is Node when told so.
      env: { ELECTRON_RUN_AS_NODE: '1' },
    });
    const what = operator ?? 'all operators';
    const name = `build ${what}${path === undefined ? '' : ` in ${path}`}${mode === 'debug' ? ' (debug)' : ''}`;
    const matchers = (language ? [language] : operatorLanguages).map((each) => `$dataflow-graph-${each}`);
    const scope = folder ?? vscode.TaskScope.Workspace;
    // Launch configurations name a task by its source and name: `dataflow-graph: build temperature`.
    const task = new vscode.Task(definition, scope, name, taskType, execution, matchers);
    task.group = vscode.TaskGroup.Build;
    task.presentationOptions = {
      reveal: vscode.TaskRevealKind.Always,
      clear: true,
      echo: false,
      focus: false,
    };
    return task;
  }

  /** A build that failed for want of a toolchain says so where it is seen, with what to do. */
  async #advise({ definition, scope }: vscode.Task): Promise<void> {
    const { operator, folder: path, container } = definition as BuildTaskDefinition;
    const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
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

function isBuild({ definition }: vscode.Task): boolean {
  return definition.type === taskType && definition['command'] === 'build';
}

async function findOperators(): Promise<FoundOperator[]> {
  const uris = await vscode.workspace.findFiles(pattern, excluded, 20_000);
  const folders = new Map<
    string,
    { readonly root: vscode.Uri; readonly name: string; readonly files: Set<string> }
  >();
  for (const uri of uris) {
    const groups = /^(?<root>.*)\/operators\/(?<name>[^/]+)\/(?<file>[^/]+)$/.exec(uri.path)?.groups;
    if (!groups) continue;
    const { root = '', name = '', file = '' } = groups;
    const key = `${root}/operators/${name}`;
    const folder = folders.get(key) ?? {
      root: uri.with({ path: root || '/' }),
      name,
      files: new Set<string>(),
    };
    folder.files.add(file);
    folders.set(key, folder);
  }
  return [...folders].sort().flatMap(([, { root, name, files }]) => {
    // What package.json declares is read by the build; that there is one is enough to offer it.
    const found = chooseMain(name, files, files.has('package.json') ? 'package.json' : undefined);
    return found ? [{ name, language: found.language, root }] : [];
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
