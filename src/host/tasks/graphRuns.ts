// Runs graphs as VS Code tasks with our command line, and shows in the status bar that one runs. Knows nothing about what
// happens inside a run.
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { cacheArguments } from '../cacheFolder.ts';
import { findRunnableGraph } from '../debug/runnableGraph.ts';
import { commandIds, contextKeys, taskType } from '../ids.ts';
import { createTask, workspaceFolderOf, isTaskOf, pathInWorkspace } from './commandLineTask.ts';

/** A task of ours in tasks.json. */
interface GraphTaskDefinition extends vscode.TaskDefinition {
  readonly command: 'run';
  readonly graph: string;
  readonly arguments?: readonly string[];
}

/** Runs of graphs in this window. */
export class GraphRuns implements vscode.Disposable {
  readonly #cliPath: string;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #status: vscode.StatusBarItem;
  readonly #running: Set<vscode.TaskExecution> = new Set<vscode.TaskExecution>();

  constructor(cliPath: string) {
    this.#cliPath = cliPath;
    this.#status = this.#store.add(vscode.window.createStatusBarItem('run', vscode.StatusBarAlignment.Left));
    this.#status.name = 'Run of a data flow graph';
    this.#status.command = commandIds.stopRun;
    this.#store.add(vscode.tasks.onDidStartTask(({ execution }) => this.#onStart(execution)));
    this.#store.add(vscode.tasks.onDidEndTask(({ execution }) => this.#onEnd(execution)));
  }

  /** Runs the graph in `uri`, by default that of the active editor, after saving it. */
  async run(uri: vscode.Uri | undefined): Promise<void> {
    const target = await findRunnableGraph(uri);
    if (!target) return;
    const { folder, path: graph } = pathInWorkspace(target);
    await vscode.tasks.executeTask(this.#createTask({ type: taskType, command: 'run', graph }, folder));
  }

  /** The task with how it is executed; undefined when it is no run. */
  resolve(task: vscode.Task): vscode.Task | undefined {
    const { graph } = task.definition as Partial<GraphTaskDefinition>;
    if (!isTaskOf(task, 'run') || typeof graph !== 'string') return undefined;
    return this.#createTask(task.definition as GraphTaskDefinition, workspaceFolderOf(task));
  }

  /** Ends what runs; asks which one when there are several. */
  async stop(): Promise<void> {
    const [first, ...others] = [...this.#running];
    if (others.length === 0) return first?.terminate();
    const items = [...this.#running].map((execution) => ({ label: execution.task.name, execution }));
    const chosen = await vscode.window.showQuickPick(items, { placeHolder: 'Which run is to end?' });
    chosen?.execution.terminate();
  }

  dispose(): void {
    this.#store.dispose();
  }

  #createTask(definition: GraphTaskDefinition, folder: vscode.WorkspaceFolder | undefined): vscode.Task {
    const { graph } = definition;
    return createTask(this.#cliPath, {
      definition,
      folder,
      name: `run ${graph}`,
      args: ['run', graph, ...cacheArguments(), ...(definition.arguments ?? [])],
      source: 'Data Flow Graphs',
      panel: vscode.TaskPanelKind.Dedicated,
    });
  }

  #onStart(execution: vscode.TaskExecution): void {
    if (!isTaskOf(execution.task, 'run')) return;
    this.#running.add(execution);
    this.#show();
  }

  #onEnd(execution: vscode.TaskExecution): void {
    if (this.#running.delete(execution)) this.#show();
  }

  #show(): void {
    const names = [...this.#running].map(({ task }) => task.name);
    void vscode.commands.executeCommand('setContext', contextKeys.isRunning, names.length > 0);
    if (names.length === 0) return this.#status.hide();
    const label = names.length === 1 ? (names[0] ?? '') : `${String(names.length)} runs`;
    this.#status.text = `$(sync~spin) ${label}`;
    this.#status.tooltip = `${names.join('\n')}\nClick to stop.`;
    this.#status.accessibilityInformation = { label: `${label}, select to stop`, role: 'button' };
    this.#status.show();
  }
}
