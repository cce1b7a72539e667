// The state store of the run in front as a tree in the Run and Debug side bar: keys with values, to be edited, added, deleted, kept as a
// seed file and filled from one. Loaded with the first run.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import { describeError } from '../../base/errors.ts';
import type { StateEntryRecord, StatePageRecord } from '../../protocol/debugging.ts';
import { commandIds, viewIds } from '../ids.ts';
import type { RunSessions, SessionRun } from './runSessions.ts';
import { readSeedFile, seedFileText } from './stateSeedFile.ts';

const PAGE = 200;
const EVERY_MS = 1000;

interface KeyItem {
  readonly kind: 'key';
  readonly entry: StateEntryRecord;
}
/** Shows what follows when it is chosen. */
interface MoreItem {
  readonly kind: 'more';
  readonly hidden: number;
}
type Item = KeyItem | MoreItem;

export class StateView implements vscode.TreeDataProvider<Item>, Disposable {
  readonly #sessions: RunSessions;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #changed: vscode.EventEmitter<void> = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData: vscode.Event<void> = this.#changed.event;
  readonly #view: vscode.TreeView<Item>;
  #limit = PAGE;
  #page: StatePageRecord | undefined;
  #run: SessionRun | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(sessions: RunSessions) {
    this.#sessions = sessions;
    const store = this.#store;
    this.#view = store.add(vscode.window.createTreeView(viewIds.state, { treeDataProvider: this }));
    store.add(this.#changed);
    store.add(this.#view.onDidChangeVisibility(() => void this.#refresh()));
    store.add(sessions.onActiveChanged(() => this.#begin()));
    store.add(sessions.onReported((run) => run === this.#run && this.#refreshSoon()));
    this.#begin();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  getChildren(parent?: Item): Item[] {
    if (parent || !this.#page) return [];
    const { entries, size } = this.#page;
    const items: Item[] = entries.map((entry) => ({ kind: 'key', entry }));
    if (size > entries.length) items.push({ kind: 'more', hidden: size - entries.length });
    return items;
  }

  getTreeItem(item: Item): vscode.TreeItem {
    return item.kind === 'key' ? keyItem(item.entry) : moreItem(item.hidden);
  }

  /** What the tree's own commands do. */
  readonly actions: Readonly<Record<string, (item?: unknown) => Promise<void>>> = {
    [commandIds.stateAdd]: () => this.#add(),
    [commandIds.stateEdit]: (item) => this.#edit(item),
    [commandIds.stateDelete]: (item) => this.#delete(item),
    [commandIds.stateCopyValue]: async (item) => {
      const entry = entryOf(item);
      if (entry) await vscode.env.clipboard.writeText(entry.value);
    },
    [commandIds.stateSaveSeed]: () => this.#saveSeed(),
    [commandIds.stateLoadSeed]: () => this.#loadSeed(),
    [commandIds.stateMore]: () => {
      this.#limit += PAGE;
      return this.#refresh();
    },
  };

  #begin(): void {
    this.#run = this.#sessions.active;
    this.#limit = PAGE;
    this.#page = undefined;
    this.#view.description = this.#run && this.#sessions.all.length > 1 ? this.#run.session.name : '';
    this.#changed.fire();
    void this.#refresh();
  }

  #refreshSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#refresh();
    }, EVERY_MS);
  }

  async #refresh(): Promise<void> {
    const run = this.#run;
    if (!run || !this.#view.visible) return;
    let page: StatePageRecord;
    try {
      page = await run.request('readState', { limit: this.#limit });
    } catch {
      return; // The run has ended, or has not begun yet: the next report asks again.
    }
    if (run !== this.#run || JSON.stringify(page) === JSON.stringify(this.#page)) return;
    this.#page = page;
    this.#view.message = page.size === 0 ? 'No operator or client has set a key yet.' : '';
    this.#changed.fire();
  }

  async #add(): Promise<void> {
    const key = await vscode.window.showInputBox({
      title: 'Add a Key to the State Store (1/2)',
      prompt: 'The key. Behind "hex:" it is bytes.',
      validateInput: (text) => (text === '' ? 'A key is not empty.' : undefined),
    });
    if (key === undefined) return;
    const value = await vscode.window.showInputBox({
      title: 'Add a Key to the State Store (2/2)',
      prompt: `The value of "${key}". Behind "hex:" it is bytes.`,
    });
    if (value !== undefined) await this.#change({ key, value });
  }

  async #edit(item: unknown): Promise<void> {
    const entry = entryOf(item) ?? this.#selected();
    if (!entry) return;
    const value = await vscode.window.showInputBox({
      title: `Value of "${entry.key}"`,
      prompt: 'Behind "hex:" it is bytes.',
      value: entry.value,
    });
    if (value !== undefined && value !== entry.value) await this.#change({ key: entry.key, value });
  }

  async #delete(item: unknown): Promise<void> {
    const entry = entryOf(item) ?? this.#selected();
    if (entry) await this.#change({ key: entry.key });
  }

  #selected(): StateEntryRecord | undefined {
    return entryOf(this.#view.selection[0]);
  }

  async #change(edit: { readonly key: string; readonly value?: string }): Promise<void> {
    await this.#try(async (run) => {
      await run.request('editState', edit);
      await this.#refresh();
    });
  }

  async #saveSeed(): Promise<void> {
    await this.#try(async (run) => {
      const entries: StateEntryRecord[] = [];
      let after: string | undefined;
      do {
        const page: StatePageRecord = await run.request('readState', {
          limit: 1000,
          ...(after !== undefined && { after }),
        });
        entries.push(...page.entries);
        after = page.next;
      } while (after !== undefined);
      const { text, left } = seedFileText(entries);
      const uri = await vscode.window.showSaveDialog({
        title: 'Keep the State Store as a Seed File',
        defaultUri: vscode.Uri.joinPath(vscode.Uri.file(run.info.files[0] ?? ''), '..', 'statestore.json'),
        filters: { JSON: ['json'] },
      });
      if (!uri) return;
      await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
      const lost = left === 0 ? '' : ` ${String(left)} keys with bytes that are no text were left out.`;
      void vscode.window.showInformationMessage(
        `Runs start with these keys when "stateStore" of the launch names the file, or when it is called statestore.json and lies beside the graph.${lost}`,
      );
    });
  }

  async #loadSeed(): Promise<void> {
    const [uri] =
      (await vscode.window.showOpenDialog({
        title: 'Fill the State Store from a Seed File',
        filters: { JSON: ['json'] },
      })) ?? [];
    if (!uri) return;
    await this.#try(async (run) => {
      const text = Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
      for (const entry of readSeedFile(text, uri.fsPath)) await run.request('editState', entry);
      await this.#refresh();
    });
  }

  async #try(act: (run: SessionRun) => Promise<void>): Promise<void> {
    const run = this.#run;
    if (!run) {
      void vscode.window.showInformationMessage(
        'No graph is running, so there is no state store. Press F5 on one.',
      );
      return;
    }
    try {
      await act(run);
    } catch (error) {
      void vscode.window.showErrorMessage(describeError(error));
    }
  }
}

function keyItem(entry: StateEntryRecord): vscode.TreeItem {
  const { key, value, size, version, expiresMs } = entry;
  const item = new vscode.TreeItem(key);
  const shown = value.replace(/\s+/g, ' ');
  item.id = `key:${key}`;
  item.description = shown.length > 80 ? `${shown.slice(0, 80)}…` : shown;
  item.iconPath = new vscode.ThemeIcon('symbol-key');
  item.contextValue = 'stateKey';
  item.command = { command: commandIds.stateEdit, title: 'Edit Value', arguments: [{ kind: 'key', entry }] };
  const tooltip = new vscode.MarkdownString();
  tooltip.appendCodeblock(value.length > 2000 ? `${value.slice(0, 2000)}…` : value, 'json');
  tooltip.appendText(`${String(size)} bytes, version ${version}`);
  if (expiresMs !== undefined) tooltip.appendText(`, expires ${new Date(expiresMs).toLocaleTimeString()}`);
  item.tooltip = tooltip;
  item.accessibilityInformation = { label: `${key}, ${item.description}` };
  return item;
}

function moreItem(hidden: number): vscode.TreeItem {
  const item = new vscode.TreeItem(`Show more of ${String(hidden)} further keys`);
  item.id = 'more';
  item.command = { command: commandIds.stateMore, title: 'Show More' };
  return item;
}

function entryOf(item: unknown): StateEntryRecord | undefined {
  if (typeof item !== 'object' || item === null || !('entry' in item)) return undefined;
  return (item as KeyItem).entry;
}
