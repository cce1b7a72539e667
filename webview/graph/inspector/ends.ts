// Which operations a connection may lead to or come from. Knows no component.
import { whyNotConnect } from '../../../src/graph/connectable.ts';
import type { Arm } from '../../../src/graph/model.ts';
import type { CanvasGraph } from '../../../src/protocol/canvas.ts';

/** What is there already and is moved, if anything. */
interface Replacing {
  readonly arm?: Arm | undefined;
  readonly replaced?: number | undefined;
}

/** Names of operations that `from` may be connected to, in the order of the text. */
export function possibleTargets(graph: CanvasGraph, from: number, replacing: Replacing = {}): string[] {
  return namesWhere(graph, (to) => whyNotConnect(graph, { from, to, ...replacing }) === undefined);
}

/** Names of operations from which a connection may lead to `to`, in the order of the text. */
export function possibleSources(graph: CanvasGraph, to: number, replacing: Replacing = {}): string[] {
  return namesWhere(graph, (from) => whyNotConnect(graph, { from, to, ...replacing }) === undefined);
}

function namesWhere({ operations }: CanvasGraph, isPossible: (index: number) => boolean): string[] {
  const names = operations.flatMap(({ name }, index) => (isPossible(index) ? [name] : []));
  return [...new Set(names)];
}

/** The place of the first operation of this name; -1 when there is none. */
export function indexOfOperation({ operations }: CanvasGraph, name: string): number {
  return operations.findIndex((operation) => operation.name === name);
}
