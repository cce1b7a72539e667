// Why the connection that is being drawn is refused, near the pointer. Knows no rule itself.
import { useConnection } from '@xyflow/react';
import type { ReactElement } from 'react';
import { useSession } from './sessionContext.ts';
import { armOf, nodeUnder, whyNot } from './useConnecting.ts';

export function ConnectionReason(): ReactElement | null {
  const session = useSession();
  // Moves of the pointer are told without the window's place of the canvas.
  const drawn = useConnection((connection) => (connection.inProgress ? connection : undefined));
  if (!drawn || drawn.isValid) return null;
  const at = session.viewport?.toScreen(drawn.pointer);
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
