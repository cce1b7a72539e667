// Why the connection that is being drawn is refused, near the pointer. Knows no rule itself.
import { useConnection, useStore } from '@xyflow/react';
import type { ReactElement } from 'react';
import { useSession } from './sessionContext.ts';
import { armOf, nodeUnder, whyNot } from './useConnecting.ts';

export function ConnectionReason(): ReactElement | null {
  const session = useSession();
  const drawn = useConnection((connection) => (connection.inProgress ? connection : undefined));
  const dom = useStore(({ domNode }) => domNode);
  if (!drawn || drawn.isValid) return null;
  const corner = dom?.getBoundingClientRect();
  // The library counts from the corner of the canvas.
  const at = corner && { x: corner.x + drawn.pointer.x, y: corner.y + drawn.pointer.y };
  const over = drawn.toNode?.id ?? (at && nodeUnder(at));
  if (over === undefined || !at) return null;
  const isForward = drawn.fromHandle.type === 'source';
  if (over === drawn.fromNode.id && !drawn.toNode) return null;
  const ends = isForward
    ? { source: drawn.fromNode.id, target: over, arm: armOf(drawn.fromHandle.id) }
    : { source: over, target: drawn.fromNode.id };
  const reason = whyNot(session, ends);
  if (reason === undefined) return null;
  return (
    <div className="reason" role="status" style={{ left: at.x + 14, top: at.y + 14 }}>
      {reason}
    </div>
  );
}
