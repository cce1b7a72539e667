// Offers pushing and pulling to VS Code, and loads what does it when it is asked for first. Knows no registry.
import type * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import type { LoadedRun } from '../../protocol/runProcess.ts';
import type { PullOutcome } from './graphPulls.ts';
import type { RegistryCommands, RegistryCommandsOptions } from './registryCommands.ts';
import type { PushResult } from '../../registry/push.ts';

export class RegistryService {
  readonly #options: RegistryCommandsOptions;
  #commands: Promise<RegistryCommands> | undefined;

  constructor(options: RegistryCommandsOptions) {
    this.#options = options;
  }

  /** Pushes a graph, by default the one in front. Resolves to what was pushed; undefined when it was not, which was told. */
  async push(uri: vscode.Uri | undefined): Promise<PushResult | undefined> {
    return (await this.#load()).push(uri);
  }

  /** Pulls the modules that a graph lacks, by default the one in front. Resolves to what was pulled, as push. */
  async pull(uri: vscode.Uri | undefined): Promise<PullOutcome | undefined> {
    return (await this.#load()).pull(uri);
  }

  /** Pulls a graph that is asked for, with its modules, into the workspace. Resolves as pull. */
  async pullGraph(): Promise<PullOutcome | undefined> {
    return (await this.#load()).pullGraph();
  }

  /** Follows the tags that a run's modules were pulled from. Undefined when that is not possible, which was told. */
  async follow(run: LoadedRun, intervalMs: number): Promise<Disposable | undefined> {
    return (await this.#load()).follow(run, intervalMs);
  }

  /** Forgets the password for the registry of the workspace, or for another one. */
  async forgetCredentials(): Promise<void> {
    await (await this.#load()).forgetCredentials();
  }

  #load(): Promise<RegistryCommands> {
    this.#commands ??= import('./registryCommands.ts').then(
      ({ RegistryCommands: Commands }) => new Commands(this.#options),
    );
    return this.#commands;
  }
}
