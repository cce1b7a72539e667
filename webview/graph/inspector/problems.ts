// The problems of a graph, put to what they are about. Knows no component.
import type { CanvasGraph, CanvasProblem } from '../../../src/protocol/canvas.ts';

/** A problem with its place in `CanvasGraph.problems`, by which its fixes are asked for. */
export interface PlacedProblem {
  readonly problem: CanvasProblem;
  readonly index: number;
}

export interface ProblemGroup {
  readonly title: string;
  readonly operation?: number;
  readonly connection?: number;
  readonly problems: readonly PlacedProblem[];
}

const severities = ['error', 'warning', 'info', 'hint'] as const;

/** Those that `isWanted`; the worst first, and in the order of the text. */
export function pickProblems(
  { problems }: CanvasGraph,
  isWanted: (problem: CanvasProblem) => boolean,
): PlacedProblem[] {
  return problems
    .map((problem, index) => ({ problem, index }))
    .filter(({ problem }) => isWanted(problem))
    .sort((a, b) => severities.indexOf(a.problem.severity) - severities.indexOf(b.problem.severity));
}

/** All problems: those of the graph itself, then of each operation and each connection in the order of the text. */
export function groupProblems(graph: CanvasGraph): ProblemGroup[] {
  const groups = new Map<string, ProblemGroup & { problems: PlacedProblem[] }>();
  for (const placed of pickProblems(graph, () => true)) {
    const { operation, connection } = placed.problem;
    const key = `${String(operation)} ${String(connection)}`;
    const group = groups.get(key) ?? { ...groupOf(graph, placed.problem), problems: [] };
    group.problems.push(placed);
    groups.set(key, group);
  }
  return [...groups.values()].sort((a, b) => rank(a) - rank(b));
}

function groupOf(
  { operations, connections }: CanvasGraph,
  { operation, connection }: CanvasProblem,
): Omit<ProblemGroup, 'problems'> {
  const found = operation === undefined ? undefined : operations[operation];
  if (operation !== undefined && found) return { title: found.name, operation };
  const way = connection === undefined ? undefined : connections[connection];
  if (connection !== undefined && way) return { title: `${way.from} → ${way.to}`, connection };
  return { title: 'The graph' };
}

function rank({ operation, connection }: ProblemGroup): number {
  if (operation !== undefined) return 1 + operation;
  return connection === undefined ? 0 : 1_000_000 + connection;
}

/** `2 errors, 1 warning`; empty when there are none. */
export function countProblems(problems: readonly PlacedProblem[]): string {
  const words = { error: 'error', warning: 'warning', info: 'note', hint: 'hint' };
  return severities
    .map((severity) => {
      const count = problems.filter(({ problem }) => problem.severity === severity).length;
      return count === 0 ? '' : `${String(count)} ${words[severity]}${count === 1 ? '' : 's'}`;
    })
    .filter((part) => part !== '')
    .join(', ');
}
