// Puts copied operations into a graph, with what connects and configures them, under names that are free. Knows no clipboard.
import { applyEdits } from '../../graph/edits.ts';
import type { TextEdit } from '../../base/position.ts';
import type { GraphGesture } from '../../graph/gesture.ts';
import { parseGraphFile, type GraphDocument, type GraphFile } from '../../graph/parseGraph.ts';
import type { GraphDefinition } from '../../graph/model.ts';
import { findUnreadable } from '../../graph/readability.ts';
import { getItems, getValue, type YamlNode } from '../../graph/yamlTree.ts';
import { spellText } from '../navigation/spellText.ts';
import { uniqueName } from './chooseNames.ts';
import { copyOperations } from './copyOperations.ts';
import type { GraphDraft } from './graphDraft.ts';
import { copyEntry } from './graphFragment.ts';

const nothingMessage =
  'The clipboard holds no operations. Copy operations of a graph, or entries of "operations", first.';

/** Adds the operations of the text at the end of each list; refuses a text without any. */
export function paste(draft: GraphDraft, { text }: Extract<GraphGesture, { kind: 'paste' }>): void {
  const pasted = readPasted(text);
  if (!pasted) {
    draft.refuse(nothingMessage);
    return;
  }
  const names = chooseNames(draft, pasted.graph);
  // Renamed first, so that entries can be taken over line by line.
  const renamed = readPasted(renameAll(pasted, names));
  if (renamed?.graph.operations.length !== names.length) {
    draft.refuse('The copied operations cannot be given names that are free here. Rename them first.');
    return;
  }
  addAll(draft, renamed, names);
}

/** Adds copies of operations of the graph at the end of each list, as they are written, with their comments. */
export function duplicate(
  draft: GraphDraft,
  { operations }: Extract<GraphGesture, { kind: 'duplicate' }>,
): void {
  const { text } = copyOperations(draft.file, operations);
  if (text === '') draft.refuse('These operations are no longer there.');
  else paste(draft, { kind: 'paste', text });
}

interface Pasted {
  readonly file: GraphFile;
  readonly graph: GraphDefinition;
  readonly root: YamlNode;
}

/** Reads a graph, lists of a graph, a list of operations, or one operation. */
function readPasted(text: string): Pasted | undefined {
  if (/\r(?!\n)/.test(text)) return undefined;
  const found = asGraph(parseGraphFile(text));
  if (found) return found;
  const body = text.replace(/^\uFEFF?(?:[ \t]*\r?\n)*/, '');
  if (/^ *-\s/.test(body)) return asGraph(parseGraphFile(`operations:\n${body}`));
  if (!/^ *(?:operationType|name) *:/.test(body)) return undefined;
  return asGraph(parseGraphFile(`operations:\n- ${body.replace(/\n/g, '\n  ')}`));
}

function asGraph(file: GraphFile): Pasted | undefined {
  if (findUnreadable(file.problems)) return undefined;
  const isGraph = ({ graph }: GraphDocument): boolean => (graph?.operations.length ?? 0) > 0;
  const { graph, root } = file.documents.find(isGraph) ?? {};
  return graph && root ? { file, graph, root } : undefined;
}

/** The new names, by the place of the operation. */
function chooseNames({ graph }: GraphDraft, pasted: GraphDefinition): string[] {
  const taken = new Set(graph.operations.map(({ name }) => name));
  return pasted.operations.map((operation) => {
    const name = uniqueName(taken, operation.name);
    taken.add(name);
    return name;
  });
}

/** The pasted text with the new names; of operations of one name the first is meant by others. */
function renameAll({ file, graph, root }: Pasted, names: readonly string[]): string {
  const byName = new Map<string, string>();
  graph.operations.forEach(({ name }, index) => {
    if (!byName.has(name)) byName.set(name, names[index] ?? name);
  });
  const edits = new Map<number, TextEdit>();
  const set = (node: YamlNode | undefined, name: string | undefined): void => {
    if (node?.kind !== 'scalar' || name === undefined || node.value === name) return;
    const { range } = node;
    const written = node.isAliased ? JSON.stringify(name) : spellText(node, name);
    edits.set(file.lines.offsetAt(range.start), { range, newText: written });
  };
  const renameAt = (node: YamlNode | undefined): void => {
    const name = getValue(node, 'name');
    if (name?.kind === 'scalar' && typeof name.value === 'string') set(name, byName.get(name.value));
  };
  nodesOf(root, 'operations', graph.operations).forEach((node, index) => {
    set(getValue(node, 'name'), names[index]);
  });
  for (const node of getItems(root, 'connections')) {
    renameAt(getValue(node, 'from'));
    renameAt(getValue(node, 'to'));
  }
  for (const node of getItems(root, 'moduleConfigurations')) renameAt(node);
  return applyEdits(file, [...edits.values()]);
}

function nodesOf(
  root: YamlNode,
  key: string,
  entries: readonly { readonly ranges: { readonly item: unknown } }[],
): YamlNode[] {
  const places = new Set(entries.map(({ ranges }) => ranges.item));
  return getItems(root, key).filter(({ range }) => places.has(range));
}

function addAll(draft: GraphDraft, { file, graph, root }: Pasted, names: readonly string[]): void {
  const own = new Set(names);
  const connections = graph.connections.filter(({ from, to }) => own.has(from) && own.has(to));
  const configurations = graph.moduleConfigurations.filter(({ operation }) => own.has(operation));
  const known = new Set(draft.graph.schemas.map(({ name }) => name));
  const used = new Set(connections.flatMap(({ schemaName }) => schemaName ?? []));
  const schemas = graph.schemas.filter(({ name }) => used.has(name) && !known.has(name));
  const parts = { moduleConfigurations: configurations, operations: graph.operations, connections, schemas };
  for (const key of ['moduleConfigurations', 'operations', 'connections', 'schemas'] as const)
    for (const node of nodesOf(root, key, parts[key])) draft.add(key, copyEntry(file, node));
  draft.created.push(...names);
}
