// From the YAML library's document to our own tree: resolves aliases and merge keys, finds duplicate keys, and bounds
// what aliases may grow to. Knows nothing about graphs.
import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  type Document,
  type Node,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { LineIndex } from './lineIndex.ts';
import { makeProblem, type Problem } from './problem.ts';
import type { EditedText } from './edits.ts';
import { LazyMap, LazyPair, LazyPlace, LazyScalar, LazySequence } from './lazyNodes.ts';
import { removePairBetween } from './treeEdits.ts';
import {
  areEqual,
  trimEnd,
  trimPlainEnd,
  withoutBreak,
  type Place,
  type YamlNode,
  type YamlPair,
  type YamlScalar,
} from './yamlTree.ts';

/** Most nodes that may come through aliases in one document; an alias bomb ends here. */
export const maxAliasedNodes = 20_000;

/** Keys in a map from which on they are looked up in a set. */
const MANY_KEYS = 12;

/** Deepest nesting reached through aliases. */
const maxAliasDepth = 100;

/** The tree of `document` and what is wrong with its keys and aliases; never throws. */
export function buildTree(
  document: Document,
  text: string,
  lines: LineIndex,
): { root?: YamlNode; problems: readonly Problem[] } {
  if (document.contents === null) return { problems: [] };
  const builder = new TreeBuilder(text, lines);
  const root = builder.build(document.contents, undefined);
  return { root, problems: builder.problems };
}

class TreeBuilder {
  readonly problems: Problem[] = [];
  readonly #document: EditedText;
  readonly #anchors = new Map<string, Node>();
  /** Anchored nodes being resolved, so that an alias inside its own anchor is noticed. */
  readonly #resolving = new Set<Node>();
  #aliasedNodes = 0;
  #depth = 0;
  #hasHitLimit = false;

  constructor(text: string, lines: LineIndex) {
    this.#document = { text, lines };
  }

  /** `alias` is the place of the alias through which `node` is reached. */
  build(node: Node | null, alias: Place | undefined, fallbackOffset = 0): YamlNode {
    if (node === null) return this.#makeNull(fallbackOffset, alias);
    if (isAlias(node)) return this.#resolve(node.source, this.#placeOf(node, alias));
    if (alias) this.#aliasedNodes += 1;
    if (alias || node.anchor === undefined) return this.#buildContent(node, alias, fallbackOffset);
    this.#anchors.set(node.anchor, node);
    this.#resolving.add(node);
    const content = this.#buildContent(node, alias, fallbackOffset);
    this.#resolving.delete(node);
    return content;
  }

  #buildContent(node: Node, alias: Place | undefined, fallbackOffset: number): YamlNode {
    if (isScalar(node)) return this.#makeScalar(node, alias);
    if (!isCollection(node)) return this.#makeNull(fallbackOffset, alias);
    const document = this.#document;
    const start = node.range?.[0] ?? 0;
    const end = this.#trim(start, node.range?.[1] ?? 0);
    const isFlow = node.flow === true;
    this.#depth += 1;
    const children: YamlNode = isMap(node)
      ? new LazyMap(document, start, end, alias, isFlow, ...this.#buildPairs(node, isFlow, alias))
      : new LazySequence(document, start, end, alias, isFlow, this.#buildItems(node, alias));
    this.#depth -= 1;
    return children;
  }

  #buildItems(node: YAMLSeq, alias: Place | undefined): YamlNode[] {
    return node.items.map((item) => this.build(isPair(item) ? null : (item as Node), alias, node.range?.[0]));
  }

  /** The pairs of the map, and those that are set aside: merges, and keys that were there already. */
  #buildPairs(node: YAMLMap, isFlow: boolean, alias: Place | undefined): [YamlPair[], YamlPair[]] {
    const pairs: YamlPair[] = [];
    const setAside: YamlPair[] = [];
    const all: YamlPair[] = [];
    const merged: YamlPair[] = [];
    // A list is fastest for the few keys that maps have; a set keeps large maps from taking quadratic time.
    let seen: Set<string> | undefined;
    const isKnown = (key: string): boolean => {
      if (pairs.length > MANY_KEYS) seen ??= new Set(pairs.map((pair) => pair.key));
      return seen ? seen.has(key) : pairs.some((pair) => pair.key === key);
    };
    const add = (pair: YamlPair): void => {
      pairs.push(pair);
      seen?.add(pair.key);
    };
    for (const item of node.items as readonly unknown[]) {
      if (!isPair<Node, Node | null>(item)) continue;
      const pair = this.#buildPair(item.key, item.value, alias);
      if (!pair) continue;
      const isMerge = pair.key === '<<' && isScalar(item.key) && item.key.type === 'PLAIN';
      if (isMerge) {
        merged.push(...this.#mergedPairs(pair));
        setAside.push(pair);
      } else if (isKnown(pair.key)) {
        this.#reportDuplicate(pair, pairs, all, isFlow, alias);
        setAside.push(pair);
      } else add(pair);
      all.push(pair);
    }
    // YAML merge key: keys written here win over merged ones, earlier merges over later ones.
    for (const pair of merged) if (!isKnown(pair.key)) add(pair);
    return [pairs, setAside];
  }

  #buildPair(key: Node | null, value: Node | null, alias: Place | undefined): YamlPair | undefined {
    const end = key?.range?.[1] ?? 0;
    if (isScalar(key) && key.anchor === undefined && typeof key.value === 'string') {
      // Nearly every key is one of these, so no node is made of it.
      const start = key.range?.[0] ?? 0;
      const isPlain = key.type === 'PLAIN';
      const trimmed = this.#trimScalar(start, end, isPlain);
      const name = isPlain ? withoutBreak(key.value) : key.value;
      if (alias) this.#aliasedNodes += 1;
      if (key.type === 'QUOTE_SINGLE') this.#checkQuotes(start, trimmed);
      return new LazyPair(this.#document, start, trimmed, alias, name, this.build(value, alias, end));
    }
    const keyNode = this.build(key, alias, value?.range?.[0]);
    if (keyNode.kind !== 'scalar') {
      const message = 'A list or map cannot be a key here. Use a plain text as key.';
      this.problems.push(makeProblem('YAML_COMPLEX_KEY', keyNode.range, message));
      return undefined;
    }
    const text = typeof keyNode.value === 'string' ? keyNode.value : keyNode.text;
    return { key: text, keyPlace: keyNode, value: this.build(value, alias, end) };
  }

  #mergedPairs(pair: YamlPair): YamlPair[] {
    const sources = pair.value.kind === 'sequence' ? pair.value.items : [pair.value];
    return sources.flatMap((source) => {
      if (source.kind === 'map') return source.pairs;
      // An unknown alias has been reported already.
      if (!(source.kind === 'scalar' && source.text.startsWith('*'))) {
        const message = 'Only a map, or a list of maps, can be merged with "<<".';
        this.problems.push(makeProblem('YAML_BAD_MERGE', source.range, message));
      }
      return [];
    });
  }

  #resolve(name: string, place: Place): YamlNode {
    const target = this.#anchors.get(name);
    if (!target)
      return this.#refuseAlias(place, 'YAML_UNKNOWN_ALIAS', `No anchor "&${name}" stands before this alias.`);
    if (this.#resolving.has(target))
      return this.#refuseAlias(place, 'YAML_ALIAS_LIMIT', `The alias "*${name}" contains itself.`);
    if (this.#aliasedNodes > maxAliasedNodes || this.#depth > maxAliasDepth) {
      return this.#refuseAlias(
        place,
        'YAML_ALIAS_LIMIT',
        `Aliases make this file larger than ${String(maxAliasedNodes)} values; this one and later ones are not followed.`,
      );
    }
    this.#resolving.add(target);
    const resolved = this.build(target, place);
    this.#resolving.delete(target);
    return resolved;
  }

  #refuseAlias(place: Place, code: 'YAML_UNKNOWN_ALIAS' | 'YAML_ALIAS_LIMIT', message: string): YamlScalar {
    if (code === 'YAML_UNKNOWN_ALIAS' || !this.#hasHitLimit)
      this.problems.push(makeProblem(code, place.range, message));
    this.#hasHitLimit ||= code === 'YAML_ALIAS_LIMIT';
    const { range, source, isAliased } = place;
    return { kind: 'scalar', range, source, isAliased, value: null, text: '*', isPlain: true };
  }

  /** `before` are all pairs of the map before this one, the other duplicates included. */
  #reportDuplicate(
    pair: YamlPair,
    pairs: readonly YamlPair[],
    before: readonly YamlPair[],
    isFlow: boolean,
    alias: Place | undefined,
  ): void {
    const first = pairs.find(({ key }) => key === pair.key) ?? pair;
    const edit = alias
      ? undefined
      : removePairBetween(this.#document, isFlow, before[before.length - 1], pair);
    const isSame = areEqual(first.value, pair.value);
    const fix = edit && {
      title: isSame ? `Remove the second "${pair.key}"` : `Remove this "${pair.key}"`,
      edits: [edit],
    };
    this.problems.push(
      makeProblem(
        'YAML_DUPLICATE_KEY',
        pair.keyPlace.range,
        `The key "${pair.key}" is already used in this map. Remove one of the two.`,
        {
          related: [{ message: `"${first.key}" is first used here.`, range: first.keyPlace.range }],
          // Only what stands there twice can go without loss.
          ...(isSame ? { fix } : { alternatives: fix && [fix] }),
        },
      ),
    );
  }

  #makeScalar(node: Scalar, alias: Place | undefined): YamlScalar {
    const { value } = node;
    const isSimple = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    const start = node.range?.[0] ?? 0;
    const isPlain = node.type === 'PLAIN' || node.type === undefined;
    const end = this.#trimScalar(start, node.range?.[1] ?? 0, isPlain);
    if (node.type === 'QUOTE_SINGLE') this.#checkQuotes(start, end);
    const read = isSimple ? value : null;
    return new LazyScalar(this.#document, start, end, alias, isPlain ? withoutBreak(read) : read, isPlain);
  }

  /** YAML 1.2, clause 7.3.2: inside single quotes one is written twice. The library lets `'a''` pass, which is not closed. */
  #checkQuotes(start: number, end: number): void {
    const { lines, text } = this.#document;
    const quoted = text.slice(start, end);
    if (quoted.includes("''") && !/^'(?:[^']|'')*'$/.test(quoted)) {
      const message = "The text is not closed: ' is missing.";
      this.problems.push(makeProblem('YAML_SYNTAX', lines.rangeAt(start, end), message));
    }
  }

  #makeNull(offset: number, alias: Place | undefined): YamlScalar {
    return new LazyScalar(this.#document, offset, offset, alias, null, true);
  }

  #placeOf(node: Node, alias: Place | undefined): Place {
    const start = node.range?.[0] ?? 0;
    return new LazyPlace(this.#document, start, this.#trim(start, node.range?.[1] ?? 0), alias);
  }

  /** Block collections and block texts end after their line break; what people see ends before it. */
  #trim(start: number, end: number): number {
    return trimEnd(this.#document.text, start, end);
  }

  #trimScalar(start: number, end: number, isPlain: boolean): number {
    return isPlain ? trimPlainEnd(this.#document.text, start, end) : this.#trim(start, end);
  }
}
