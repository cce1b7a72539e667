// Proposals inside test cases: graphs of the workspace and what to compare. Knows nothing about the text.
import { getItems } from '../../graph/yamlTree.ts';
import type { Path } from '../schema/pathDocument.ts';
import type { Scene } from './cursor.ts';
import { nodeAt } from './findCursors.ts';
import { proposeText, type Proposal } from './proposal.ts';

/** Graph definitions of the workspace as paths from the test case; none when it is not known where that is. */
export function proposeGraphFiles({ facts, uri }: Scene): Proposal[] {
  if (uri === undefined) return [];
  return facts.graphs.map((graph) =>
    proposeText(relativePath(uri, graph.uri), 'file', { rank: 1, detail: graph.name }),
  );
}

/** The way from the folder of the file `from` to the file `to`, both `file:` URIs. */
export function relativePath(from: string, to: string): string {
  const [start, end] = [from.split('/').slice(0, -1), to.split('/')];
  let shared = 0;
  while (shared < start.length && shared < end.length - 1 && start[shared] === end[shared]) shared += 1;
  const up = start.slice(shared).map(() => '..');
  return [...up, ...end.slice(shared).map(decode)].join('/');
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // A lone "%": not encoded after all.
    return part;
  }
}

const comparedPaths = [
  ['topic', 'the topic it was published to'],
  ['payload', 'the payload, as JSON where it is'],
  ['properties.content-type', 'the content type'],
  ['properties.user-properties', 'all user properties'],
] as const;

/** Parts of an output record for the list at `path`, without those that are in it. */
export function proposeComparedPaths({ root }: Scene, path: Path): Proposal[] {
  const parent = nodeAt(root, path.slice(0, -1));
  const items = getItems(parent, String(path.at(-1)));
  const present = new Set(items.flatMap((item) => (item.kind === 'scalar' ? String(item.value) : [])));
  return comparedPaths.flatMap(([label, detail]) =>
    present.has(label) ? [] : proposeText(label, 'constant', { rank: 1, detail }),
  );
}
