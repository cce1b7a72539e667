// What pushing and pulling look like in VS Code: one preview, progress that can be cancelled, one result to copy from. Knows nothing about
// how registries are spoken to.
import * as vscode from 'vscode';
import type { Disposable } from '../../base/disposable.ts';
import { joinFailures } from '../../base/errors.ts';
import { formatBytes } from '../../base/formatBytes.ts';
import type { LogLevel } from '../../base/logger.ts';
import type { GraphDefinition } from '../../graph/model.ts';
import type { LoadedRun } from '../../protocol/runProcess.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { followTags } from '../../registry/followTags.ts';
import { executePush, type PushResult } from '../../registry/push.ts';
import { type ModuleToPush, planPush, type PushPlan } from '../../registry/pushPlan.ts';
import { formatRegistry } from '../../registry/reference.ts';
import { findGraphModules } from '../../runtime/run/graphModules.ts';
import { readGraphSource } from '../../runtime/run/graphSource.ts';
import { findWorkspaceFolder } from '../../runtime/run/loadRun.ts';
import { findSavedGraph } from '../debug/runnableGraph.ts';
import { realClock } from '../realClock.ts';
import type { OperatorBuilds } from '../tasks/operatorBuilds.ts';
import { attempt } from '../tellFailure.ts';
import { type Progress, withProgress } from '../withProgress.ts';
import { buildChanged } from './buildChanged.ts';
import { GraphPulls, type PullOutcome } from './graphPulls.ts';
import { choosePush, tellPushed } from './pushPreview.ts';
import { RegistryLogin, registryWords } from './registryLogin.ts';
import { moduleCacheFolder, readConnectionSettings, readRegistrySettings } from './registrySettings.ts';
import { SecretCredentials } from './secretCredentials.ts';

export interface RegistryCommandsOptions {
  readonly secrets: vscode.SecretStorage;
  /** Remembers which registries are trusted. */
  readonly memory: vscode.Memento;
  readonly builds: Pick<OperatorBuilds, 'buildAndWait'>;
  readonly log: vscode.LogOutputChannel;
}

const settingWords = {
  moduleFile: (): string => 'pull it from a registry',
  parameter: (operation: string, key: string): string => `a value for "${key}" of "${operation}"`,
};

export class RegistryCommands {
  readonly #credentials: SecretCredentials;
  readonly #login: RegistryLogin;
  readonly #pulls: GraphPulls;
  readonly #builds: Pick<OperatorBuilds, 'buildAndWait'>;
  readonly #log: vscode.LogOutputChannel;

  constructor({ secrets, memory, builds, log }: RegistryCommandsOptions) {
    this.#credentials = new SecretCredentials(secrets);
    this.#login = new RegistryLogin(this.#credentials, log);
    this.#pulls = new GraphPulls({ login: this.#login, memory, log });
    this.#builds = builds;
    this.#log = log;
  }

  push(uri: vscode.Uri | undefined): Promise<PushResult | undefined> {
    return attempt(this.#log, () => this.#push(uri));
  }

  pull(uri: vscode.Uri | undefined): Promise<PullOutcome | undefined> {
    return attempt(this.#log, async () => {
      const target = await findGraph(uri);
      return target && this.#pulls.pullModules(target);
    });
  }

  pullGraph(): Promise<PullOutcome | undefined> {
    return attempt(this.#log, () => this.#pulls.pullGraph());
  }

  follow(run: LoadedRun, intervalMs: number): Promise<Disposable | undefined> {
    return attempt(this.#log, () => {
      const settings = readConnectionSettings(vscode.Uri.file(run.program));
      return followTags(run.modules, {
        connect: (place, signal) => this.#login.connect({ ...settings, place }, signal),
        startTimer: (callback, delayMs) => realClock.startTimer(callback, delayMs),
        intervalMs,
        logger: { log: (level, message) => this.#tell(level, message) },
      });
    });
  }

  async forgetCredentials(): Promise<void> {
    const hosts = await this.#credentials.hosts();
    if (hosts.length === 0)
      return void vscode.window.showInformationMessage(
        'VS Code keeps no credentials of registries for this extension.',
      );
    const host = await vscode.window.showQuickPick(hosts, { title: 'Forget Registry Credentials' });
    if (host !== undefined) await this.#credentials.forget(host);
  }

  // Beside what the run says of the same module.
  #tell(level: LogLevel, message: string): void {
    this.#log[level === 'critical' ? 'error' : level](message);
    vscode.debug.activeDebugConsole.appendLine(`${level} [registry] ${message}`);
  }

  async #push(given: vscode.Uri | undefined): Promise<PushResult | undefined> {
    const uri = await findGraph(given);
    const settings = uri && (await readRegistrySettings(uri));
    if (!uri || !settings) return undefined;
    const { graph, text, title } = await readGraphSource(uri.fsPath);
    const { name, version: tag } = graph.metadata;
    if (!(await buildChanged(graph, uri, this.#builds))) return undefined;
    const modules = await this.#modulesOf(uri.fsPath, graph);
    const request = {
      place: settings.place,
      graph: { title, text, name, tag },
      modules,
      createdMs: realClock.nowMs(),
      form: 'artifact' as const,
    };
    const registry = formatRegistry(settings.place);
    const plan = await withProgress(`Asking ${registry}`, (_progress, signal) =>
      this.#login.work(settings, signal, (client) => planPush(request, client, registryWords)),
    );
    if (!plan || !(await choosePush(plan))) return undefined;
    const result = await withProgress(`Pushing to ${registry}`, (progress, signal) =>
      this.#login.work(settings, signal, (client) => this.#send(plan, client, progress)),
    );
    if (result) tellPushed(result, plan, this.#log);
    return result;
  }

  async #modulesOf(file: string, graph: GraphDefinition): Promise<ModuleToPush[]> {
    const { found, failures } = await findGraphModules(graph, {
      explicit: new Map(),
      workspaceFolder: await findWorkspaceFolder(file),
      cacheFolder: moduleCacheFolder(),
      settingWords,
    });
    const failure = joinFailures(failures);
    if (failure) throw failure;
    return found.map(({ reference, path, title }) => ({ reference, file: path, title }));
  }

  #send(plan: PushPlan, client: RegistryClient, progress: Progress): Promise<PushResult> {
    let told = 0;
    return executePush(plan, client, {
      words: registryWords,
      // The preview was about just that.
      isOverwriteAllowed: true,
      onProgress: ({ sentBytes, totalBytes, label }) => {
        const percent = (sentBytes / totalBytes) * 100;
        const message = `${formatBytes(sentBytes)} of ${formatBytes(totalBytes)} (${label})`;
        progress.report({ message, increment: Math.max(0, percent - told) });
        told = Math.max(told, percent);
      },
    });
  }
}

// Pushing reads what the workspace says about registries, and so is for workspaces that are trusted.
function findGraph(given: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  return findSavedGraph(given, {
    untrusted: 'Registries are spoken to in trusted workspaces only.',
    none: 'Open a graph definition that is a file on disk first.',
  });
}
