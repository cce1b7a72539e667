// Dragging an operation that nothing is connected to over a connection: it is marked, or said why not, and where it is let go
// the operation goes into it. Knows no text.
import type { OnNodeDrag } from '@xyflow/react';
import { useMemo } from 'react';
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';
import { insertOperation, isLoose, whyNotInto } from '../commands/insertCommands.ts';
import type { CanvasSession } from '../state/canvasSession.ts';
import { nodeHeight, nodeWidth } from '../state/nodeSizes.ts';
import { edgeUnder } from './edgeUnder.ts';
import { useSession } from './sessionContext.ts';
import { pointOf } from './useConnecting.ts';
import type { FlowNode } from './useFlow.ts';

interface Inserting {
  readonly onNodeDrag: OnNodeDrag<FlowNode>;
  readonly onNodeDragStop: OnNodeDrag<FlowNode>;
}

export function useInserting(): Inserting {
  const session = useSession();
  return useMemo(
    () => ({
      onNodeDrag: (event, { id, position }, nodes) => {
        const pointer = pointOf(event);
        const edge = nodes.length === 1 ? edgeAt(session, id, position, pointer) : undefined;
        const reason = edge === undefined ? undefined : whyNotInto(session, id, edge);
        session.view.set({
          dropEdge: reason === undefined ? edge : undefined,
          dropReason: reason === undefined ? undefined : { text: reason, at: pointer },
        });
      },
      onNodeDragStop: (_event, { id }) => {
        const { dropEdge } = session.view.get();
        session.view.set({ dropEdge: undefined, dropReason: undefined });
        if (dropEdge !== undefined) void insertOperation(session, id, dropEdge);
      },
    }),
    [session],
  );
}

/** Below the pointer, or below the middle of the node, by which people aim. */
function edgeAt(
  session: CanvasSession,
  id: string,
  { x, y }: CanvasPoint,
  pointer: CanvasPoint,
): string | undefined {
  if (!isLoose(session, id)) return undefined;
  const middle = session.viewport?.toScreen({ x: x + nodeWidth / 2, y: y + nodeHeight / 2 });
  return edgeUnder(pointer, id) ?? (middle && edgeUnder(middle, id));
}
