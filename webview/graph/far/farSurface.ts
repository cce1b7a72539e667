// What a graph is drawn on from afar. Knows no graph.
import type { Surface } from '../canvas/useDrawing.ts';

/** A canvas whose context counts in pixels of the graph. */
export interface FarSurface extends Surface {
  /** Pixels of the window per pixel of the graph. */
  readonly zoom: number;
}
