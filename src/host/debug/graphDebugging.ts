// Debugging of graphs as VS Code offers it: who makes adapters and configurations, and the command that starts. Knows nothing about
// how a session works.
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import { debugType } from '../ids.ts';
import type { LanguageService } from '../language/languageService.ts';
import {
  configurationFor,
  FirstConfigurations,
  LaunchCompletion,
  replayOf,
  WorkspaceConfigurations,
} from './debugConfigurations.ts';
import { findRunnableGraph, mayRun } from './runnableGraph.ts';

export interface GraphDebuggingOptions {
  /** The bundle of the process that holds a run. */
  readonly runProcessPath: string;
  readonly language: Pick<LanguageService, 'outline'>;
}

export class GraphDebugging implements vscode.Disposable {
  readonly #store: DisposableStore = new DisposableStore();

  constructor({ runProcessPath, language }: GraphDebuggingOptions) {
    const { debug, DebugConfigurationProviderTriggerKind: Kind } = vscode;
    const add = (disposable: vscode.Disposable): void => void this.#store.add(disposable);
    add(
      debug.registerDebugAdapterDescriptorFactory(debugType, {
        createDebugAdapterDescriptor: async () => {
          const { createDebugAdapter } = await import('./createDebugAdapter.ts');
          return new vscode.DebugAdapterInlineImplementation(createDebugAdapter(runProcessPath));
        },
      }),
    );
    add(debug.registerDebugConfigurationProvider(debugType, new LaunchCompletion()));
    add(debug.registerDebugConfigurationProvider(debugType, new FirstConfigurations(), Kind.Initial));
    add(
      debug.registerDebugConfigurationProvider(
        debugType,
        new WorkspaceConfigurations(language),
        Kind.Dynamic,
      ),
    );
  }

  /** Debugs the graph in `uri`, by default the one in front. */
  async debug(uri: vscode.Uri | undefined): Promise<void> {
    const graph = await findRunnableGraph(uri);
    if (!graph) return;
    const folder = vscode.workspace.getWorkspaceFolder(graph);
    await vscode.debug.startDebugging(folder, { ...configurationFor(graph), program: graph.fsPath });
  }

  /** Replays the recording in `uri`, by default the one in front, otherwise one that is asked for. */
  async replay(uri: vscode.Uri | undefined): Promise<void> {
    if (!mayRun()) return;
    const { chooseTrace } = await import('../trace/askForTrace.ts');
    const trace = await chooseTrace(uri, 'Replay Recording');
    if (!trace) return;
    const folder = vscode.workspace.getWorkspaceFolder(trace) ?? vscode.workspace.workspaceFolders?.[0];
    await vscode.debug.startDebugging(folder, replayOf(trace));
  }

  dispose(): void {
    this.#store.dispose();
  }
}
