// Operations as YAML for the clipboard, with what connects and configures them, written as in their file. The text may be
// pasted on a canvas or into a graph file.
import type { GraphFile } from '../../graph/parseGraph.ts';
import { findUnreadable } from '../../graph/readability.ts';
import { getItems } from '../../graph/yamlTree.ts';
import { copyEntry, writeFragment, type Fragment } from './graphFragment.ts';

/** The operations at `operations`, places in the graph's list; `count` of them are there. The text is empty with none. */
export function copyOperations(
  file: GraphFile,
  operations: readonly number[],
): { text: string; count: number } {
  const document = file.documents.find(({ graph }) => graph !== undefined);
  const { graph, root } = document ?? {};
  if (!graph || !root || findUnreadable(file.problems)) return { text: '', count: 0 };
  const wanted = new Set(operations);
  const chosen = graph.operations.filter((_operation, index) => wanted.has(index));
  const names = new Set(chosen.map(({ name }) => name));
  const connections = graph.connections.filter(({ from, to }) => names.has(from) && names.has(to));
  const used = new Set(connections.flatMap(({ schemaName }) => schemaName ?? []));
  const pick = (key: keyof Fragment, entries: readonly { readonly ranges: { readonly item: unknown } }[]) => {
    const places = new Set(entries.map(({ ranges }) => ranges.item));
    return getItems(root, key)
      .filter(({ range }) => places.has(range))
      .map((node) => copyEntry(file, node));
  };
  const fragment: Fragment = {
    moduleConfigurations: pick(
      'moduleConfigurations',
      graph.moduleConfigurations.filter(({ operation }) => names.has(operation)),
    ),
    operations: pick('operations', chosen),
    connections: pick('connections', connections),
    schemas: pick(
      'schemas',
      graph.schemas.filter(({ name }) => used.has(name)),
    ),
  };
  return { text: chosen.length === 0 ? '' : writeFragment(fragment), count: chosen.length };
}
