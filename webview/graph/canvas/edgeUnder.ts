// Which connection is under the pointer. Knows no graph.
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';
import { pictureUnder } from '../far/pictureUnder.ts';

/** Id of the connection at a point of the window; `dragged` is the id of a node that is carried over it. */
export function edgeUnder({ x, y }: CanvasPoint, dragged?: string): string | undefined {
  const isCarried = (element: Element): boolean =>
    dragged !== undefined && element.closest<HTMLElement>('.react-flow__node')?.dataset['id'] === dragged;
  const [top] = document.elementsFromPoint(x, y).filter((element) => !isCarried(element));
  const edge = top?.closest<SVGGElement>('.react-flow__edge');
  if (edge || !top?.matches('.react-flow__pane')) return edge?.dataset['id'];
  const picture = pictureUnder({ x, y });
  return picture?.nodeAt({ x, y }, dragged) === undefined ? picture?.connectionAt({ x, y }) : undefined;
}
