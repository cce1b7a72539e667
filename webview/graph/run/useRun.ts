// Ties components to what runs tell, one node or edge at a time. Knows no pixel.
import { useCallback, useSyncExternalStore } from 'react';
import type { RunState } from '../../../src/base/describeRun.ts';
import type { EdgeRun, NodeRun, RunEdge, RunOverlay } from './runOverlay.ts';

export function useRunState(overlay: RunOverlay): RunState {
  return useSyncExternalStore(overlay.subscribe, overlay.getState, overlay.getState);
}

/** Draws the caller again only when something about this operation changed. */
export function useNodeRun(overlay: RunOverlay, operation: string): NodeRun | undefined {
  const subscribe = useCallback(
    (listener: () => void) => overlay.subscribeNode(operation, listener),
    [overlay, operation],
  );
  const get = (): NodeRun | undefined => overlay.node(operation);
  return useSyncExternalStore(subscribe, get, get);
}

export function useEdgeRun(overlay: RunOverlay, { from, arm, to }: RunEdge): EdgeRun | undefined {
  const subscribe = useCallback(
    (listener: () => void) => overlay.subscribeEdge({ from, arm, to }, listener),
    [overlay, from, arm, to],
  );
  const get = (): EdgeRun | undefined => overlay.edge({ from, arm, to });
  return useSyncExternalStore(subscribe, get, get);
}
