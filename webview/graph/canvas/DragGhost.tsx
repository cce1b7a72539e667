// What is dragged from the palette, at the pointer.
import type { ReactElement } from 'react';
import { TypeIcon } from '../icons/icons.tsx';
import { useView } from './sessionContext.ts';

export function DragGhost(): ReactElement | null {
  const dragged = useView((view) => view.dragged);
  const isOverEdge = useView((view) => view.dropEdge !== undefined);
  if (!dragged) return null;
  const { at, title, type } = dragged;
  return (
    <div className={`drag-ghost type-${type}`} style={{ left: at.x, top: at.y }} aria-hidden="true">
      <TypeIcon type={type} />
      {title}
      {isOverEdge && <span className="drag-hint">insert here</span>}
    </div>
  );
}
