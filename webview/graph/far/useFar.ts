// Whether the graph is far away, and what is an element then all the same. Knows no text.
import { type EdgeMouseHandler, useStore } from '@xyflow/react';
import { useCallback, useMemo, useState } from 'react';
import type { ConnectionFlowEdge } from '../canvas/ConnectionEdge.tsx';
import { useArrangement, useView } from '../canvas/sessionContext.ts';
import { useFarSelecting } from './useFarSelecting.ts';

/** From this many nodes on only those in sight are drawn, and from afar as a picture. */
const LARGE_GRAPH = 150;

/** Farther away there are so many nodes in sight that a large graph is drawn as a picture. */
const PICTURE_ZOOM = 0.4;

export interface Far {
  readonly isLarge: boolean;
  /** The graph is drawn as a picture. */
  readonly isFar: boolean;
  /** Ids of nodes and connections that are elements all the same; undefined when all are. */
  readonly live: ReadonlySet<string> | undefined;
  readonly hoveredEdge: string | undefined;
  /** Another function is another property of every edge, and all of them would be drawn again. */
  readonly hovering: {
    readonly onEdgeMouseEnter: EdgeMouseHandler<ConnectionFlowEdge>;
    readonly onEdgeMouseLeave: EdgeMouseHandler<ConnectionFlowEdge>;
  };
  readonly hover: (node: string | undefined, connection: string | undefined) => void;
}

/** Ids of what the pointer is on. */
interface Hovered {
  readonly node: string | undefined;
  readonly edge: string | undefined;
}

const nothing: Hovered = { node: undefined, edge: undefined };

export function useFar(): Far {
  const renaming = useView((view) => view.renaming);
  const focusedEdge = useView((view) => view.focusedEdge);
  const askedEdge = useView(({ focusAsk }) => (focusAsk && 'edge' in focusAsk ? focusAsk.edge : undefined));
  const dropEdge = useView((view) => view.dropEdge);
  const isLarge = useArrangement(
    ({ content: { operations, ghosts } }) => operations.size + ghosts.size > LARGE_GRAPH,
  );
  const isFar = useStore(({ transform }) => transform[2] < PICTURE_ZOOM) && isLarge;
  const [hovered, setHovered] = useState(nothing);
  const live = useMemo(() => {
    if (!isFar) return undefined;
    const all = [hovered.node, hovered.edge, renaming, focusedEdge, askedEdge, dropEdge];
    return new Set(all.filter((id) => id !== undefined));
  }, [isFar, hovered, renaming, focusedEdge, askedEdge, dropEdge]);
  const hover = useCallback<Far['hover']>((node, edge) => {
    setHovered((before) => (before.node === node && before.edge === edge ? before : { node, edge }));
  }, []);
  const hovering = useMemo<Far['hovering']>(
    () => ({
      onEdgeMouseEnter: (_event, { id }) => hover(undefined, id),
      // From afar an edge is an element only while the picture says that the pointer is on it.
      onEdgeMouseLeave: () => !isFar && hover(undefined, undefined),
    }),
    [isFar, hover],
  );
  useFarSelecting(isFar);
  return { isLarge, isFar, live, hoveredEdge: hovered.edge, hovering, hover };
}
