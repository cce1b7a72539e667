// What is laid out, as plain data that can be sent to a worker. Knows nothing about how it is done.
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';

/** The left upper corner of a node, in pixels of the canvas. */
export type Point = CanvasPoint;

/** A node with its size in pixels of the canvas; the first of several with one id counts. */
export interface LayoutNode {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** From left to right. Edges with an end that is not a node are left out. */
export interface LayoutEdge {
  readonly from: string;
  readonly to: string;
  /** Among the edges out of `from`: a smaller one leads further up, as the arm "False" does. */
  readonly order: number;
}

export interface LayoutRequest {
  readonly nodes: readonly LayoutNode[];
  readonly edges: readonly LayoutEdge[];
  /** Put by hand: they stay exactly there. */
  readonly pinned: Readonly<Record<string, Point>>;
  /** Where nodes are now. */
  readonly previous: Readonly<Record<string, Point>>;
}

/** Where every node of a request is. */
export type LayoutResult = Record<string, Point>;
