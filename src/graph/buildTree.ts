// From the YAML library's document to our own tree: resolves aliases and merge keys, finds duplicate keys, and bounds
// what aliases may grow to. Knows nothing about graphs.
import { isAlias, isCollection, isMap, isPair, isScalar, type Document, type Node, type Scalar } from 'yaml';
import type { LineIndex } from './lineIndex.ts';
import { makeProblem, type Problem } from './problem.ts';
import type { Place, YamlNode, YamlPair, YamlScalar } from './yamlTree.ts';

/** Most nodes that may come through aliases in one document; an alias bomb ends here. */
export const maxAliasedNodes = 20_000;

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
  readonly #text: string;
  readonly #lines: LineIndex;
  readonly #anchors = new Map<string, Node>();
  /** Anchored nodes being resolved, so that an alias inside its own anchor is noticed. */
  readonly #resolving = new Set<Node>();
  #aliasedNodes = 0;
  #depth = 0;
  #hasHitLimit = false;

  constructor(text: string, lines: LineIndex) {
    this.#text = text;
    this.#lines = lines;
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
    const place = this.#placeOf(node, alias);
    if (isScalar(node)) return this.#makeScalar(node, place);
    if (!isCollection(node)) return this.#makeNull(fallbackOffset, alias);
    this.#depth += 1;
    const isFlow = node.flow === true;
    const children: YamlNode = isMap(node)
      ? { kind: 'map', ...place, isFlow, pairs: this.#buildPairs(node.items, alias) }
      : {
          kind: 'sequence',
          ...place,
          isFlow,
          items: node.items.map((item) =>
            this.build(isPair(item) ? null : (item as Node), alias, node.range?.[0]),
          ),
        };
    this.#depth -= 1;
    return children;
  }

  #buildPairs(items: readonly unknown[], alias: Place | undefined): YamlPair[] {
    const pairs = new Map<string, YamlPair>();
    const merged: YamlPair[] = [];
    for (const item of items) {
      if (!isPair<Node, Node | null>(item)) continue;
      const pair = this.#buildPair(item.key, item.value, alias);
      if (!pair) continue;
      const isMerge = pair.key === '<<' && isScalar(item.key) && item.key.type === 'PLAIN';
      if (isMerge) merged.push(...this.#mergedPairs(pair));
      else if (!pairs.has(pair.key)) pairs.set(pair.key, pair);
      else this.#reportDuplicate(pair, pairs.get(pair.key) ?? pair);
    }
    // YAML merge key: keys written here win over merged ones, earlier merges over later ones.
    for (const pair of merged) if (!pairs.has(pair.key)) pairs.set(pair.key, pair);
    return [...pairs.values()];
  }

  #buildPair(key: Node | null, value: Node | null, alias: Place | undefined): YamlPair | undefined {
    const keyNode = this.build(key, alias, value?.range?.[0]);
    if (keyNode.kind !== 'scalar') {
      this.problems.push(
        makeProblem(
          'YAML_COMPLEX_KEY',
          keyNode.range,
          'A list or map cannot be a key here. Use a plain text as key.',
        ),
      );
      return undefined;
    }
    const { range, source, isAliased } = keyNode;
    const text = typeof keyNode.value === 'string' ? keyNode.value : keyNode.text;
    const end = key?.range?.[1] ?? 0;
    return { key: text, keyPlace: { range, source, isAliased }, value: this.build(value, alias, end) };
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
    return { kind: 'scalar', ...place, value: null, text: '*', isPlain: true };
  }

  #reportDuplicate(pair: YamlPair, first: YamlPair): void {
    this.problems.push(
      makeProblem(
        'YAML_DUPLICATE_KEY',
        pair.keyPlace.range,
        `The key "${pair.key}" is already used in this map. Remove one of the two.`,
        {
          related: [{ message: `"${first.key}" is first used here.`, range: first.keyPlace.range }],
        },
      ),
    );
  }

  #makeScalar(node: Scalar, place: Place): YamlScalar {
    const { value } = node;
    const isSimple = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    const [start, end] = this.#trim(node.range?.[0] ?? 0, node.range?.[1] ?? 0);
    const text = this.#text.slice(start, end);
    const isPlain = node.type === 'PLAIN' || node.type === undefined;
    return { kind: 'scalar', ...place, value: isSimple ? value : null, text, isPlain };
  }

  #makeNull(offset: number, alias: Place | undefined): YamlScalar {
    const range = this.#lines.rangeAt(offset, offset);
    const place = alias
      ? { range: alias.range, source: range, isAliased: true }
      : { range, source: range, isAliased: false };
    return { kind: 'scalar', ...place, value: null, text: '', isPlain: true };
  }

  #placeOf(node: Node, alias: Place | undefined): Place {
    const [start, end] = this.#trim(node.range?.[0] ?? 0, node.range?.[1] ?? 0);
    const source = this.#lines.rangeAt(start, end);
    return alias
      ? { range: alias.range, source, isAliased: true }
      : { range: source, source, isAliased: false };
  }

  /** Block collections and block texts end after their line break; what people see ends before it. */
  #trim(start: number, end: number): [number, number] {
    let last = end;
    while (last > start && /\s/.test(this.#text.charAt(last - 1))) last -= 1;
    return [start, last];
  }
}
