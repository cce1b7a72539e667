// The way from the root of a YAML tree to what stands at a position. Knows nothing about graphs.
import type { Position, Range } from '../../base/position.ts';
import type { GraphDocument, GraphFile } from '../../graph/parseGraph.ts';
import type { YamlNode, YamlPair } from '../../graph/yamlTree.ts';
import { spanRanges, touches } from './rangeOrder.ts';

/** One step down: to the value of `pair`, or to the item `key` (from 0) of a list. */
export interface YamlStep {
  readonly key: string | number;
  readonly pair?: YamlPair;
  readonly node: YamlNode;
}

/** The steps to what stands at a position; none when that is the root itself. */
export interface YamlPath {
  readonly steps: readonly YamlStep[];
  /** Whether the position is at the key of the last step and not at its value. */
  readonly isKey: boolean;
}

/** The first document of `file` that has content at `position`. */
export function documentAt(file: GraphFile, position: Position): GraphDocument | undefined {
  return file.documents.find(({ range }) => touches(range, position));
}

/** The path to what stands at `position` in the tree of `root`. Ends at an alias: what is behind it stands elsewhere. */
export function pathAt(root: YamlNode, position: Position): YamlPath {
  const steps: YamlStep[] = [];
  for (let node = root; !node.isAliased;) {
    const step = stepTowards(node, position);
    if (!step) break;
    steps.push(step);
    if (step.pair && touches(step.pair.keyPlace.range, position)) return { steps, isKey: true };
    node = step.node;
  }
  return { steps, isKey: false };
}

function stepTowards(node: YamlNode, position: Position): YamlStep | undefined {
  if (node.kind === 'map') {
    const pair = node.pairs.find(
      ({ keyPlace, value }) => touches(keyPlace.range, position) || touches(value.range, position),
    );
    return pair && { key: pair.key, pair, node: pair.value };
  }
  if (node.kind !== 'sequence') return undefined;
  const key = node.items.findIndex(({ range }) => touches(range, position));
  const item = node.items[key];
  return item && { key, node: item };
}

/** From the start of the key to the end of the value. */
export function pairRange({ keyPlace, value }: YamlPair): Range {
  return spanRanges(keyPlace.range, value.range);
}

/** The keys on the path: `['operations', 2, 'name']`. */
export function pointerOf(path: YamlPath): (string | number)[] {
  return path.steps.map(({ key }) => key);
}
