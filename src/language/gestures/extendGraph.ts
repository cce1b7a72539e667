// Puts an operation with its parameters into the text of a graph, as the gestures of the canvas do. Knows no files.
import { applyEdits } from '../../graph/edits.ts';
import type { GraphGesture, NewOperationPlace } from '../../graph/gesture.ts';
import type { GraphDefinition, ModuleOperationType } from '../../graph/model.ts';
import { parseGraphFile, type GraphFile } from '../../graph/parseGraph.ts';
import { editByGesture } from './editByGesture.ts';

/** An operation to add. */
export interface NewOperation {
  readonly type: ModuleOperationType;
  readonly module: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly description: string;
    readonly default: string;
  }[];
  /** Name of the operation behind which it comes; without it, it comes before the first sink. */
  readonly after?: string;
}

/** The graph's new text and the name of the operation there, or why it cannot be extended, as a sentence. */
export type ExtendedGraph =
  { readonly text: string; readonly operation: string } | { readonly refusal: string };

/**
 * `text` with the operation: in the connection that leads into the first sink, or out of `after`, unless there is none. All
 * else in the text stays as it is.
 */
export function extendGraph(text: string, { after, module, parameters, type }: NewOperation): ExtendedGraph {
  const file = parseGraphFile(text);
  const graph = graphOf(file);
  const place = graph ? findPlace(graph, after) : ({ kind: 'free' } as const);
  if (typeof place === 'string') return { refusal: place };
  const added = doGesture(file, { kind: 'add-operation', type, module, place });
  if ('refusal' in added) return added;
  const [operation = ''] = added.created;
  let extended = added.text;
  for (const { name, description, default: value } of parameters) {
    const next = parseGraphFile(extended);
    const index = graphOf(next)?.operations.findIndex((other) => other.name === operation) ?? -1;
    const changes = { name, description, default: value, isRequired: false };
    const result = doGesture(next, { kind: 'set-parameter', operation: index, key: name, changes });
    if ('refusal' in result) return result;
    extended = result.text;
  }
  return { text: extended, operation };
}

function graphOf(file: GraphFile): GraphDefinition | undefined {
  return file.documents.find(({ graph }) => graph !== undefined)?.graph;
}

/** Where the operation comes, or why it cannot. */
function findPlace(
  { connections, operations }: GraphDefinition,
  after: string | undefined,
): NewOperationPlace | string {
  if (after === undefined) {
    const sinks = new Set(operations.flatMap(({ name, type }) => (type === 'sink' ? [name] : [])));
    const connection = connections.findIndex(({ to }) => sinks.has(to));
    return connection === -1 ? { kind: 'free' } : { kind: 'between', connection };
  }
  const from = operations.findIndex(({ name }) => name === after);
  if (from === -1)
    return `The graph has no operation "${after}". It has ${operations.map(({ name }) => `"${name}"`).join(', ') || 'none'}.`;
  const ways = connections.flatMap((connection, index) => (connection.from === after ? [index] : []));
  const [connection] = ways;
  if (ways.length > 1)
    return `"${after}" leads to several operations, so it is not clear where the new one goes. Name another operation, or connect it on the canvas.`;
  return connection === undefined
    ? { kind: 'behind', from: { operation: from } }
    : { kind: 'between', connection };
}

function doGesture(
  file: GraphFile,
  gesture: GraphGesture,
): { readonly text: string; readonly created: readonly string[] } | { readonly refusal: string } {
  const result = editByGesture(file, gesture, { modules: [], fileName: 'graph' });
  if (result.kind === 'refused') return { refusal: result.message };
  return { text: applyEdits(file, result.edits), created: result.created };
}
