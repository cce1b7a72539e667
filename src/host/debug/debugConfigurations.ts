// Launch configurations: what F5 does without a launch.json, what a new one begins with, and one for each graph of the workspace.
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { LanguageService } from '../language/languageService.ts';
import { readCacheFolder } from '../cacheFolder.ts';
import { debugType } from '../ids.ts';
import { findRunnableGraph, graphInFront, mayRun } from './runnableGraph.ts';

/** A configuration for the graph at `uri`. */
export function configurationFor(uri: vscode.Uri): vscode.DebugConfiguration {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const path = vscode.workspace.asRelativePath(uri, false);
  return {
    type: debugType,
    request: 'launch',
    name: `Debug ${basename(uri.path)}`,
    program: folder ? `\${workspaceFolder}/${path}` : uri.fsPath,
  };
}

/** A configuration that replays the recording at `uri`. */
export function replayOf(uri: vscode.Uri): vscode.DebugConfiguration {
  return { type: debugType, request: 'launch', name: `Replay ${basename(uri.path)}`, replay: uri.fsPath };
}

/** Completes configurations before VS Code starts them. */
export class LaunchCompletion implements vscode.DebugConfigurationProvider {
  /** F5 without a launch.json comes with an empty configuration: it means the graph in front. */
  async resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration | undefined> {
    const isGiven = (key: string): boolean => Boolean(configuration[key]);
    if (['program', 'testCase', 'replay'].some(isGiven)) return mayRun() ? configuration : undefined;
    const graph = await findRunnableGraph(undefined);
    return graph && { ...configurationFor(graph), ...configuration, program: graph.fsPath };
  }

  /** Paths start at the workspace folder; what is edited is what runs. */
  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<vscode.DebugConfiguration> {
    const program = String(configuration['program'] ?? configuration['testCase']);
    const open = vscode.workspace.textDocuments.find(
      ({ uri, isDirty }) => isDirty && (uri.fsPath === program || uri.path.endsWith(`/${program}`)),
    );
    await open?.save();
    const cacheFolder = readCacheFolder();
    return {
      ...(folder && { cwd: folder.uri.fsPath }),
      ...(cacheFolder !== undefined && { cacheFolder }),
      ...configuration,
    };
  }
}

/** What a new launch.json holds. */
export class FirstConfigurations implements vscode.DebugConfigurationProvider {
  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    const graph = graphInFront();
    if (graph) return [configurationFor(graph)];
    return [{ type: debugType, request: 'launch', name: 'Debug the graph in front', program: '${file}' }];
  }
}

/** "Debug <graph>" for each graph definition of the workspace. */
export class WorkspaceConfigurations implements vscode.DebugConfigurationProvider {
  readonly #language: Pick<LanguageService, 'outline'>;

  constructor(language: Pick<LanguageService, 'outline'>) {
    this.#language = language;
  }

  async provideDebugConfigurations(): Promise<vscode.DebugConfiguration[]> {
    const outline = await this.#language.outline();
    return (outline?.graphs ?? []).map(({ uri }) => configurationFor(vscode.Uri.parse(uri)));
  }
}
