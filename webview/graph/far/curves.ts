// The way of a connection between two nodes, as the flow library draws it. In pixels of the canvas. Pure.
import type { CanvasPoint, CanvasPositions } from '../../../src/protocol/canvas.ts';
import type { ConnectionData, FlowContent } from '../state/flowContent.ts';
import { nodeHeight, nodeWidth, outputsOf, portSize } from '../state/nodeSizes.ts';

/** A cubic Bézier curve: both ends, and what bends it. */
export interface Curve {
  readonly start: CanvasPoint;
  readonly startBend: CanvasPoint;
  readonly endBend: CanvasPoint;
  readonly end: CanvasPoint;
}

/** Undefined while one of its nodes has no place. */
export function curveOf(
  { source, target, arm }: ConnectionData,
  positions: CanvasPositions,
  { operations }: FlowContent,
): Curve | undefined {
  const [from, to] = [positions[source], positions[target]];
  if (!from || !to) return undefined;
  const ports = outputsOf(operations.get(source)?.type ?? 'map');
  const port = ports.find(({ id }) => id === arm) ?? ports[0];
  // A sink has no way out; what leads out of one all the same is not drawn.
  if (!port) return undefined;
  const start = { x: from.x + nodeWidth + portSize / 2, y: from.y + port.y };
  const end = { x: to.x - portSize / 2, y: to.y + nodeHeight / 2 };
  const bend = bendOf(end.x - start.x);
  const startBend = { x: start.x + bend, y: start.y };
  return { start, startBend, endBend: { x: end.x - bend, y: end.y }, end };
}

/** As getBezierPath of @xyflow/system has it, with its usual curvature of 0.25. */
function bendOf(distance: number): number {
  return distance >= 0 ? distance / 2 : 0.25 * 25 * Math.sqrt(-distance);
}

/** Pieces that a curve is taken for when it is measured. */
const PIECES = 24;

/** How far a point is from a curve; infinite when it is farther than `most` for certain. */
export function distanceTo(curve: Curve, point: CanvasPoint, most: number): number {
  const { start, startBend, endBend, end } = curve;
  const xs = [start.x, startBend.x, endBend.x, end.x];
  const isBeside =
    point.x < Math.min(...xs) - most ||
    point.x > Math.max(...xs) + most ||
    point.y < Math.min(start.y, end.y) - most ||
    point.y > Math.max(start.y, end.y) + most;
  if (isBeside) return Number.POSITIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  let before = start;
  for (let piece = 1; piece <= PIECES; piece += 1) {
    const next = pointAt(curve, piece / PIECES);
    least = Math.min(least, distanceToLine(point, before, next));
    before = next;
  }
  return least;
}

/** `part` of the way along, not of its length. */
export function pointAt({ start, startBend, endBend, end }: Curve, part: number): CanvasPoint {
  const rest = 1 - part;
  const weights = [rest ** 3, 3 * rest * rest * part, 3 * rest * part * part, part ** 3] as const;
  const along = (axis: 'x' | 'y'): number =>
    weights[0] * start[axis] +
    weights[1] * startBend[axis] +
    weights[2] * endBend[axis] +
    weights[3] * end[axis];
  return { x: along('x'), y: along('y') };
}

function distanceToLine(point: CanvasPoint, from: CanvasPoint, to: CanvasPoint): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const part = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const near = Math.min(Math.max(part, 0), 1);
  return Math.hypot(point.x - from.x - near * dx, point.y - from.y - near * dy);
}
