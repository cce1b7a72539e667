// Ties command ids to what they do. Knows the parts of the extension by their methods alone.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../base/disposable.ts';
import { problemCodes } from '../graph/problem.ts';
import type { CanvasAction } from '../protocol/canvas.ts';
import type { GraphDebugging } from './debug/graphDebugging.ts';
import type { OperationPlace } from './debug/disturbRun.ts';
import type { RunViewsService } from './debug/runViewsService.ts';
import type { DeployService } from './deploy/deployService.ts';
import type { VisualEditorService } from './editor/visualEditorService.ts';
import { publishCommands } from './publish/publishCommands.ts';
import type { PublishService } from './publish/publishService.ts';
import { type CommandId, commandIds, languageId, walkthroughId } from './ids.ts';
import type { LanguageService } from './language/languageService.ts';
import type { RegistryService } from './registry/registryService.ts';
import type { GraphRuns } from './tasks/graphRuns.ts';
import type { OperatorBuilds } from './tasks/operatorBuilds.ts';
import type { TopicsService } from './topics/topicsService.ts';
import type { TraceService } from './trace/traceService.ts';

export interface CommandParts {
  readonly extension: vscode.Extension<unknown>;
  readonly log: vscode.LogOutputChannel;
  readonly language: LanguageService;
  readonly builds: OperatorBuilds;
  readonly runs: GraphRuns;
  readonly debugging: GraphDebugging;
  readonly runViews: RunViewsService;
  readonly visualEditors: VisualEditorService;
  readonly traces: TraceService;
  readonly publishing: PublishService;
  readonly topics: TopicsService;
  readonly registry: RegistryService;
  readonly deployments: DeployService;
}

/** Registers every command of the manifest; dispose to remove them. */
export function registerCommands(parts: CommandParts): Disposable {
  const { debugging, extension, language, log, runs, runViews, visualEditors, traces } = parts;
  const act = (action: CanvasAction) => () => visualEditors.act(action);
  const onState = (id: CommandId) => (item: unknown) => runViews.actOnState(id, item);
  const actions: Readonly<Record<CommandId, (argument: unknown) => unknown>> = {
    [commandIds.newGraph]: openNewGraph,
    [commandIds.newApplication]: async () =>
      (await import('./create/createProjects.ts')).newApplication(extension.extensionUri, visualEditors),
    [commandIds.newOperator]: async (target) =>
      (await import('./create/createProjects.ts')).newOperator(
        extension.extensionUri,
        visualEditors,
        uriOf(target),
      ),
    [commandIds.run]: (target) => runs.run(uriOf(target)),
    [commandIds.debug]: (target) => debugging.debug(uriOf(target)),
    [commandIds.stopRun]: () => runs.stop(),
    [commandIds.explainProblem]: (code) => explainProblem(extension.extensionUri, code),
    [commandIds.refreshWorkspace]: () => language.refresh(),
    [commandIds.restartLanguageServer]: () => language.restart(),
    [commandIds.showLog]: () => log.show(),
    [commandIds.openWalkthrough]: () =>
      vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extension.id}#${walkthroughId}`),
    [commandIds.openVisualEditor]: (target) => visualEditors.open(uriOf(target)),
    [commandIds.openAsText]: (target) => visualEditors.openAsText(uriOf(target)),
    [commandIds.arrange]: act('arrange'),
    [commandIds.fit]: act('fit'),
    [commandIds.addOperation]: act('add'),
    [commandIds.findOperation]: act('find'),
    [commandIds.exportSvg]: act('export-svg'),
    [commandIds.exportPng]: act('export-png'),
    [commandIds.copyMermaid]: act('copy-mermaid'),
    [commandIds.toggleYaml]: act('toggle-yaml'),
    [commandIds.toggleInspector]: act('toggle-inspector'),
    [commandIds.replayTrace]: () => visualEditors.replayTrace(),
    [commandIds.openTrace]: (target) => traces.openRecorded(uriOf(target)),
    [commandIds.replayRecording]: (target) => debugging.replay(uriOf(target)),
    [commandIds.saveRecordingAsTest]: (target) => traces.saveAsTest(uriOf(target)),
    [commandIds.disturbNode]: (target) => runViews.disturb(placeOf(target)),
    [commandIds.takeOverModule]: () => runViews.takeOver(),
    [commandIds.stateAdd]: onState(commandIds.stateAdd),
    [commandIds.stateEdit]: onState(commandIds.stateEdit),
    [commandIds.stateDelete]: onState(commandIds.stateDelete),
    [commandIds.stateCopyValue]: onState(commandIds.stateCopyValue),
    [commandIds.stateSaveSeed]: onState(commandIds.stateSaveSeed),
    [commandIds.stateLoadSeed]: onState(commandIds.stateLoadSeed),
    [commandIds.stateMore]: onState(commandIds.stateMore),
    [commandIds.push]: (target) => parts.registry.push(uriOf(target)),
    [commandIds.pull]: (target) => parts.registry.pull(uriOf(target)),
    [commandIds.pullGraph]: () => parts.registry.pullGraph(),
    [commandIds.forgetRegistryCredentials]: () => parts.registry.forgetCredentials(),
    [commandIds.createResource]: (target) => parts.deployments.createResource(uriOf(target)),
    [commandIds.deploy]: (target) => parts.deployments.deploy(uriOf(target)),
    [commandIds.deploymentStatus]: (target) => parts.deployments.showStatus(uriOf(target)),
    [commandIds.deploymentLogs]: (target) => parts.deployments.followLogs(uriOf(target)),
    [commandIds.deleteDeployment]: (target) => parts.deployments.delete(uriOf(target)),
    ...publishCommands(parts.publishing),
    ...parts.topics.commands,
    [commandIds.buildOperator]: (target) => parts.builds.build(uriOf(target)),
    [commandIds.buildAll]: () => parts.builds.buildAll(),
  };
  const store = new DisposableStore();
  for (const [id, action] of Object.entries(actions)) store.add(vscode.commands.registerCommand(id, action));
  return store;
}

// As a canvas names an operation; menus and keys name none.
function placeOf(target: unknown): OperationPlace | undefined {
  if (typeof target !== 'object' || target === null) return undefined;
  const { file, operation } = target as Partial<Record<keyof OperationPlace, unknown>>;
  return typeof file === 'string' && typeof operation === 'string' ? { file, operation } : undefined;
}

// Completion offers whole graphs in an empty file.
async function openNewGraph(): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ language: languageId });
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('editor.action.triggerSuggest');
}

/** Opens the page about problems at the one with `code`. */
async function explainProblem(extensionUri: vscode.Uri, code: unknown): Promise<void> {
  const isOfGraph = problemCodes.some((known) => known === code);
  const page = isOfGraph ? ['docs', 'errors', 'graph.md'] : ['docs', 'errors.md'];
  const uri = vscode.Uri.joinPath(extensionUri, ...page).with({ fragment: String(code).toLowerCase() });
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}

// Menus pass a URI, the code lens its text, the tree its line.
function uriOf(target: unknown): vscode.Uri | undefined {
  if (target instanceof vscode.Uri) return target;
  if (typeof target === 'string') return vscode.Uri.parse(target);
  if (typeof target !== 'object' || target === null || !('item' in target)) return undefined;
  return (target.item as vscode.TreeItem).resourceUri;
}
