// What the canvas draws of a graph, by id: each part is the same object as before while it says the same, so that only what
// changed is drawn again. Knows neither positions nor components.
import type { Arm, OperationType } from '../../../src/graph/model.ts';
import type { Severity } from '../../../src/graph/problem.ts';
import type { CanvasConnection, CanvasGraph, CanvasProblem } from '../../../src/protocol/canvas.ts';
import { idsOf } from './graphIds.ts';

// Types, not interfaces: the flow library asks for what may have any key.

/** Problems of one thing, counted. */
export type ProblemCount = {
  readonly problemCount: number;
  /** The worst of them; undefined with none. */
  readonly worst: Severity | undefined;
};

export type OperationData = ProblemCount & {
  readonly name: string;
  readonly type: OperationType;
  readonly module: string | undefined;
  /** For people who do not see it. */
  readonly label: string;
};

export type ConnectionData = ProblemCount & {
  readonly from: string;
  readonly arm: Arm | undefined;
  readonly to: string;
  readonly schemaName: string | undefined;
  /** Ids of nodes; of ghosts where no operation has the name. */
  readonly source: string;
  readonly target: string;
  readonly label: string;
};

/** A name that connections use and no operation has. */
export type GhostData = { readonly name: string };

export interface FlowContent {
  readonly operations: ReadonlyMap<string, OperationData>;
  readonly connections: ReadonlyMap<string, ConnectionData>;
  readonly ghosts: ReadonlyMap<string, GhostData>;
}

export const emptyContent: FlowContent = { operations: new Map(), connections: new Map(), ghosts: new Map() };

/** `previous` is what was drawn before. */
export function contentOf(graph: CanvasGraph, previous: FlowContent): FlowContent {
  const ids = idsOf(graph);
  const problems = countProblems(graph.problems);
  const ways = waysByName(graph);
  const operations = new Map<string, OperationData>();
  graph.operations.forEach(({ name, type, module }, index) => {
    const id = ids.operations[index] ?? name;
    const count = problems.operations.get(index) ?? noProblems;
    const label = describeOperation({ name, type, module }, ways, count.problemCount);
    const data = { name, type, module, label, ...count };
    operations.set(id, reuse(previous.operations.get(id), data));
  });
  const names = new Set(graph.operations.map(({ name }) => name));
  const ghosts = new Map<string, GhostData>();
  const nodeOf = (name: string): string => {
    if (names.has(name)) return name;
    const id = `${ghostMark}${name}`;
    ghosts.set(id, reuse(previous.ghosts.get(id), { name }));
    return id;
  };
  const connections = new Map<string, ConnectionData>();
  graph.connections.forEach((connection, index) => {
    const id = ids.connections[index] ?? '';
    const data = connectionData(connection, nodeOf, problems.connections.get(index) ?? noProblems);
    connections.set(id, reuse(previous.connections.get(id), data));
  });
  return { operations, connections, ghosts };
}

const ghostMark = '\u0002';

/** Whether `id` is that of a ghost. */
export function isGhost(id: string): boolean {
  return id.startsWith(ghostMark);
}

function connectionData(
  { from, arm, to, schemaName }: CanvasConnection,
  nodeOf: (name: string) => string,
  count: ProblemCount,
): ConnectionData {
  const parts = [
    `connection from ${from} to ${to}`,
    ...(arm ? [`arm ${arm}`] : []),
    ...(schemaName === undefined ? [] : [`schema ${schemaName}`]),
    ...describeProblems(count.problemCount),
  ];
  const [source, target] = [nodeOf(from), nodeOf(to)];
  return { from, arm, to, schemaName, source, target, label: parts.join(', '), ...count };
}

interface Ways {
  readonly into: ReadonlyMap<string, readonly string[]>;
  readonly out: ReadonlyMap<string, readonly string[]>;
}

function waysByName({ connections }: CanvasGraph): Ways {
  const into = new Map<string, string[]>();
  const out = new Map<string, string[]>();
  const add = (map: Map<string, string[]>, key: string, value: string): void => {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  };
  for (const { from, arm, to } of connections) {
    add(into, to, from);
    add(out, from, arm ? `${to} when ${arm}` : to);
  }
  return { into, out };
}

function describeOperation(
  { name, type, module }: { name: string; type: OperationType; module: string | undefined },
  { into, out }: Ways,
  problemCount: number,
): string {
  const [from, to] = [into.get(name), out.get(name)];
  return [
    `${type} ${name}`,
    ...(module === undefined ? [] : [`module ${module}`]),
    ...(from ? [`from ${from.join(' and ')}`] : []),
    ...(to ? [`to ${to.join(' and ')}`] : []),
    ...describeProblems(problemCount),
  ].join(', ');
}

function describeProblems(count: number): string[] {
  if (count === 0) return [];
  return [count === 1 ? '1 problem' : `${String(count)} problems`];
}

const noProblems: ProblemCount = { problemCount: 0, worst: undefined };
const ranks: readonly Severity[] = ['error', 'warning', 'info', 'hint'];

function countProblems(problems: readonly CanvasProblem[]): {
  operations: Map<number, ProblemCount>;
  connections: Map<number, ProblemCount>;
} {
  const operations = new Map<number, ProblemCount>();
  const connections = new Map<number, ProblemCount>();
  const add = (map: Map<number, ProblemCount>, key: number, severity: Severity): void => {
    const { problemCount, worst } = map.get(key) ?? noProblems;
    const isWorse = worst === undefined || ranks.indexOf(severity) < ranks.indexOf(worst);
    map.set(key, { problemCount: problemCount + 1, worst: isWorse ? severity : worst });
  };
  for (const { operation, connection, severity } of problems) {
    if (operation !== undefined) add(operations, operation, severity);
    if (connection !== undefined) add(connections, connection, severity);
  }
  return { operations, connections };
}

/** `previous` when it says the same. */
function reuse<T extends object>(previous: T | undefined, next: T): T {
  if (!previous) return next;
  const isSame = (Object.keys(next) as (keyof T)[]).every((key) => previous[key] === next[key]);
  return isSame ? previous : next;
}
