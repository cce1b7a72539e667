// Offers deployment to VS Code, and loads what does it when it is asked for first. Knows no cluster.
import type * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { DeployCommands, DeployCommandsOptions } from './deployCommands.ts';

export class DeployService implements Disposable {
  readonly #options: DeployCommandsOptions;
  #commands: Promise<DeployCommands> | undefined;

  constructor(options: DeployCommandsOptions) {
    this.#options = options;
  }

  /** Writes a DataflowGraph resource for a graph definition, by default the one in front, and opens it. */
  async createResource(uri: vscode.Uri | undefined): Promise<void> {
    await (await this.#load()).createResource(uri);
  }

  /** Shows what applying the resource would change, and applies it if that is wanted. */
  async deploy(uri: vscode.Uri | undefined): Promise<void> {
    await (await this.#load()).deploy(uri);
  }

  async showStatus(uri: vscode.Uri | undefined): Promise<void> {
    await (await this.#load()).act('status', uri);
  }

  async followLogs(uri: vscode.Uri | undefined): Promise<void> {
    await (await this.#load()).act('logs', uri);
  }

  /** Asks before it deletes. */
  async delete(uri: vscode.Uri | undefined): Promise<void> {
    await (await this.#load()).delete(uri);
  }

  dispose(): void {
    void this.#commands?.then((commands) => commands.dispose());
  }

  #load(): Promise<DeployCommands> {
    this.#commands ??= import('./deployCommands.ts').then(
      ({ DeployCommands: Commands }) => new Commands(this.#options),
    );
    return this.#commands;
  }
}
