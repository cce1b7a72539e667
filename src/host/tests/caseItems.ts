// The test cases of the workspace as items of the Test Explorer: found, named and kept current, also while a file is being written.
// Runs nothing.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { Emitter, type Event } from '../../base/emitter.ts';
import { testCaseFileEnd } from '../../base/testCaseFileEnd.ts';
import { toRange } from '../editor/convert.ts';
import { arrangeFiles, type CaseFolder } from './caseFolders.ts';
import { readCaseFile, type CaseFile } from './caseFile.ts';

const pattern = `**/*${testCaseFileEnd}`;
const excluded = '**/{node_modules,target}/**';
/** After the last keystroke, in milliseconds. */
const QUIET_MS = 250;

/** A test case with its item. */
export interface CaseItem {
  readonly uri: vscode.Uri;
  readonly item: vscode.TestItem;
  /** Paths of what the case names. */
  readonly uses: readonly string[];
}

export class CaseItems implements Disposable {
  readonly #controller: vscode.TestController;
  readonly #store: DisposableStore = new DisposableStore();
  /** By URI: every file with such a name; `undefined` for those that are no test cases. */
  readonly #files: Map<string, { readonly uri: vscode.Uri; readonly content: CaseFile | undefined }> =
    new Map<string, { readonly uri: vscode.Uri; readonly content: CaseFile | undefined }>();
  readonly #cases: Map<string, CaseItem> = new Map<string, CaseItem>();
  readonly #pending: Map<string, NodeJS.Timeout> = new Map<string, NodeJS.Timeout>();
  readonly #changed: Emitter<CaseItem> = new Emitter<CaseItem>();
  #found: Promise<void> | undefined;

  constructor(controller: vscode.TestController) {
    this.#controller = controller;
    const { workspace } = vscode;
    const store = this.#store;
    const watcher = store.add(workspace.createFileSystemWatcher(pattern));
    store.add(watcher.onDidCreate((uri) => void this.#update(uri)));
    store.add(watcher.onDidChange((uri) => void this.#update(uri)));
    store.add(watcher.onDidDelete((uri) => this.#remove(uri)));
    store.add(workspace.onDidOpenTextDocument(({ uri }) => this.#updateSoon(uri)));
    store.add(workspace.onDidChangeTextDocument(({ document }) => this.#updateSoon(document.uri)));
    store.add(workspace.onDidCloseTextDocument(({ uri }) => this.#updateSoon(uri)));
    store.add(workspace.onDidChangeWorkspaceFolders(() => void this.find()));
  }

  /** A case is new or may be another one now. */
  get onChanged(): Event<CaseItem> {
    return this.#changed.event;
  }

  get all(): readonly CaseItem[] {
    return [...this.#cases.values()];
  }

  /** The case that `item` stands for; undefined for folders and items of others. */
  of(item: vscode.TestItem): CaseItem | undefined {
    return this.#cases.get(item.id);
  }

  /** The case in the file at `path`. */
  at(path: string): CaseItem | undefined {
    return this.#cases.get(vscode.Uri.file(path).toString());
  }

  /** Looks through the workspace; the second and later callers of the same time wait for the first. */
  find(): Promise<void> {
    this.#found ??= this.#search().finally(() => (this.#found = undefined));
    return this.#found;
  }

  dispose(): void {
    for (const timer of this.#pending.values()) clearTimeout(timer);
    this.#store.dispose();
    this.#changed.dispose();
  }

  async #search(): Promise<void> {
    const uris = await vscode.workspace.findFiles(pattern, excluded);
    const known = new Set(uris.map(String));
    for (const key of [...this.#files.keys()]) if (!known.has(key)) this.#files.delete(key);
    await Promise.all(uris.map((uri) => this.#read(uri)));
    this.#arrange();
  }

  async #update(uri: vscode.Uri): Promise<void> {
    await this.#read(uri);
    this.#arrange();
    const changed = this.#cases.get(uri.toString());
    if (changed) this.#changed.fire(changed);
  }

  #updateSoon(uri: vscode.Uri): void {
    if (uri.scheme !== 'file' || !uri.path.endsWith(testCaseFileEnd)) return;
    const key = uri.toString();
    clearTimeout(this.#pending.get(key));
    const update = (): void => {
      this.#pending.delete(key);
      void this.#update(uri);
    };
    this.#pending.set(key, setTimeout(update, QUIET_MS));
  }

  #remove(uri: vscode.Uri): void {
    this.#files.delete(uri.toString());
    this.#arrange();
  }

  async #read(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    if (/\/(?:node_modules|target)\//.test(uri.path) || !vscode.workspace.getWorkspaceFolder(uri)) return;
    try {
      const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === key);
      const text = open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      this.#files.set(key, { uri, content: readCaseFile(text) });
    } catch (error) {
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound')
        return void this.#files.delete(key);
      const breakage = `This file cannot be read: ${error instanceof Error ? error.message : String(error)}`;
      const start = { line: 0, character: 0 };
      this.#files.set(key, { uri, content: { range: { start, end: start }, uses: [], breakage } });
    }
  }

  /** Brings the items in line with the files. Items stay the same where they were, and with them what VS Code knows of them. */
  #arrange(): void {
    this.#cases.clear();
    const folders = vscode.workspace.workspaceFolders ?? [];
    const trees = folders.map((folder) => ({ folder, tree: arrangeFiles(this.#pathsIn(folder)) }));
    const used = trees.filter(({ tree }) => tree.files.length > 0 || tree.folders.length > 0);
    const { items } = this.#controller;
    const kept: vscode.TestItem[] = [];
    items.forEach((item) => {
      if (!isOurs(item)) kept.push(item);
    });
    const wanted = used.flatMap(({ folder, tree }) => {
      if (folders.length === 1) return this.#itemsOf(tree, folder, items);
      const item = folderItem(this.#controller, items, folder.uri, folder.name);
      item.children.replace(this.#itemsOf(tree, folder, item.children));
      return [item];
    });
    items.replace([...wanted, ...kept]);
  }

  #pathsIn(folder: vscode.WorkspaceFolder): string[] {
    const start = `${folder.uri.path.replace(/\/$/, '')}/`;
    return [...this.#files.values()].flatMap(({ uri, content }) => {
      const isIn = vscode.workspace.getWorkspaceFolder(uri)?.index === folder.index;
      return content && isIn ? [uri.path.slice(start.length)] : [];
    });
  }

  #itemsOf(
    tree: CaseFolder,
    folder: vscode.WorkspaceFolder,
    collection: vscode.TestItemCollection,
  ): vscode.TestItem[] {
    const folders = tree.folders.map((below) => {
      const uri = vscode.Uri.joinPath(folder.uri, below.path);
      const item = folderItem(this.#controller, collection, uri, below.label);
      item.children.replace(this.#itemsOf(below, folder, item.children));
      return item;
    });
    const files = tree.files.map((path) => this.#caseItem(vscode.Uri.joinPath(folder.uri, path), collection));
    return [...folders, ...files];
  }

  #caseItem(uri: vscode.Uri, collection: vscode.TestItemCollection): vscode.TestItem {
    const id = uri.toString();
    const content = this.#files.get(id)?.content;
    const fileName = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    const label = content?.name ?? fileName.slice(0, -testCaseFileEnd.length);
    const item = collection.get(id) ?? this.#controller.createTestItem(id, label, uri);
    item.label = label;
    item.sortText = uri.path;
    item.range = content && toRange(content.range);
    item.error = content?.breakage;
    const folder = vscode.Uri.joinPath(uri, '..');
    const uses = (content?.uses ?? []).map((path) =>
      /^(?:\/|[A-Za-z]:[\\/])/.test(path)
        ? vscode.Uri.file(path).fsPath
        : vscode.Uri.joinPath(folder, path.replaceAll('\\', '/')).fsPath,
    );
    this.#cases.set(id, { uri, item, uses });
    return item;
  }
}

const folderPrefix = 'folder ';

function isOurs({ id, uri }: vscode.TestItem): boolean {
  return id.startsWith(folderPrefix) || uri?.path.endsWith(testCaseFileEnd) === true;
}

function folderItem(
  controller: vscode.TestController,
  collection: vscode.TestItemCollection,
  uri: vscode.Uri,
  label: string,
): vscode.TestItem {
  const id = `${folderPrefix}${uri.toString()}`;
  const item = collection.get(id) ?? controller.createTestItem(id, label, uri);
  item.label = label;
  item.sortText = uri.path;
  return item;
}
