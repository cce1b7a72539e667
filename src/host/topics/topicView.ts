// The topics on the broker of the run in front as a tree in the Run and Debug side bar. Asks only while it is seen. Loaded with the
// first run.
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../base/disposable.ts';
import type { BytesAsText } from '../../protocol/debugViews.ts';
import { MAX_WATCHED_TOPICS } from '../../protocol/publishing.ts';
import { contextKeys, viewIds } from '../ids.ts';
import type { RunSessions, SessionRun } from '../debug/runSessions.ts';
import { topicItem, topicTooltip } from './topicItems.ts';
import { TopicTree, type TopicNode } from './topicTree.ts';

const EVERY_MS = 400;
/** More nodes are drawn anew together. */
const MAX_SINGLE = 300;

export class TopicView implements vscode.TreeDataProvider<TopicNode>, Disposable {
  readonly #sessions: RunSessions;
  readonly #store: DisposableStore = new DisposableStore();
  readonly #changed = new vscode.EventEmitter<TopicNode[] | undefined>();
  readonly onDidChangeTreeData: vscode.Event<TopicNode[] | undefined> = this.#changed.event;
  readonly #view: vscode.TreeView<TopicNode>;
  readonly tree: TopicTree = new TopicTree();
  #run: SessionRun | undefined;
  #revision = 0;
  #beyond = 0;
  #isPaused = false;
  #isAsking = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(sessions: RunSessions) {
    this.#sessions = sessions;
    const store = this.#store;
    this.#view = store.add(
      vscode.window.createTreeView(viewIds.topics, { treeDataProvider: this, showCollapseAll: true }),
    );
    store.add(this.#changed);
    store.add(this.#view.onDidChangeVisibility(() => void this.refresh()));
    store.add(sessions.onActiveChanged(() => this.#begin()));
    this.#begin();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  /** The run whose topics are shown. */
  get run(): SessionRun | undefined {
    return this.#run;
  }

  get selected(): TopicNode | undefined {
    return this.#view.selection[0];
  }

  getChildren(parent?: TopicNode): TopicNode[] {
    return this.tree.children(parent);
  }

  getParent(node: TopicNode): TopicNode | undefined {
    return node.parent?.parent ? node.parent : undefined;
  }

  getTreeItem(node: TopicNode): vscode.TreeItem {
    return topicItem(node, this.tree.size);
  }

  resolveTreeItem(item: vscode.TreeItem, node: TopicNode): vscode.TreeItem {
    if (node.record) item.tooltip = topicTooltip(node.record);
    return item;
  }

  setFilter(filter: string): void {
    this.tree.setFilter(filter);
    this.#changed.fire(undefined);
    this.#describe();
  }

  setPaused(isPaused: boolean): void {
    this.#isPaused = isPaused;
    void vscode.commands.executeCommand('setContext', contextKeys.topicsPaused, isPaused);
    this.#describe();
    void this.refresh();
  }

  async clear(): Promise<void> {
    await this.#run?.request('clearTopics', null);
    this.tree.clear();
    this.#beyond = 0;
    this.#changed.fire(undefined);
    this.#describe();
  }

  /** The whole last value of a topic and the one before; undefined when it is not known any more. */
  async value(topic: string): Promise<KeptValues | undefined> {
    const found = await this.#run?.request('readTopicValue', { topic });
    return found ?? undefined;
  }

  /** Asks for changes now, and then every so often while the view is seen. */
  async refresh(): Promise<void> {
    if (this.#isAsking || this.#isPaused || !this.#view.visible) return;
    const run = this.#run;
    if (!run) return;
    clearTimeout(this.#timer);
    this.#isAsking = true;
    const beganMs = performance.now();
    try {
      while (await this.#readPage(run));
    } catch {
      // The run has ended, or has not been loaded yet: asked again below.
    } finally {
      this.#isAsking = false;
    }
    // A run that takes long to answer is asked less often.
    const waitMs = Math.max(EVERY_MS, 4 * (performance.now() - beganMs));
    if (this.#run) this.#timer = setTimeout(() => void this.refresh(), waitMs);
  }

  /** Resolves to whether there is more. */
  async #readPage(run: SessionRun): Promise<boolean> {
    const page = await run.request('readTopics', { since: this.#revision });
    if (run !== this.#run || this.#isPaused) return false;
    this.#revision = page.revision;
    this.#beyond = page.beyond;
    const change = this.tree.apply(page);
    if (change === 'everything' || change.length > MAX_SINGLE) this.#changed.fire(undefined);
    else if (change.length > 0) this.#changed.fire([...change]);
    this.#describe();
    return page.hasMore;
  }

  #begin(): void {
    this.#run = this.#sessions.active;
    this.#revision = this.#beyond = 0;
    this.tree.clear();
    this.#changed.fire(undefined);
    if (this.#isPaused) this.setPaused(false);
    this.#describe();
    void this.refresh();
  }

  #describe(): void {
    const { filter, size } = this.tree;
    const name = this.#run && this.#sessions.all.length > 1 ? this.#run.session.name : '';
    const parts = [name, filter === '' ? '' : `filter: ${filter}`, this.#isPaused ? 'paused' : ''];
    this.#view.description = parts.filter((part) => part !== '').join(' · ');
    this.#view.message = this.#message(size) ?? '';
  }

  #message(size: number): string | undefined {
    if (size === 0) return 'No message has come to the broker of this run yet.';
    if (this.#beyond > 0)
      return `There are more than ${MAX_WATCHED_TOPICS.toLocaleString('en')} topics; ${this.#beyond.toLocaleString('en')} messages to others are not shown.`;
    const { filter } = this.tree;
    return filter !== '' && this.tree.children().length === 0 ? `No topic fits "${filter}".` : undefined;
  }
}

interface KeptValue {
  readonly payload: BytesAsText;
  readonly size: number;
  readonly timeMs: number;
  readonly qos: 0 | 1 | 2;
  readonly isRetained: boolean;
  readonly contentType?: string;
  readonly responseTopic?: string;
  readonly correlationData?: BytesAsText;
  readonly userProperties: readonly (readonly [string, string])[];
}

/** The last value of a topic, and the one before as far as it was kept. */
export interface KeptValues {
  readonly last: KeptValue;
  readonly previous?: KeptValue;
}
