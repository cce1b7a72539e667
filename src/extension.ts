// Composition root of the extension: creates its parts and ties their lives to the extension's. Does nothing itself.
import * as vscode from 'vscode';
import { GraphDebugging } from './host/debug/graphDebugging.ts';
import { RunViewsService } from './host/debug/runViewsService.ts';
import { RunSessions } from './host/debug/runSessions.ts';
import { tellGraphPaths } from './host/editor/graphPaths.ts';
import { DeployService } from './host/deploy/deployService.ts';
import { VisualEditorService } from './host/editor/visualEditorService.ts';
import { contextKeys, commandIds } from './host/ids.ts';
import { LanguageService } from './host/language/languageService.ts';
import { recognizeDocuments } from './host/language/recognizeDocuments.ts';
import { registerModuleEditor } from './host/modules/moduleEditor.ts';
import { PublishService } from './host/publish/publishService.ts';
import { registerCommands } from './host/registerCommands.ts';
import { followRuns } from './host/registry/followedRuns.ts';
import { RegistryService } from './host/registry/registryService.ts';
import { buildOnSave } from './host/tasks/buildsOnSave.ts';
import { DeployTasks } from './host/tasks/deployTasks.ts';
import { GraphRuns } from './host/tasks/graphRuns.ts';
import { OperatorBuilds } from './host/tasks/operatorBuilds.ts';
import { PushTasks } from './host/tasks/pushTasks.ts';
import { registerTasks } from './host/tasks/taskProvider.ts';
import { GraphCoverages } from './host/tests/graphCoverages.ts';
import { TestExplorer } from './host/tests/testExplorer.ts';
import { TopicsService } from './host/topics/topicsService.ts';
import { TraceService } from './host/trace/traceService.ts';
import { WorkspaceView } from './host/views/workspaceView.ts';

export function activate(context: vscode.ExtensionContext): void {
  const { extension, extensionUri, subscriptions, workspaceState } = context;
  const bundle = (name: string): string => vscode.Uri.joinPath(extensionUri, 'dist', name).fsPath;
  const programFolder = vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
  const log = vscode.window.createOutputChannel('Data Flow Graphs', { log: true });
  const language = new LanguageService({
    serverPath: bundle('languageServer.mjs'),
    log,
    lensCommands: [commandIds.run, commandIds.debug, commandIds.openVisualEditor],
  });
  const cliPath = bundle('cli.mjs');
  const builds = new OperatorBuilds(cliPath);
  const runs = new GraphRuns(cliPath);
  const deployTasks = new DeployTasks(cliPath);
  const debugging = new GraphDebugging({ runProcessPath: bundle('runProcess.mjs'), language });
  const sessions = new RunSessions();
  const coverages = new GraphCoverages();
  const visualEditors = new VisualEditorService({
    programFolder,
    memory: workspaceState,
    language,
    sessions,
    coverages,
    log,
  });
  const runViews = new RunViewsService({ sessions, programFolder, log });
  const traces = new TraceService({
    programFolder,
    workerPath: bundle('traceFileWorker.mjs'),
    cliPath,
    sessions,
    canvas: visualEditors,
    log,
  });
  const publishing = new PublishService({ programFolder, memory: workspaceState, sessions, log });
  const topics = new TopicsService({ sessions, publishing });
  const registry = new RegistryService({
    secrets: context.secrets,
    memory: context.globalState,
    builds,
    log,
  });
  const deployments = new DeployService({ tasks: deployTasks, log });
  const tests = new TestExplorer({ cliPath, coverages, log });
  subscriptions.push(
    log,
    language,
    builds,
    buildOnSave(builds, log),
    registerModuleEditor({ cliPath, language }),
    runs,
    // A workspace can have hundreds of graphs: but for builds, tasks are written, not listed.
    registerTasks([builds, runs, deployTasks, new PushTasks(cliPath)]),
    deployments,
    debugging,
    sessions,
    runViews,
    visualEditors,
    traces,
    publishing,
    topics,
    tests,
    coverages,
    new WorkspaceView(language),
    registerCommands({
      extension,
      log,
      language,
      builds,
      runs,
      debugging,
      runViews,
      visualEditors,
      traces,
      publishing,
      topics,
      registry,
      deployments,
    }),
    followRuns(sessions, registry),
    tellGraphPaths(language),
    recognizeDocuments(log),
    vscode.workspace.onDidGrantWorkspaceTrust(tellWhatCanRun),
  );
  tellWhatCanRun();
}

function tellWhatCanRun(): void {
  void vscode.commands.executeCommand('setContext', contextKeys.canRun, vscode.workspace.isTrusted);
}
