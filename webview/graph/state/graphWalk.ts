// Ways through a graph, as keys and commands take them: what follows, what comes before, everything up and down the stream.
// Knows neither text nor screen.
import type { CanvasPositions } from '../../../src/protocol/canvas.ts';
import type { FlowContent } from './flowContent.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** Ids of the nodes that `id` leads to (`out`) or is led to from (`in`), each once, in the order of the text. */
export function neighbours({ connections }: FlowContent, id: string, way: 'in' | 'out'): string[] {
  const found = new Set<string>();
  for (const { source, target } of connections.values())
    if ((way === 'out' ? source : target) === id) found.add(way === 'out' ? target : source);
  return [...found];
}

/** Everything that leads to `starts` or that they lead to, with `starts`. */
export function reach(content: FlowContent, starts: readonly string[], way: 'in' | 'out'): string[] {
  const found = new Set(starts);
  for (const id of found) for (const next of neighbours(content, id, way)) found.add(next);
  return [...found];
}

/** Where an arrow key leads from `id`: along a connection, or to the nearest node up or down. */
export function step(
  content: FlowContent,
  positions: CanvasPositions,
  id: string,
  direction: Direction,
): string | undefined {
  if (direction === 'left' || direction === 'right') {
    const along = neighbours(content, id, direction === 'right' ? 'out' : 'in');
    return nearest(positions, id, along) ?? nearest(positions, id, beside(content, positions, id, direction));
  }
  return nearest(positions, id, beside(content, positions, id, direction));
}

/** Ids in the half of the plane that lies in `direction`, at most as steep as wide. */
function beside(
  { operations, ghosts }: FlowContent,
  positions: CanvasPositions,
  id: string,
  direction: Direction,
): string[] {
  const here = positions[id];
  if (!here) return [];
  return [...operations.keys(), ...ghosts.keys()].filter((other) => {
    const there = positions[other];
    if (!there || other === id) return false;
    const dx = there.x - here.x;
    const dy = there.y - here.y;
    switch (direction) {
      case 'left':
        return dx < 0 && Math.abs(dy) <= Math.abs(dx);
      case 'right':
        return dx > 0 && Math.abs(dy) <= Math.abs(dx);
      case 'up':
        return dy < 0;
      case 'down':
        return dy > 0;
    }
  });
}

/** A step sideways counts twice, so that keys stay in their column. */
function nearest(positions: CanvasPositions, id: string, candidates: readonly string[]): string | undefined {
  const here = positions[id];
  if (!here) return candidates[0];
  const far = (other: string): number => {
    const there = positions[other];
    return there ? Math.hypot(2 * (there.x - here.x), there.y - here.y) : Number.POSITIVE_INFINITY;
  };
  return [...candidates].sort((a, b) => far(a) - far(b))[0];
}

/** Ids from the left upper corner on: column by column. */
export function readingOrder(positions: CanvasPositions, ids: readonly string[]): string[] {
  const at = (id: string): { x: number; y: number } => positions[id] ?? { x: 0, y: 0 };
  return [...ids].sort((a, b) => at(a).x - at(b).x || at(a).y - at(b).y);
}
