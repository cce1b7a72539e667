// The selection from one version of a graph to the next: by name, not by place. Knows no component.
import type { CanvasGraph } from '../../../src/protocol/canvas.ts';
import { findRename, idsOf } from './graphIds.ts';

/** What is selected: places in the lists of the graph in sight, ascending. */
export interface Selection {
  readonly operations: readonly number[];
  readonly connections: readonly number[];
}

export const noSelection: Selection = { operations: [], connections: [] };

/** The same things in `after`, as far as they are still there; the same object when nothing is another. */
export function carrySelection(selection: Selection, before: CanvasGraph, after: CanvasGraph): Selection {
  const [old, now] = [idsOf(before), idsOf(after)];
  const rename = findRename(before, after);
  const operations = selection.operations.flatMap((index) => {
    const id = old.operations[index];
    return placeIn(now.operationAt, rename && id === rename.from ? rename.to : id);
  });
  const connections = rename
    ? selection.connections
    : selection.connections.flatMap((index) => placeIn(now.connectionAt, old.connections[index]));
  const next = { operations: ascending(operations), connections: ascending(connections) };
  return sameSelection(selection, next) ? selection : next;
}

export function sameSelection(a: Selection, b: Selection): boolean {
  return sameList(a.operations, b.operations) && sameList(a.connections, b.connections);
}

function placeIn(places: ReadonlyMap<string, number>, id: string | undefined): number[] {
  const place = id === undefined ? undefined : places.get(id);
  return place === undefined ? [] : [place];
}

function sameList(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, index) => value === b[index]);
}

function ascending(list: readonly number[]): number[] {
  return [...list].sort((a, b) => a - b);
}
