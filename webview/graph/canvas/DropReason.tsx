// Why what is dragged cannot go into the connection below it, at the pointer.
import type { ReactElement } from 'react';
import { useView } from './sessionContext.ts';

export function DropReason(): ReactElement | null {
  const reason = useView(({ dropReason }) => dropReason);
  if (!reason) return null;
  const { at, text } = reason;
  return (
    <div className="reason" role="status" style={{ left: at.x + 14, top: at.y + 14 }}>
      {text}
    </div>
  );
}
