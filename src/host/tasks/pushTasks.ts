// Pushes of graphs as VS Code tasks with our command line, which tells what it would overwrite and refuses it. Knows no registry.
import * as vscode from 'vscode';
import { cacheArguments } from '../cacheFolder.ts';
import { settingNames, settingsSection } from '../ids.ts';
import { createTask, workspaceFolderOf, isTaskOf } from './commandLineTask.ts';

/** A push task of ours in tasks.json. */
interface PushTaskDefinition extends vscode.TaskDefinition {
  readonly command: 'push';
  readonly graph: string;
  /** `host[:port][/path]`; without it, that of the settings. */
  readonly registry?: string;
  readonly arguments?: readonly string[];
}

export class PushTasks {
  readonly #cliPath: string;

  constructor(cliPath: string) {
    this.#cliPath = cliPath;
  }

  /** The task with how it is executed; undefined when it is no push. */
  resolve(task: vscode.Task): vscode.Task | undefined {
    const definition = task.definition as Partial<PushTaskDefinition>;
    const { graph } = definition;
    if (!isTaskOf(task, 'push') || typeof graph !== 'string') return undefined;
    const folder = workspaceFolderOf(task);
    const places = [...registryArguments(definition, folder), ...cacheArguments()];
    const args = ['push', graph, ...places, ...(definition.arguments ?? [])];
    return createTask(this.#cliPath, { definition: task.definition, folder, name: `push ${graph}`, args });
  }
}

/** Without a registry of its own or of the settings the command line asks the environment, and says what is missing. */
function registryArguments(
  { registry }: Partial<PushTaskDefinition>,
  folder: vscode.WorkspaceFolder | undefined,
): string[] {
  const settings = vscode.workspace.getConfiguration(settingsSection, folder ?? null);
  const text = (name: string): string => settings.get<string>(name, '').trim();
  const host = text(settingNames.registryHost);
  const prefix = text(settingNames.registryPathPrefix);
  const place = registry ?? (host === '' || prefix === '' ? host : `${host}/${prefix}`);
  const certificate = text(settingNames.registryCertificate);
  return [
    ...(place === '' ? [] : ['--registry', place]),
    ...(settings.get<boolean>(settingNames.registryInsecure, false) ? ['--insecure'] : []),
    ...(certificate === '' ? [] : ['--ca', certificate]),
  ];
}
