// What every fix needs to know of the document a problem is in: its tree, its style, and who leads to whom. Knows no problem.
import type { Range, TextEdit } from '../../base/position.ts';
import type { EditedText } from '../../graph/edits.ts';
import type { Arm, Connection, GraphDefinition, Operation } from '../../graph/model.ts';
import type { GraphDocument, GraphFile } from '../../graph/parseGraph.ts';
import { appendItems, insertPair, removeItem } from '../../graph/treeEdits.ts';
import { detectStyle, type NewValue, type YamlStyle } from '../../graph/yamlStyle.ts';
import { findPair, getItems, type YamlNode } from '../../graph/yamlTree.ts';
import { comparePositions } from '../navigation/rangeOrder.ts';
import type { KnownModule } from '../workspaceFacts.ts';

/** A change that mends a problem. Its edits do not overlap. */
export interface ProposedFix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** The one that is meant, as far as anyone can tell. */
  readonly isPreferred: boolean;
  /** Nothing is lost or invented by it, so that many can be done unseen. */
  readonly isSafe: boolean;
}

/** How sure a fix is: done unseen, offered first, or offered. */
export type Sureness = 'safe' | 'preferred' | 'choice';

/** A fix of one edit; none when there is no edit. */
export function propose(
  title: string,
  sureness: Sureness,
  ...edits: (TextEdit | undefined)[]
): ProposedFix[] {
  const all = edits.filter((edit) => edit !== undefined);
  if (all.length < edits.length || all.length === 0) return [];
  return [{ title, edits: all, isPreferred: sureness !== 'choice', isSafe: sureness === 'safe' }];
}

/** One document while fixes for its problems are made. */
export class FixContext {
  readonly text: EditedText;
  readonly root: YamlNode | undefined;
  readonly graph: GraphDefinition | undefined;
  readonly modules: readonly KnownModule[];
  #style: YamlStyle | undefined;
  #outgoing: ReadonlyMap<string, readonly Connection[]> | undefined;
  #incoming: ReadonlyMap<string, readonly Connection[]> | undefined;

  constructor(file: GraphFile, document: GraphDocument, modules: readonly KnownModule[]) {
    this.text = file;
    this.root = document.root;
    this.graph = document.graph;
    this.modules = modules;
  }

  get style(): YamlStyle {
    this.#style ??= detectStyle(this.text, this.root);
    return this.#style;
  }

  /** The item of the list at `path`, keys from the root, in which `range` begins. */
  itemAt(range: Range, ...path: string[]): YamlNode | undefined {
    const items = getItems(this.parentOf(path), path[path.length - 1] ?? '');
    let low = 0;
    let high = items.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const item = items[middle];
      if (item && comparePositions(item.range.start, range.start) <= 0) low = middle;
      else high = middle - 1;
    }
    const found = items[low];
    const isInside =
      found &&
      comparePositions(found.range.start, range.start) <= 0 &&
      comparePositions(range.start, found.range.end) <= 0;
    return isInside ? found : undefined;
  }

  /** Takes the item in which `range` begins out of the list at `path`. */
  removeItemAt(range: Range, ...path: string[]): TextEdit | undefined {
    const list = findPair(this.parentOf(path), path[path.length - 1] ?? '')?.value;
    const item = this.itemAt(range, ...path);
    return list?.kind === 'sequence' && item ? removeItem(this.text, list, item) : undefined;
  }

  /** Adds `values` to the list at `key` of the root, which is made behind the first of `after` that is there. */
  append(key: string, values: readonly NewValue[], after: readonly string[] = []): TextEdit | undefined {
    const { root } = this;
    const pair = findPair(root, key);
    if (root?.kind === 'map' && pair) return appendItems(this.text, this.style, root, pair, values);
    const before = after.find((name) => findPair(root, name));
    if (root?.kind !== 'map' || before === undefined) return undefined;
    return insertPair(this.text, this.style, root, key, values, before);
  }

  /** Connections by the name they come from. */
  get outgoing(): ReadonlyMap<string, readonly Connection[]> {
    this.#outgoing ??= groupConnections(this.graph, 'from');
    return this.#outgoing;
  }

  /** Connections by the name they go to. */
  get incoming(): ReadonlyMap<string, readonly Connection[]> {
    this.#incoming ??= groupConnections(this.graph, 'to');
    return this.#incoming;
  }

  /** The operation whose entry begins before `range` and ends behind it. */
  operationAt(range: Range): Operation | undefined {
    return this.graph?.operations.find(
      ({ ranges: { item } }) =>
        comparePositions(item.start, range.start) <= 0 && comparePositions(range.start, item.end) <= 0,
    );
  }

  private parentOf(path: readonly string[]): YamlNode | undefined {
    return path
      .slice(0, -1)
      .reduce<YamlNode | undefined>((node, key) => findPair(node, key)?.value, this.root);
  }
}

function groupConnections(
  graph: GraphDefinition | undefined,
  side: 'from' | 'to',
): Map<string, Connection[]> {
  const groups = new Map<string, Connection[]>();
  for (const connection of graph?.connections ?? []) {
    const group = groups.get(connection[side]);
    if (group) group.push(connection);
    else groups.set(connection[side], [connection]);
  }
  return groups;
}

/** A connection to write. */
export function newConnection(from: string, to: string, arm?: Arm): NewValue {
  return {
    pairs: [
      ['from', { pairs: [['name', from], ...(arm ? [['arm', { raw: `"${arm}"` }] as const] : [])] }],
      ['to', { pairs: [['name', to]] }],
    ],
  };
}
