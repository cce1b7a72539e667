// Names that last from one version of a graph to the next, for operations and connections that are otherwise known by their
// places in lists. Knows no text and no component.
import type { CanvasConnection, CanvasGraph } from '../../../src/protocol/canvas.ts';

/** Ids by place and places by id, of one graph. */
export interface GraphIds {
  readonly operations: readonly string[];
  readonly connections: readonly string[];
  readonly operationAt: ReadonlyMap<string, number>;
  readonly connectionAt: ReadonlyMap<string, number>;
}

/** Parts ids; in no name that YAML can hold plainly. */
const joint = '\u0001';

const known = new WeakMap<CanvasGraph, GraphIds>();

/** The id of an operation is its name; a further one of the same name gets a number. */
export function idsOf(graph: CanvasGraph): GraphIds {
  const found = known.get(graph);
  if (found) return found;
  const operations = number(graph.operations.map(({ name }) => name));
  const connections = number(graph.connections.map(connectionKey));
  const ids = {
    operations,
    connections,
    operationAt: placesOf(operations),
    connectionAt: placesOf(connections),
  };
  known.set(graph, ids);
  return ids;
}

/** What a connection is known by while the text changes. */
export function connectionKey({ from, arm, to }: Pick<CanvasConnection, 'from' | 'arm' | 'to'>): string {
  return [from, arm ?? '', to].join(joint);
}

function number(keys: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return keys.map((key) => {
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count === 1 ? key : `${key}${joint}${String(count)}`;
  });
}

function placesOf(ids: readonly string[]): Map<string, number> {
  return new Map(ids.map((id, index) => [id, index]));
}

/** The operation that has another name in `after` while all else about the list is the same. */
export function findRename(
  before: CanvasGraph,
  after: CanvasGraph,
): { readonly from: string; readonly to: string } | undefined {
  if (before.operations.length !== after.operations.length) return undefined;
  const changed = before.operations.flatMap(({ name }, index) => {
    const now = after.operations[index]?.name ?? '';
    return now === name ? [] : [{ from: name, to: now }];
  });
  return changed.length === 1 ? changed[0] : undefined;
}
