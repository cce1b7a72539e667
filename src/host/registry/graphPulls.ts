// What pulling looks like in VS Code: what comes from where is asked for once per registry, since it is code that will run here. Knows
// nothing about how registries are spoken to.
import * as vscode from 'vscode';
import { AppError } from '../../base/errors.ts';
import { formatBytes } from '../../base/formatBytes.ts';
import type { ModuleReference } from '../../graph/model.ts';
import { inspectArtifact, type PulledModule, pullModule } from '../../registry/pull.ts';
import { type PulledGraph, pullGraphFile } from '../../registry/pullGraph.ts';
import {
  type ArtifactReference,
  formatReference,
  formatRegistry,
  parseReference,
  placeOf,
} from '../../registry/reference.ts';
import { settleAll } from '../../registry/settleAll.ts';
import { locateGraphModules } from '../../runtime/run/graphModules.ts';
import { readGraphSource } from '../../runtime/run/graphSource.ts';
import { findWorkspaceFolder } from '../../runtime/run/loadRun.ts';
import { withProgress } from '../withProgress.ts';
import { askForTrust, askReference } from './askReference.ts';
import type { RegistryLogin } from './registryLogin.ts';
import {
  moduleCacheFolder,
  readConnectionSettings,
  readRegistrySettings,
  type RegistrySettings,
} from './registrySettings.ts';

export interface GraphPullsOptions {
  readonly login: RegistryLogin;
  readonly memory: vscode.Memento;
  readonly log: vscode.LogOutputChannel;
}

/** What was pulled, or was there. */
export interface PullOutcome {
  readonly modules: readonly PulledModule[];
}

const TRUSTED = 'dataflowGraph.trustedRegistries';

export class GraphPulls {
  readonly #login: RegistryLogin;
  readonly #memory: vscode.Memento;
  readonly #log: vscode.LogOutputChannel;

  constructor({ login, memory, log }: GraphPullsOptions) {
    this.#login = login;
    this.#memory = memory;
    this.#log = log;
  }

  /** The modules that the graph lacks. Undefined when the person gives up. */
  async pullModules(graph: vscode.Uri): Promise<PullOutcome | undefined> {
    const settings = await readRegistrySettings(graph);
    return settings && this.#pullModules(graph, settings);
  }

  /** A graph by its reference, into the workspace folder, with its modules. */
  async pullGraph(): Promise<PullOutcome | undefined> {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder?.uri.scheme !== 'file' || !vscode.workspace.isTrusted) {
      void vscode.window.showErrorMessage(
        'Open a folder on your disk that you trust first: the graph is written into it.',
      );
      return undefined;
    }
    const text = await askReference(folder.uri);
    if (text === undefined) return undefined;
    const target = parseReference(text);
    const settings = { ...readConnectionSettings(folder.uri), place: placeOf(target) };
    const graph = await this.#fetchGraph(target, settings, folder.uri, false);
    if (!graph) return undefined;
    this.#log.info(`${graph.outcome} ${graph.reference}: ${graph.path}`);
    const uri = vscode.Uri.file(graph.path);
    await vscode.window.showTextDocument(uri, { preview: false });
    return this.#pullModules(uri, settings);
  }

  async #fetchGraph(
    target: ArtifactReference,
    settings: RegistrySettings,
    folder: vscode.Uri,
    isOverwriteAllowed: boolean,
  ): Promise<PulledGraph | undefined> {
    const graph = await withProgress(`Pulling ${formatReference(target)}`, (_progress, signal) =>
      this.#login.work(settings, signal, async (client) => {
        const artifact = await inspectArtifact(client, target);
        if (artifact.kind === 'graph')
          return pullGraphFile(client, target, artifact, { folder: folder.fsPath, isOverwriteAllowed });
        throw new AppError(
          'REGISTRY_ARTIFACT_INVALID',
          `${formatReference(target)} is a module. Name a graph: its modules come with it.`,
        );
      }),
    );
    if (graph?.outcome !== 'differs') return graph;
    const replace = 'Replace It';
    const path = vscode.workspace.asRelativePath(graph.path);
    const chosen = await vscode.window.showWarningMessage(
      `${path} is there and differs from ${graph.reference}.`,
      { modal: true },
      replace,
    );
    return chosen === replace ? this.#fetchGraph(target, settings, folder, true) : undefined;
  }

  async #pullModules(uri: vscode.Uri, settings: RegistrySettings): Promise<PullOutcome | undefined> {
    const { graph } = await readGraphSource(uri.fsPath);
    const { missing } = await locateGraphModules(graph, {
      explicit: new Map(),
      workspaceFolder: await findWorkspaceFolder(uri.fsPath),
      cacheFolder: moduleCacheFolder(),
    });
    if (missing.length > 0 && !(await this.#isTrusted(settings, missing))) return undefined;
    const modules = missing.length === 0 ? [] : await this.#fetch(missing, settings);
    if (!modules) return undefined;
    tellPulled(modules, this.#log);
    return { modules };
  }

  /** Modules run on this machine, so that whoever has not been trusted yet is asked about. */
  async #isTrusted({ place }: RegistrySettings, modules: readonly ModuleReference[]): Promise<boolean> {
    const registry = formatRegistry(place);
    const trusted = this.#memory.get<readonly string[]>(TRUSTED, []);
    if (trusted.includes(registry)) return true;
    const choice = await askForTrust(registry, modules);
    if (choice === 'always') await this.#memory.update(TRUSTED, [...trusted, registry]);
    return choice !== undefined;
  }

  #fetch(
    modules: readonly ModuleReference[],
    settings: RegistrySettings,
  ): PromiseLike<PulledModule[] | undefined> {
    return withProgress(`Pulling from ${formatRegistry(settings.place)}`, (progress, signal) =>
      this.#login.work(settings, signal, (client) =>
        settleAll(
          modules.map((module) =>
            pullModule(module, {
              place: settings.place,
              cacheFolder: moduleCacheFolder(),
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
