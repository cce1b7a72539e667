// Topics as a tree of their levels, kept up to date by pages of changes. Plain data; knows no view.
import { matchesTopicFilter } from '../../graph/topicFilter.ts';
import type { AsJson } from '../../protocol/debugViews.ts';
import type { TopicPage, TopicRecord } from '../../protocol/publishing.ts';

export type ShownTopic = AsJson<TopicRecord>;

/** One level of topics; itself a topic when it has a record. */
export interface TopicNode {
  /** All levels to here, joined: a topic, or the begin of some. */
  readonly path: string;
  /** The last level; may be empty. */
  readonly name: string;
  readonly parent: TopicNode | undefined;
  readonly children: Map<string, TopicNode>;
  record: ShownTopic | undefined;
  /** Topics here and below. */
  topicCount: number;
}

/** What has to be drawn anew: certain nodes with what is below them, or everything. */
export type TreeChange = 'everything' | readonly TopicNode[];

export class TopicTree {
  #root: TopicNode = makeNode(undefined, '');
  #filter = '';
  #matches: ((topic: string) => boolean) | undefined;

  get size(): number {
    return this.#root.topicCount;
  }

  get filter(): string {
    return this.#filter;
  }

  /** Topics that hold a text, or, with "+" or "#", that match a topic filter. Empty: all. */
  setFilter(filter: string): void {
    this.#filter = filter;
    const text = filter.toLowerCase();
    if (text === '') this.#matches = undefined;
    else if (/[+#]/.test(filter)) this.#matches = (topic) => matchesTopicFilter(filter, topic);
    else this.#matches = (topic) => topic.toLowerCase().includes(text);
  }

  clear(): void {
    this.#root = makeNode(undefined, '');
  }

  apply({ isWhole, topics }: Pick<AsJson<TopicPage>, 'isWhole' | 'topics'>): TreeChange {
    if (isWhole) this.clear();
    const changed = new Set<TopicNode>();
    let isRootChanged = isWhole;
    for (const record of topics) {
      const { node, grownFrom } = this.#find(record.topic);
      const isNew = node.record === undefined;
      node.record = record;
      if (isNew) countUp(node);
      if (grownFrom === this.#root || this.#matches) isRootChanged = true;
      // What is above says how many topics there are, so that it changes with each new one.
      else if (isNew) changed.add(topOf(node));
      else changed.add(node);
    }
    return isRootChanged ? 'everything' : [...changed].filter((node) => !hasAncestorIn(node, changed));
  }

  /** Below `parent`, or the first level, by name, without what the filter hides. */
  children(parent?: TopicNode): TopicNode[] {
    const nodes = [...(parent ?? this.#root).children.values()].sort((a, b) => compare(a.name, b.name));
    const matches = this.#matches;
    return matches ? nodes.filter((node) => isAnyShown(node, matches)) : nodes;
  }

  /** Every topic that the filter shows, in the order of the tree. */
  topics(): ShownTopic[] {
    const found: ShownTopic[] = [];
    const matches = this.#matches ?? ((): boolean => true);
    const visit = (node: TopicNode): void => {
      if (node.record && matches(node.path)) found.push(node.record);
      for (const child of this.children(node)) visit(child);
    };
    for (const node of this.children()) visit(node);
    return found;
  }

  #find(topic: string): { readonly node: TopicNode; readonly grownFrom: TopicNode | undefined } {
    let node = this.#root;
    let grownFrom: TopicNode | undefined;
    for (const name of topic.split('/')) {
      let child = node.children.get(name);
      if (!child) {
        grownFrom ??= node;
        child = makeNode(node, name, node === this.#root ? name : `${node.path}/${name}`);
        node.children.set(name, child);
      }
      node = child;
    }
    return { node, grownFrom };
  }
}

function makeNode(parent: TopicNode | undefined, name: string, path = name): TopicNode {
  return { path, name, parent, children: new Map(), record: undefined, topicCount: 0 };
}

function countUp(node: TopicNode): void {
  for (let each: TopicNode | undefined = node; each; each = each.parent) each.topicCount += 1;
}

/** The node's ancestor at the first level, or itself. */
function topOf(node: TopicNode): TopicNode {
  let top = node;
  while (top.parent?.parent) top = top.parent;
  return top;
}

function hasAncestorIn(node: TopicNode, nodes: ReadonlySet<TopicNode>): boolean {
  for (let each = node.parent; each; each = each.parent) if (nodes.has(each)) return true;
  return false;
}

function isAnyShown(node: TopicNode, matches: (topic: string) => boolean): boolean {
  if (node.record && matches(node.path)) return true;
  return [...node.children.values()].some((child) => isAnyShown(child, matches));
}

/** Numbers in names by their value: line2 before line10. */
const collator = new Intl.Collator('en', { numeric: true });
const compare = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : 1);
