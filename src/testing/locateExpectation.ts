// Where an expectation stands in its expected file, for whoever leads people from a difference to it. Compares nothing.
import type { Range } from '../base/position.ts';
import { readJson } from './caseFiles.ts';
import type { Difference } from './compareOutputs.ts';
import type { JsonNode } from './jsonNode.ts';
import { makeFilter, stepFilter } from './recordPath.ts';

/**
 * The narrowest place of what `difference` is about in the expected file `file` with these bytes: the value, else what it would be
 * in, else the whole expectation. Undefined when the file is no JSON (any more). A payload that is written as a text is one value.
 */
export function locateExpectation(
  { index, kind, path }: Pick<Difference, 'index' | 'kind' | 'path'>,
  file: string,
  bytes: Uint8Array,
): Range | undefined {
  const reading = readJson(file, bytes);
  if ('problem' in reading) return undefined;
  const { root, rangeOf } = reading.json;
  if (kind === 'extra-output') return rangeOf(lastOf(root));
  const record = root.kind === 'array' ? root.items[index] : root;
  return rangeOf(record ? follow(record, path) : root);
}

/** What was not expected is told where expectations end. */
function lastOf(root: JsonNode): JsonNode {
  return root.kind === 'array' ? (root.items.at(-1) ?? root) : root;
}

function follow(record: JsonNode, path: string): JsonNode {
  let [node, filter] = [record, makeFilter([path], [])];
  while (!filter.isSelected) {
    const entries = node.kind === 'object' ? node.members : node.kind === 'array' ? node.items.entries() : [];
    const next = findStep(entries, filter);
    if (!next) return node;
    [node, filter] = next;
  }
  return node;
}

function findStep(
  entries: Iterable<readonly [string | number, JsonNode]>,
  filter: ReturnType<typeof makeFilter>,
): [JsonNode, ReturnType<typeof makeFilter>] | undefined {
  for (const [step, part] of entries) {
    const below = stepFilter(filter, step);
    if (below) return [part, below];
  }
  return undefined;
}
