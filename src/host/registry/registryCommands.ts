// What pushing and pulling look like in VS Code: one preview, progress that can be cancelled, one result to copy from. Knows nothing about
// how registries are spoken to.
import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { AppError, joinFailures } from '../../base/errors.ts';
import { formatBytes } from '../../base/formatBytes.ts';
import type { GraphDefinition } from '../../graph/model.ts';
import type { RegistryClient } from '../../registry/client.ts';
import { connectRegistry } from '../../registry/connect.ts';
import { askHelper } from '../../registry/credentials/credentialProgram.ts';
import { type PulledModule, pullModule } from '../../registry/pull.ts';
import { executePush, type PushResult } from '../../registry/push.ts';
import { type ModuleToPush, planPush, type PushPlan } from '../../registry/pushPlan.ts';
import { formatRegistry } from '../../registry/reference.ts';
import type { RegistryWords } from '../../registry/registryWords.ts';
import { settleAll } from '../../registry/settleAll.ts';
import { findGraphModules, locateGraphModules } from '../../runtime/run/graphModules.ts';
import { readGraphSource } from '../../runtime/run/graphSource.ts';
import { findWorkspaceFolder } from '../../runtime/run/loadRun.ts';
import { findSavedGraph } from '../debug/runnableGraph.ts';
import { realClock } from '../realClock.ts';
import type { OperatorBuilds } from '../tasks/operatorBuilds.ts';
import { tellFailure } from '../tellFailure.ts';
import { type Progress, withProgress } from '../withProgress.ts';
import { buildChanged } from './buildChanged.ts';
import { choosePush, tellPushed } from './pushPreview.ts';
import { moduleCacheFolder, readRegistrySettings, type RegistrySettings } from './registrySettings.ts';
import { SecretCredentials } from './secretCredentials.ts';

export interface RegistryCommandsOptions {
  readonly secrets: vscode.SecretStorage;
  readonly builds: Pick<OperatorBuilds, 'buildAndWait'>;
  readonly log: vscode.LogOutputChannel;
}

/** What was pulled, or was there. */
export interface PullOutcome {
  readonly modules: readonly PulledModule[];
}

/** Whoever is logged in with wrong credentials is asked so often. */
const MAX_LOGINS = 3;

const words: RegistryWords = {
  login: (host) => `enter your user name and password when asked, or log in with "docker login ${host}"`,
  certificate: 'name its certificate authority in the setting dataflowGraph.registry.certificateAuthority',
  insecure: 'allow it by the setting dataflowGraph.registry.insecure',
  overwrite: 'choose to overwrite it',
  rename: 'change metadata.name or metadata.version of the graph',
};

const settingWords = {
  moduleFile: (): string => 'pull it from a registry',
  parameter: (operation: string, key: string): string => `a value for "${key}" of "${operation}"`,
};

export class RegistryCommands {
  readonly #credentials: SecretCredentials;
  readonly #builds: Pick<OperatorBuilds, 'buildAndWait'>;
  readonly #log: vscode.LogOutputChannel;

  constructor({ secrets, builds, log }: RegistryCommandsOptions) {
    this.#credentials = new SecretCredentials(secrets);
    this.#builds = builds;
    this.#log = log;
  }

  push(uri: vscode.Uri | undefined): Promise<PushResult | undefined> {
    return this.#tellFailure(() => this.#push(uri));
  }

  pull(uri: vscode.Uri | undefined): Promise<PullOutcome | undefined> {
    return this.#tellFailure(() => this.#pull(uri));
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
      this.#loggedIn(settings, signal, (client) => planPush(request, client, words)),
    );
    if (!plan || !(await choosePush(plan))) return undefined;
    const result = await withProgress(`Pushing to ${registry}`, (progress, signal) =>
      this.#loggedIn(settings, signal, (client) => this.#send(plan, client, progress)),
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
      words,
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

  async #pull(given: vscode.Uri | undefined): Promise<PullOutcome | undefined> {
    const uri = await findGraph(given);
    const settings = uri && (await readRegistrySettings(uri));
    if (!uri || !settings) return undefined;
    const { graph } = await readGraphSource(uri.fsPath);
    const cacheFolder = moduleCacheFolder();
    const { missing } = await locateGraphModules(graph, {
      explicit: new Map(),
      workspaceFolder: await findWorkspaceFolder(uri.fsPath),
      cacheFolder,
    });
    const modules = await withProgress(`Pulling from ${formatRegistry(settings.place)}`, (progress, signal) =>
      this.#loggedIn(settings, signal, (client) =>
        settleAll(
          missing.map((module) =>
            pullModule(module, {
              place: settings.place,
              cacheFolder,
              isRefresh: false,
              connect: () => Promise.resolve(client),
              onProgress: ({ label, receivedBytes, totalBytes }) =>
                progress.report({
                  message: `${formatBytes(receivedBytes)} of ${formatBytes(totalBytes)} (${label})`,
                }),
            }),
          ),
        ),
      ),
    );
    if (!modules) return undefined;
    tellPulled(modules, this.#log);
    return { modules };
  }

  /** Works with a client; whoever is not known to the registry is asked who they are, and it works again. */
  async #loggedIn<T>(
    settings: RegistrySettings,
    signal: AbortSignal,
    work: (client: RegistryClient) => Promise<T>,
  ): Promise<T | undefined> {
    const { host } = settings.place;
    for (let logins = 0; ; logins += 1)
      try {
        return await work(await this.#connect(settings, signal));
      } catch (error) {
        const isUnknown = error instanceof AppError && error.code === 'REGISTRY_AUTHENTICATION';
        if (!isUnknown || logins === MAX_LOGINS) throw error;
        this.#log.warn(error.message);
        const hasOwn = (await this.#credentials.find(host)) !== undefined;
        const why = hasOwn
          ? 'The registry did not accept the kept credentials.'
          : 'The registry wants to know who you are.';
        if (!(await this.#credentials.ask(host, why))) throw error;
      }
  }

  #connect(settings: RegistrySettings, signal: AbortSignal): Promise<RegistryClient> {
    return connectRegistry({
      ...settings,
      credentials: {
        secretStores: [this.#credentials],
        environment: process.env,
        homeFolder: homedir(),
        askHelper,
      },
      words,
      clock: realClock,
      signal,
      onWait: (sentence) => this.#log.warn(sentence),
    });
  }

  async #tellFailure<T>(work: () => Promise<T | undefined>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#log.error(`${error.message} [${error.code}]`);
      if (error.code !== 'REGISTRY_CANCELLED') void tellFailure(error);
      return undefined;
    }
  }
}

function tellPulled(modules: readonly PulledModule[], log: vscode.LogOutputChannel): void {
  for (const { outcome, reference, path } of modules) log.info(`${outcome} ${reference}: ${path}`);
  const text =
    modules.length === 0
      ? 'Every module of the graph is here.'
      : `Pulled ${modules.map(({ reference }) => reference).join(', ')}.`;
  void vscode.window.showInformationMessage(text);
}

// Pushing reads what the workspace says about registries, and so is for workspaces that are trusted.
function findGraph(given: vscode.Uri | undefined): Promise<vscode.Uri | undefined> {
  return findSavedGraph(given, {
    untrusted: 'Registries are spoken to in trusted workspaces only.',
    none: 'Open a graph definition that is a file on disk first.',
  });
}
