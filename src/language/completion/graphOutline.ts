// The names of a graph definition as its tree has them, also those of entries that are only half written. Knows nothing
// about cursors.
import { operationTypes, type OperationType } from '../../graph/model.ts';
import { getItems, getText, getValue, type YamlNode } from '../../graph/yamlTree.ts';

/** An operation that has a name. */
export interface OutlineOperation {
  readonly name: string;
  /** Absent while it is none of the known ones. */
  readonly type?: OperationType;
  readonly module?: string;
}

/** One entry of `connections`; its place in the list counts from 0. */
export interface OutlineConnection {
  readonly from?: string;
  readonly arm?: string;
  readonly to?: string;
}

/** What a graph definition names. */
export interface GraphOutline {
  readonly operations: readonly OutlineOperation[];
  readonly byName: ReadonlyMap<string, OutlineOperation>;
  readonly connections: readonly OutlineConnection[];
  /** Operation names of `moduleConfigurations`, by place in the list; empty where there is none. */
  readonly configured: readonly string[];
  readonly schemas: readonly string[];
}

const outlines = new WeakMap<YamlNode, GraphOutline>();
const nothing: GraphOutline = {
  operations: [],
  byName: new Map(),
  connections: [],
  configured: [],
  schemas: [],
};

/** The outline of the graph definition with `root`. */
export function outlineOf(root: YamlNode | undefined): GraphOutline {
  if (!root) return nothing;
  const known = outlines.get(root) ?? readOutline(root);
  outlines.set(root, known);
  return known;
}

function readOutline(root: YamlNode): GraphOutline {
  const operations = getItems(root, 'operations').flatMap((item) => {
    const name = getText(item, 'name');
    const typeText = getText(item, 'operationType');
    const type = operationTypes.find((known) => known === typeText);
    const module = getText(item, 'module');
    return name === undefined ? [] : { name, ...(type ? { type } : {}), ...(module ? { module } : {}) };
  });
  return {
    operations,
    byName: new Map(operations.map((operation) => [operation.name, operation])),
    connections: getItems(root, 'connections').map(readConnection),
    configured: getItems(root, 'moduleConfigurations').map((item) => getText(item, 'name') ?? ''),
    schemas: getItems(root, 'schemas').flatMap((item) => getText(item, 'name') ?? []),
  };
}

function readConnection(item: YamlNode): OutlineConnection {
  const start = getValue(item, 'from');
  const [from, to] = [getText(start, 'name'), getText(getValue(item, 'to'), 'name')];
  const armNode = getValue(start, 'arm');
  // Without quotes an arm is a boolean: reported, and clear all the same.
  const arm =
    armNode?.kind === 'scalar' && armNode.value !== null ? armNode.text.replace(/["']/g, '') : undefined;
  return { ...(from ? { from } : {}), ...(to ? { to } : {}), ...(arm ? { arm } : {}) };
}

/** All operations that `name` leads to over connections other than `except`, without itself unless there is a cycle. */
export function reachableFrom(
  { connections }: GraphOutline,
  name: string,
  direction: 'forward' | 'back',
  except: number,
): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const [index, { from, to }] of connections.entries()) {
    if (from === undefined || to === undefined || index === except) continue;
    const [start, end] = direction === 'forward' ? [from, to] : [to, from];
    const ends = next.get(start);
    if (ends) ends.push(end);
    else next.set(start, [end]);
  }
  const reached = new Set<string>();
  const open = [name];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const end of next.get(one) ?? []) {
      if (reached.has(end)) continue;
      reached.add(end);
      open.push(end);
    }
  }
  return reached;
}
