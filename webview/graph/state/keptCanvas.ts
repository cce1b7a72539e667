// How a canvas looked when it was hidden, so that it looks the same when it is shown again: VS Code ends its page meanwhile and
// keeps this. Knows no component.
import type { CanvasPoint, CanvasPositions } from '../../../src/protocol/canvas.ts';

/** Which part of the canvas is in sight: its origin in pixels of the picture, and how large it is drawn. */
export interface Camera extends CanvasPoint {
  readonly zoom: number;
}

export interface KeptCanvas {
  /** Where all nodes were, by id, not only those put by hand. */
  readonly positions: CanvasPositions;
  readonly camera: Camera | undefined;
  /** Ids of selected operations, and the one that the Tab key comes to. */
  readonly selected: readonly string[];
  readonly focusedId: string | undefined;
}

/** `kept` comes from an earlier time of this editor, or is nothing of the kind. */
export function restoreCanvas(kept: unknown): KeptCanvas {
  const { positions, camera, selected, focusedId } = recordOf(kept);
  const points = Object.entries(recordOf(positions)).flatMap(([id, value]): [string, CanvasPoint][] => {
    const { x, y } = recordOf(value);
    return isNumber(x) && isNumber(y) ? [[id, { x, y }]] : [];
  });
  const { x, y, zoom } = recordOf(camera);
  return {
    positions: Object.fromEntries(points),
    camera: isNumber(x) && isNumber(y) && isNumber(zoom) && zoom > 0 ? { x, y, zoom } : undefined,
    selected: Array.isArray(selected) ? selected.filter((id) => typeof id === 'string') : [],
    focusedId: typeof focusedId === 'string' ? focusedId : undefined,
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}
