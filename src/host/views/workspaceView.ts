// The tree in the activity bar: graphs, operators and modules of the workspace. Shows what the language server knows; knows
// nothing about how it is found.
import * as vscode from 'vscode';
import { DisposableStore } from '../../base/disposable.ts';
import {
  type OutlineGraph,
  type OutlineModule,
  type OutlineOperator,
  outlineChangedNotification,
  type WorkspaceOutline,
} from '../../protocol/languageServer.ts';
import { viewIds } from '../ids.ts';
import type { LanguageService } from '../language/languageService.ts';
import { formatBytes } from '../../base/formatBytes.ts';

/** One line of the tree with those below it. */
interface Entry {
  readonly item: vscode.TreeItem;
  readonly children: readonly Entry[];
}

/** Registers the tree; dispose to remove it. */
export class WorkspaceView implements vscode.TreeDataProvider<Entry>, vscode.Disposable {
  readonly #service: LanguageService;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #changed: vscode.EventEmitter<void> = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData: vscode.Event<void> = this.#changed.event;

  constructor(service: LanguageService) {
    this.#service = service;
    this.#store.add(this.#changed);
    this.#store.add(service.onTold(outlineChangedNotification, () => this.#changed.fire()));
    this.#store.add(
      vscode.window.createTreeView(viewIds.workspace, { treeDataProvider: this, showCollapseAll: true }),
    );
  }

  getTreeItem({ item }: Entry): vscode.TreeItem {
    return item;
  }

  async getChildren(parent?: Entry): Promise<Entry[]> {
    if (parent) return [...parent.children];
    const outline = await this.#service.outline();
    return outline ? listSections(outline) : [];
  }

  dispose(): void {
    this.#store.dispose();
  }
}

/** Sections that are empty are left out; with none at all the view's welcome text shows. */
function listSections({ graphs, operators, modules }: WorkspaceOutline): Entry[] {
  return [
    section('Graphs', 'type-hierarchy', graphs.map(graphEntry)),
    section('Operators', 'symbol-method', operators.map(operatorEntry)),
    section('Modules', 'package', modules.map(moduleEntry)),
  ].filter(({ children }) => children.length > 0);
}

function section(label: string, icon: string, children: readonly Entry[]): Entry {
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = label;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.description = String(children.length);
  return { item, children };
}

function graphEntry({ uri, name, version }: OutlineGraph): Entry {
  const item = fileItem(name, uri);
  item.description = version;
  item.contextValue = 'graph';
  return { item, children: [] };
}

function operatorEntry({ uri, name, language, isBuilt, operators }: OutlineOperator): Entry {
  const children = operators.map((operator): Entry => {
    const item = new vscode.TreeItem(operator.type);
    item.iconPath = new vscode.ThemeIcon('symbol-function');
    item.command = openCommand(vscode.Uri.parse(operator.uri), operator.line);
    return { item, children: [] };
  });
  const item = fileItem(name, uri);
  if (children.length > 0) item.collapsibleState = vscode.TreeItemCollapsibleState.Collapsed;
  item.description = isBuilt ? language : `${language}, not built`;
  item.contextValue = 'operator';
  return { item, children };
}

function moduleEntry({ uri, name, references, origin, sizeBytes, operators, damage }: OutlineModule): Entry {
  const item = new vscode.TreeItem(name);
  const path = vscode.Uri.parse(uri).fsPath;
  item.iconPath = new vscode.ThemeIcon(damage === undefined ? 'package' : 'warning');
  item.description = damage === undefined ? operators.join(', ') : 'cannot be used';
  item.tooltip = [
    damage ?? `${formatBytes(sizeBytes)}, ${origin === 'cache' ? 'pulled' : 'built here'}`,
    ...references,
    path,
  ].join('\n');
  item.contextValue = 'module';
  item.accessibilityInformation = { label: `module ${name}, ${damage ?? operators.join(', ')}` };
  return { item, children: [] };
}

function fileItem(label: string, uri: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  const target = vscode.Uri.parse(uri);
  item.resourceUri = target;
  item.iconPath = vscode.ThemeIcon.File;
  item.tooltip = target.fsPath;
  item.command = openCommand(target, 0);
  return item;
}

/** Opens `uri` at `line`, which counts from 0. */
function openCommand(uri: vscode.Uri, line: number): vscode.Command {
  const selection = new vscode.Range(line, 0, line, 0);
  return { command: 'vscode.open', title: 'Open', arguments: [uri, { selection }] };
}
