// "New Application…" and "New Operator…": asks what to create, has it created, and shows it. Knows nothing about templates.
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { AppError } from '../../base/errors.ts';
import { applicationGraph, createApplication } from '../../build/templates/createApplication.ts';
import { createOperator } from '../../build/templates/createOperator.ts';
import { operatorTemplates } from '../../build/templates/operatorKinds.ts';
import { whyNotApplicationName } from '../../build/templates/projectNames.ts';
import type { Creation, Scaffolding } from '../../build/templates/scaffolding.ts';
import { extendGraph } from '../../language/gestures/extendGraph.ts';
import type { VisualEditorService } from '../editor/visualEditorService.ts';
import { fileExists } from '../fileExists.ts';
import { askName, askProject, askType } from './askOperator.ts';
import { chooseGraph, findRoot } from './chooseGraph.ts';

function scaffoldingOf(extensionUri: vscode.Uri): Scaffolding {
  const beside = (...path: string[]): string => vscode.Uri.joinPath(extensionUri, ...path).fsPath;
  return { templates: beside('templates'), wit: beside('wit', 'processor'), extendGraph };
}

/** Creates an application in the empty folder that is open, or in a new one that is asked for, and opens it. */
export async function newApplication(extensionUri: vscode.Uri, canvas: VisualEditorService): Promise<void> {
  const here = await emptyWorkspaceFolder();
  const folder = here?.fsPath ?? (await askFolder());
  if (folder === undefined) return;
  const project = await askProject('New Application', []);
  const type = project && (await askType('New Application'));
  if (!project || !type) return;
  const operator = { name: operatorTemplates[type].operatorName, type, project: project.project };
  const created = await attempt(() => createApplication({ folder, operator }, scaffoldingOf(extensionUri)));
  if (!created) return;
  if (here) await show(created, canvas);
  else await openFolder(vscode.Uri.file(folder));
}

/** Creates an operator for the graph in `target`, by default the one in front, else one that is chosen. */
export async function newOperator(
  extensionUri: vscode.Uri,
  canvas: VisualEditorService,
  target: vscode.Uri | undefined,
): Promise<void> {
  const chosen = await chooseGraph(target);
  if (!chosen) return;
  const { graph } = chosen;
  const root = await findRoot(chosen.folder, graph);
  const title = 'New Operator';
  const project = await askProject(title, await rustModules(root));
  const type = project && (await askType(title));
  const name = type && (project.moduleName ?? (await askName(title, type, project.project.language, root)));
  if (!project || !type || name === undefined) return;
  // What is not saved would be overwritten, or would overwrite.
  if (graph) await vscode.workspace.save(graph);
  const created = await attempt(() =>
    createOperator(
      {
        workspaceFolder: root.fsPath,
        name,
        type,
        project: project.project,
        ...(graph && { graph: { file: graph.fsPath } }),
      },
      scaffoldingOf(extensionUri),
    ),
  );
  if (created) await show(created, canvas);
}

/** Shows the graph on the canvas and the operator's source beside it. */
async function show({ graph, mainFile }: Creation, canvas: VisualEditorService): Promise<void> {
  if (graph) await canvas.open(vscode.Uri.file(graph.file));
  const document = await vscode.workspace.openTextDocument(mainFile);
  await vscode.window.showTextDocument(document, {
    viewColumn: graph ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
    preview: false,
  });
}

/** Tells what an expected failure says; nothing was created then. */
async function attempt(create: () => Promise<Creation>): Promise<Creation | undefined> {
  try {
    return await create();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    void vscode.window.showErrorMessage(error.message);
    return undefined;
  }
}

/** The only folder of the window, if it holds nothing but what version control and editors keep there. */
async function emptyWorkspaceFolder(): Promise<vscode.Uri | undefined> {
  const [only, ...others] = vscode.workspace.workspaceFolders ?? [];
  if (only?.uri.scheme !== 'file' || others.length > 0) return undefined;
  const entries = await vscode.workspace.fs.readDirectory(only.uri);
  return entries.every(([name]) => name.startsWith('.')) ? only.uri : undefined;
}

async function askFolder(): Promise<string | undefined> {
  const name = await vscode.window.showInputBox({
    title: 'New Application',
    prompt: 'Name of the application, and of its folder',
    value: 'my-application',
    ignoreFocusOut: true,
    validateInput: (value) => whyNotApplicationName(value),
  });
  if (name === undefined) return undefined;
  const [parent] =
    (await vscode.window.showOpenDialog({
      title: `Folder for "${name}"`,
      openLabel: 'Create Here',
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir()),
    })) ?? [];
  return parent && join(parent.fsPath, name);
}

async function openFolder(folder: vscode.Uri): Promise<void> {
  if (!vscode.workspace.workspaceFolders?.length)
    return void vscode.commands.executeCommand('vscode.openFolder', folder);
  const choices = { here: 'Open', elsewhere: 'Open in New Window' };
  const chosen = await vscode.window.showInformationMessage(
    `"${basename(folder.fsPath)}" is created, with ${applicationGraph} and one operator.`,
    choices.here,
    choices.elsewhere,
  );
  if (chosen !== undefined)
    await vscode.commands.executeCommand('vscode.openFolder', folder, {
      forceNewWindow: chosen === choices.elsewhere,
    });
}

/** Names of the operators in Rust below `root`, which can get further types. */
async function rustModules(root: vscode.Uri): Promise<string[]> {
  const operators = vscode.Uri.joinPath(root, 'operators');
  if (!(await fileExists(operators))) return [];
  const names: string[] = [];
  for (const [name] of await vscode.workspace.fs.readDirectory(operators))
    if (await fileExists(vscode.Uri.joinPath(operators, name, 'Cargo.toml'))) names.push(name);
  return names.sort();
}
