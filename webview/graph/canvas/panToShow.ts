// How far a picture has to move to show something. Knows no picture.
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Free pixels between what is shown and the edge of the picture. */
const MARGIN = 16;

/**
 * By how many pixels a picture of `size` moves so that all of `box`, in its pixels, is in sight: not at all when it is, the
 * least way when a part of it is, and to the middle when nothing of it is.
 */
export function panToShow(box: CanvasPoint & Size, size: Size): CanvasPoint {
  const isInside =
    box.x >= 0 && box.y >= 0 && box.x + box.width <= size.width && box.y + box.height <= size.height;
  if (isInside) return { x: 0, y: 0 };
  const isOutside =
    box.x + box.width <= 0 || box.y + box.height <= 0 || box.x >= size.width || box.y >= size.height;
  if (isOutside)
    return { x: (size.width - box.width) / 2 - box.x, y: (size.height - box.height) / 2 - box.y };
  return { x: leastPan(box.x, box.width, size.width), y: leastPan(box.y, box.height, size.height) };
}

/** Along one axis; what is larger than the picture shows its beginning. */
function leastPan(start: number, length: number, room: number): number {
  const margin = Math.max(0, Math.min(MARGIN, (room - length) / 2));
  if (start + length > room - margin && start > margin)
    return Math.max(room - margin - length, margin) - start;
  return start < margin ? margin - start : 0;
}
