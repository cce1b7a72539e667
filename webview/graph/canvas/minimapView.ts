// How the overview maps the canvas: all nodes, and what is in sight. Pure.
import type { CanvasPoint, CanvasPositions } from '../../../src/protocol/canvas.ts';
import { nodeHeight, nodeWidth } from '../state/nodeSizes.ts';
import type { Camera } from '../state/keptCanvas.ts';
import type { Size } from './panToShow.ts';

export type Box = CanvasPoint & Size;

export interface MinimapView {
  /** What of the canvas is in sight, in its pixels. */
  readonly sight: Box;
  /** Pixels of the overview per pixel of the canvas. */
  readonly scale: number;
  /** Where the origin of the canvas is in the overview. */
  readonly origin: CanvasPoint;
}

/** Free pixels of the overview around. */
const MARGIN = 5;

/** All nodes; undefined without any. */
export function boundsOf(positions: CanvasPositions): Box | undefined {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of Object.values(positions)) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + nodeWidth);
    bottom = Math.max(bottom, y + nodeHeight);
  }
  return left > right ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}

/** What of the canvas a picture of `size` shows. */
export function sightOf({ x, y, zoom }: Camera, { width, height }: Size): Box {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

/** Shows all nodes and what is in sight in an overview of `size`. */
export function minimapView(bounds: Box | undefined, sight: Box, size: Size): MinimapView {
  const whole = bounds ? join(bounds, sight) : sight;
  const scale = Math.min(
    (size.width - 2 * MARGIN) / Math.max(whole.width, 1),
    (size.height - 2 * MARGIN) / Math.max(whole.height, 1),
  );
  const origin = {
    x: size.width / 2 - (whole.x + whole.width / 2) * scale,
    y: size.height / 2 - (whole.y + whole.height / 2) * scale,
  };
  return { sight, scale, origin };
}

function join(a: Box, b: Box): Box {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  return { x, y, width: right - x, height: bottom - y };
}

/** A point of the overview on the canvas. */
export function toCanvas({ origin, scale }: MinimapView, { x, y }: CanvasPoint): CanvasPoint {
  return { x: (x - origin.x) / scale, y: (y - origin.y) / scale };
}
