// Moves and selections, as the flow library tells them, into the session. Knows no text.
import { type EdgeChange, type NodeChange, useStoreApi } from '@xyflow/react';
import { useCallback } from 'react';
import type { CanvasPositions } from '../../../src/protocol/canvas.ts';
import type { ConnectionFlowEdge } from './ConnectionEdge.tsx';
import { useSession } from './sessionContext.ts';
import type { FlowNode } from './useFlow.ts';

/** From afar boxes select by themselves: see useFarSelecting.ts. */
export function useNodeChanges(isFar: boolean): (changes: NodeChange<FlowNode>[]) => void {
  const session = useSession();
  const isBoxed = useIsBoxed(isFar);
  return useCallback(
    (changes) => {
      const moved: Record<string, CanvasPositions[string]> = {};
      const selected = new Set(session.selectedIds());
      let isDropped = false;
      for (const change of changes) {
        if (change.type === 'position' && change.position) moved[change.id] = change.position;
        if (change.type === 'position' && change.dragging === false) isDropped = true;
        if (change.type === 'select') selected[change.selected ? 'add' : 'delete'](change.id);
      }
      if (Object.keys(moved).length > 0) session.arrangement.drag(moved);
      // What goes into a connection is placed there.
      if (isDropped && session.view.get().dropEdge === undefined) session.arrangement.drop();
      if (changes.some(({ type }) => type === 'select') && !isBoxed()) selectNodes(session, selected);
    },
    [session, isBoxed],
  );
}

function selectNodes(session: ReturnType<typeof useSession>, selected: ReadonlySet<string>): void {
  const { ids } = session;
  const { connections } = session.snapshot.selection;
  session.selectIds(
    [...selected],
    connections.flatMap((index) => ids?.connections[index] ?? []),
  );
}

/** Whether a box is drawn that selects by itself. */
function useIsBoxed(isFar: boolean): () => boolean {
  const store = useStoreApi();
  return useCallback(() => isFar && store.getState().userSelectionRect !== null, [isFar, store]);
}

export function useEdgeChanges(isFar: boolean): (changes: EdgeChange<ConnectionFlowEdge>[]) => void {
  const session = useSession();
  const isBoxed = useIsBoxed(isFar);
  return useCallback(
    (changes) => {
      const { ids } = session;
      const { connections } = session.snapshot.selection;
      const selected = new Set(connections.flatMap((index) => ids?.connections[index] ?? []));
      for (const change of changes)
        if (change.type === 'select') selected[change.selected ? 'add' : 'delete'](change.id);
      if (changes.some(({ type }) => type === 'select') && !isBoxed())
        session.selectIds(session.selectedIds(), [...selected]);
    },
    [session, isBoxed],
  );
}
