// What every rule on a graph definition gets and gives. Knows no rule.
import type { Range } from '../../base/position.ts';
import { makeGuesser } from '../didYouMean.ts';
import type { EditedText } from '../edits.ts';
import type { Connection, Operation } from '../model.ts';
import type { Problem } from '../problem.ts';
import type { ReadGraph } from '../readGraph.ts';

/** A graph with what rules often ask about it. */
export interface RuleContext extends ReadGraph, EditedText {
  /** The first operation of each name. */
  readonly byName: ReadonlyMap<string, Operation>;
  /** The operation whose name is nearest to a word. */
  readonly guessName: (word: string) => string | undefined;
  /** Connections by the name they come from. */
  readonly outgoing: ReadonlyMap<string, readonly Connection[]>;
  /** Connections by the name they go to. */
  readonly incoming: ReadonlyMap<string, readonly Connection[]>;
}

/** Examines one aspect of a graph; must not report what may only follow from a gap. */
export type GraphRule = (context: RuleContext) => Problem[];

/** Prepares `read` for rules. */
export function makeContext(read: ReadGraph, document: EditedText): RuleContext {
  const byName = new Map<string, Operation>();
  for (const operation of read.graph.operations) {
    if (!byName.has(operation.name)) byName.set(operation.name, operation);
  }
  const { connections } = read.graph;
  return {
    ...read,
    text: document.text,
    lines: document.lines,
    byName,
    guessName: makeGuesser(byName.keys()),
    outgoing: groupBy(connections, (connection) => connection.from),
    incoming: groupBy(connections, (connection) => connection.to),
  };
}

/** `items` by key, each group in the order of `items`. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Every item whose key an earlier one has too, with the first one of that key. */
export function findRepeats<T>(items: readonly T[], keyOf: (item: T) => string): { first: T; item: T }[] {
  const firsts = new Map<string, T>();
  const repeats: { first: T; item: T }[] = [];
  for (const item of items) {
    const key = keyOf(item);
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, item);
    else repeats.push({ first, item });
  }
  return repeats;
}

/** The place of an operation's name. */
export function nameRange(operation: Operation): Range {
  return operation.ranges.name ?? operation.ranges.item;
}
