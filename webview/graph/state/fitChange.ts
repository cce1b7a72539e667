// Where nodes are after a change of the graph: what was there stays, and what came into the midst of others gets room there.
// Knows no component.
import type { CanvasPoint, CanvasPositions } from '../../../src/protocol/canvas.ts';
import type { GraphLayout, LayoutRequest } from '../layout/layout.ts';
import { lookUp } from '../layout/placeNodes.ts';
import type { Moves } from './insertions.ts';

export interface FittedChange {
  readonly positions: CanvasPositions;
  /** What moved for each of `fresh`, by its id; nothing for those that needed no room. */
  readonly moves: ReadonlyMap<string, Moves>;
}

/** `fresh` are ids of nodes without a place in `request.previous`; nothing is pinned in it. */
export function fitChange(
  layout: Pick<GraphLayout, 'makeRoom' | 'place'>,
  request: LayoutRequest,
  fresh: readonly string[],
): FittedChange {
  const moves = new Map<string, Moves>();
  let previous = request.previous;
  for (const id of fresh) {
    const room = layout.makeRoom({ ...request, previous }, id);
    const before = previous;
    moves.set(id, movesOf(before, room));
    previous = { ...previous, ...room };
  }
  return { positions: layout.place({ ...request, previous }), moves };
}

function movesOf(before: CanvasPositions, after: CanvasPositions): Moves {
  return new Map(
    Object.entries(after).flatMap(([id, to]): [string, { from: CanvasPoint; to: CanvasPoint }][] => {
      const from = lookUp(before, id);
      return from ? [[id, { from, to }]] : [];
    }),
  );
}
