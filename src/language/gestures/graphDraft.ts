// One graph while a gesture changes it: collects changes of its text, and the first reason why it cannot be done. Knows
// the graph's keys and how they are written, and no gesture.
import type { GestureResult } from '../../graph/gesture.ts';
import type { GraphDefinition } from '../../graph/model.ts';
import type { GraphDocument, GraphFile } from '../../graph/parseGraph.ts';
import {
  columnAt,
  endOf,
  endOfLine,
  insertPair,
  isAbsent,
  removePair,
  startOfLine,
} from '../../graph/treeEdits.ts';
import { breakAt, writeFlow, writePair, type NewValue } from '../../graph/yamlStyle.ts';
import { findPair, getItems, type YamlMap, type YamlNode, type YamlPair } from '../../graph/yamlTree.ts';
import type { KnownModule } from '../workspaceFacts.ts';
import { changeList, fillList } from './changeList.ts';
import { endWithComments } from './entryPlace.ts';
import { joinEdits } from './joinEdits.ts';
import { layoutMessage, MapDraft, sharedMessage } from './mapDraft.ts';

/** What a gesture may look at besides the graph. */
export interface GestureContext {
  readonly modules: readonly KnownModule[];
  /** Name without folder and ending, for a graph written from nothing. */
  readonly fileName: string;
}

/** Keys of a graph definition in their usual order. */
const rootKeys = [
  'metadata',
  'moduleRequirements',
  'moduleConfigurations',
  'operations',
  'connections',
  'schemas',
] as const;
export type RootKey = (typeof rootKeys)[number];
/** Keys whose value is a list. */
export type ListKey = 'moduleConfigurations' | 'operations' | 'connections' | 'schemas';

interface PendingList {
  readonly map: YamlMap;
  readonly key: string;
  readonly removed: Set<number>;
  readonly added: { behind: number | undefined; value: NewValue }[];
  readonly goesWhenEmpty: boolean;
  readonly after: readonly string[];
}

/** Serves one gesture: say what is to change, then {@link GraphDraft.finish}. Entries are named by their place in the model. */
export class GraphDraft extends MapDraft<GraphFile> {
  readonly graph: GraphDefinition;
  readonly context: GestureContext;
  readonly created: string[] = [];
  renamed: { readonly from: string; readonly to: string } | undefined;
  readonly #lists = new Map<string, PendingList>();
  readonly #nodes = new Map<ListKey, readonly YamlNode[]>();

  constructor(
    file: GraphFile,
    document: GraphDocument & { readonly graph: GraphDefinition; readonly root: YamlMap },
    context: GestureContext,
  ) {
    super(file, document.root);
    this.graph = document.graph;
    this.context = context;
  }

  finish(): GestureResult {
    for (const list of this.#lists.values()) this.#writeList(list);
    const edits = joinEdits(this.file, this.splices);
    if (!edits) this.refuse(layoutMessage);
    if (this.shared.wouldLoseAnchor(this.splices)) this.refuse(sharedMessage);
    if (this.refusal !== undefined || !edits)
      return { kind: 'refused', message: this.refusal ?? layoutMessage };
    const { created, renamed } = this;
    return { kind: 'edits', edits, created, ...(renamed && { renamed }) };
  }

  /** The entry of the model's list at `key` in the tree: the two differ where entries could not be read. */
  node(key: ListKey, index: number): YamlNode | undefined {
    let nodes = this.#nodes.get(key);
    if (!nodes) {
      const wanted = new Set(this.graph[key].map(({ ranges }) => ranges.item));
      nodes = getItems(this.root, key).filter(({ range }) => wanted.has(range));
      this.#nodes.set(key, nodes);
    }
    return nodes[index];
  }

  /** The entry of a list as a map; refuses when it is none. */
  entry(key: ListKey, index: number): YamlMap | undefined {
    const node = this.node(key, index);
    return node?.kind === 'map' ? node : this.refuse('This is no longer there.');
  }

  /** The map at `key` of the root; undefined when it is missing or null. */
  section(key: RootKey): YamlMap | undefined {
    const value = findPair(this.root, key)?.value;
    return value?.kind === 'map' && value.pairs.length > 0 ? value : undefined;
  }

  /** Puts `value` at `key` of the root, in the usual order of keys, set apart as the others are. */
  setSection(key: RootKey, value: NewValue): void {
    const { root, file } = this;
    const present = findPair(root, key);
    if (present) {
      this.fill(root, present, value);
      return;
    }
    const order = rootKeys.indexOf(key);
    const before = rootKeys.slice(0, order).findLast((one) => findPair(root, one));
    const pair = before && findPair(root, before);
    if (root.isFlow || !pair) {
      const edit = insertPair(file, this.style, root, key, value, before);
      this.take(edit && { ...edit, newText: edit.newText + (root.isFlow ? '' : this.#gap()) });
      return;
    }
    const { lines, text } = file;
    const column = columnAt(text, lines.offsetAt(pair.keyPlace.source.start));
    const lineEnd = endOfLine(text, lines.offsetAt(endOf(pair.value)), isAbsent(pair.value));
    if (column === undefined || lineEnd === undefined) {
      this.refuse(layoutMessage);
      return;
    }
    const end = endWithComments(text, lineEnd, column);
    const written = writePair(this.style, column, key, value);
    const newText = this.#gap() + breakAt(this.style, column) + written;
    this.splices.push({ start: end, end, newText, rank: order + 1 });
  }

  /** A line end where keys of the root are set apart by empty lines. */
  #gap(): string {
    const { text, lines } = this.file;
    const { pairs } = this.root;
    const gaps = pairs.slice(1).map(({ keyPlace }, index) => {
      const value = pairs[index]?.value;
      const start = value ? lines.offsetAt(endOf(value)) : 0;
      return /\n[ \t]*\r?\n/.test(text.slice(start, lines.offsetAt(keyPlace.source.start)));
    });
    return gaps.length === 0 || gaps.filter(Boolean).length * 2 >= gaps.length ? this.style.newline : '';
  }

  /** Puts `value` into the list at `key`, behind the entry `behind` of the model or at the end. */
  add(key: ListKey, value: NewValue, behind?: number): void {
    const node = behind === undefined ? undefined : this.node(key, behind);
    const at = node && getItems(this.root, key).indexOf(node);
    this.listAt(this.root, key).added.push({ behind: at, value });
  }

  /** Takes the entry `index` of the model out of the list at `key`. */
  remove(key: ListKey, index: number): void {
    const node = this.node(key, index);
    const at = node ? getItems(this.root, key).indexOf(node) : -1;
    if (at < 0) this.refuse('This is no longer there.');
    else this.listAt(this.root, key).removed.add(at);
  }

  /** The changes to the list at `key` of `map`, written when all is said. A list that need not be goes when it is empty. */
  listAt(map: YamlMap, key: string, after: readonly string[] = []): PendingList {
    const known = this.#lists.get(key);
    if (known) return known;
    const goesWhenEmpty = key !== 'operations' && key !== 'connections';
    const list: PendingList = { map, key, after, removed: new Set(), added: [], goesWhenEmpty };
    this.#lists.set(key, list);
    return list;
  }

  #writeList(change: PendingList): void {
    const { map, key, removed, added } = change;
    if (removed.size === 0 && added.length === 0) return;
    const pair = findPair(map, key);
    const values = added.map(({ value }) => value);
    if (!pair) {
      const value = this.#prefersBrackets() ? { raw: writeFlow(values) } : values;
      if (map === this.root) this.setSection(key as RootKey, value);
      else this.setValue(map, key, value, change.after);
      return;
    }
    const { value: list } = pair;
    if (!this.isOwn(map) || this.isForeign(pair)) return;
    if (list.isAliased || this.shared.has(list)) {
      this.refuse(sharedMessage);
      return;
    }
    const isFilled = list.kind === 'sequence' && list.items.length > 0;
    if (isFilled && change.goesWhenEmpty && removed.size === list.items.length && values.length === 0) {
      this.#removeWithGap(map, pair);
      return;
    }
    const isFlow = map.isFlow || this.#prefersBrackets();
    const splices = isFilled
      ? changeList(this.file, this.style, pair, list, change)
      : fillList(this.file, this.style, pair, values, isFlow);
    if (splices) this.splices.push(...splices);
    else this.refuse(layoutMessage);
  }

  /** Whether lists stand in brackets although the root does not stand in braces. */
  #prefersBrackets(): boolean {
    const lists = this.root.pairs.flatMap(({ value }) =>
      value.kind === 'sequence' && value.items.length > 0 ? [value.isFlow] : [],
    );
    return lists.length > 0 && lists.every(Boolean);
  }

  /** Takes a key of the root out with the empty lines that set it apart from the one before. */
  #removeWithGap(map: YamlMap, pair: YamlPair): void {
    const edit = removePair(this.file, map, pair);
    if (!edit || map !== this.root || map.isFlow) {
      this.take(edit);
      return;
    }
    const { lines, text } = this.file;
    const start = startOfLine(text, lines.offsetAt(pair.keyPlace.source.start));
    const end = lines.offsetAt(edit.range.end);
    const gap = /(?:(?<=\n)[ \t]*\r?\n)+$/.exec(text.slice(0, start));
    this.splices.push({ start: gap ? start - gap[0].length : start, end, newText: '' });
  }
}
