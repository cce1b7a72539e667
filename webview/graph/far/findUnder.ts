// What lies at a point or in a box of the canvas, when it is drawn as a picture and has no elements to ask. Pure.
import type { CanvasPoint, CanvasPositions } from '../../../src/protocol/canvas.ts';
import type { Box } from '../canvas/minimapView.ts';
import type { FlowContent } from '../state/flowContent.ts';
import { nodeHeight, nodeWidth } from '../state/nodeSizes.ts';
import { curveOf, distanceTo } from './curves.ts';

/** What is drawn where. */
export interface Scene {
  readonly content: FlowContent;
  readonly positions: CanvasPositions;
}

/** Id of the uppermost node at a point, or within `reach` pixels of the canvas from it. */
export function nodeAt(
  { positions, content }: Scene,
  point: CanvasPoint,
  { reach = 0, except }: { readonly reach?: number; readonly except?: string | undefined } = {},
): string | undefined {
  const ids = [...content.operations.keys(), ...content.ghosts.keys()];
  return ids.findLast((id) => {
    const at = id === except ? undefined : positions[id];
    return (
      at &&
      point.x >= at.x - reach &&
      point.y >= at.y - reach &&
      point.x <= at.x + nodeWidth + reach &&
      point.y <= at.y + nodeHeight + reach
    );
  });
}

/** Id of the connection nearest to a point, at most `reach` pixels of the canvas away. */
export function connectionAt(
  { content, positions }: Scene,
  point: CanvasPoint,
  reach: number,
): string | undefined {
  let nearest: { readonly id: string; readonly distance: number } | undefined;
  for (const [id, data] of content.connections) {
    const curve = curveOf(data, positions, content);
    const distance = curve ? distanceTo(curve, point, reach) : Number.POSITIVE_INFINITY;
    if (distance <= (nearest?.distance ?? reach)) nearest = { id, distance };
  }
  return nearest?.id;
}

/** Ids of operations that a box touches. */
export function operationsIn({ content, positions }: Scene, { x, y, width, height }: Box): string[] {
  return [...content.operations.keys()].filter((id) => {
    const at = positions[id];
    return at && at.x < x + width && at.x + nodeWidth > x && at.y < y + height && at.y + nodeHeight > y;
  });
}

/** Ids of connections that lead to or from one of these nodes. */
export function connectionsOf({ content }: Scene, nodes: readonly string[]): string[] {
  const ends = new Set(nodes);
  return [...content.connections].flatMap(([id, { source, target }]) =>
    ends.has(source) || ends.has(target) ? [id] : [],
  );
}
