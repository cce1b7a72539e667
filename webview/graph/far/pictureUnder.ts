// Where a graph is drawn as a picture there are no elements below the pointer: this is how others find what is there all the
// same. Knows no graph.
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';

/** Finds by a point of the window. */
export interface PictureFinder {
  /** Looks through the node `except`. */
  readonly nodeAt: (point: CanvasPoint, except?: string) => string | undefined;
  readonly connectionAt: (point: CanvasPoint) => string | undefined;
}

const finders = new WeakMap<Element, PictureFinder>();

/** `picture` lies below the elements of its canvas. Returns what ends it. */
export function registerPicture(picture: Element, finder: PictureFinder): () => void {
  finders.set(picture, finder);
  return () => void finders.delete(picture);
}

/** The picture at a point of the window; undefined where something covers the canvas, or nothing is drawn as a picture. */
export function pictureUnder({ x, y }: CanvasPoint): PictureFinder | undefined {
  const [top, ...below] = document.elementsFromPoint(x, y);
  if (!top?.closest('.react-flow__renderer')) return undefined;
  for (const element of below) {
    const finder = finders.get(element);
    if (finder) return finder;
  }
  return undefined;
}
