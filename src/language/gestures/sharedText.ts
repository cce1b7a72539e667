// Which parts of a text are used more than once, through anchors and aliases: a change there would show elsewhere, too. Knows
// YAML's shape and no graph.
import type { OffsetRange } from '../../base/position.ts';
import type { EditedText } from '../../graph/edits.ts';
import type { YamlNode } from '../../graph/yamlTree.ts';
import type { Splice } from './joinEdits.ts';

/** The shared parts of one document, looked for when somebody asks. */
export class SharedText {
  readonly #document: EditedText;
  readonly #root: YamlNode;
  #ranges: readonly OffsetRange[] | undefined;

  constructor(document: EditedText, root: YamlNode) {
    this.#document = document;
    this.#root = root;
  }

  /** Whether `node`, which is written where it stands, is also reached through an alias. */
  has(node: YamlNode): boolean {
    const ranges = this.#find();
    if (ranges.length === 0) return false;
    const { lines } = this.#document;
    const start = lines.offsetAt(node.source.start);
    const end = lines.offsetAt(node.source.end);
    if (ranges.some((range) => range.start <= start && end <= range.end)) return true;
    // Of a map that is merged into another one, the keys are known to be shared.
    const keys =
      node.kind === 'map' ? node.pairs.map(({ keyPlace }) => lines.offsetAt(keyPlace.source.start)) : [];
    return keys.some((key) => ranges.some((range) => range.start === key));
  }

  /** Whether `splices` cut an anchor away that an alias outside of them needs. */
  wouldLoseAnchor(splices: readonly Splice[]): boolean {
    if (this.#find().length === 0) return false;
    const { text } = this.#document;
    return splices.some(({ start, end }) =>
      [...text.slice(start, end).matchAll(/&(?<name>[^\s,[\]{}]+)/g)].some(({ groups }) => {
        const alias = `*${groups?.['name'] ?? ''}`;
        return isOutside(text, alias, splices);
      }),
    );
  }

  #find(): readonly OffsetRange[] {
    this.#ranges ??= this.#document.text.includes('&') ? collect(this.#root, this.#document) : [];
    return this.#ranges;
  }
}

function isOutside(text: string, word: string, splices: readonly Splice[]): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const isCut = splices.some(({ start, end }) => start <= at && at < end);
    if (!isCut) return true;
  }
  return false;
}

function collect(root: YamlNode, { lines }: EditedText): OffsetRange[] {
  const ranges: OffsetRange[] = [];
  const waiting = [root];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.isAliased) {
      ranges.push({ start: lines.offsetAt(node.source.start), end: lines.offsetAt(node.source.end) });
      continue;
    }
    if (node.kind === 'sequence') waiting.push(...node.items);
    if (node.kind !== 'map') continue;
    for (const { keyPlace, value } of node.pairs) {
      const { start, end } = keyPlace.source;
      if (keyPlace.isAliased) ranges.push({ start: lines.offsetAt(start), end: lines.offsetAt(end) });
      waiting.push(value);
    }
  }
  return ranges;
}
