// How large nodes are and where their ports sit, known before anything is drawn. In pixels of the canvas; graph.css repeats them.
import { arms, type OperationType } from '../../../src/graph/model.ts';

export const nodeWidth = 220;
export const nodeHeight = 56;

/** Of the square around a port; its middle is on the edge of the node. */
export const portSize = 14;

export interface Port {
  /** Name of the arm; null where there is one way only. */
  readonly id: string | null;
  /** Of its middle, from the upper edge of the node. */
  readonly y: number;
}

const middle: Port = { id: null, y: nodeHeight / 2 };

/** Ports on the right. */
export function outputsOf(type: OperationType): readonly Port[] {
  if (type === 'sink') return [];
  if (type !== 'branch') return [middle];
  return arms.map((arm, index) => ({ id: arm, y: index === 0 ? 15 : nodeHeight - 15 }));
}

/** Ports on the left. */
export function inputsOf(type: OperationType): readonly Port[] {
  return type === 'source' ? [] : [middle];
}
