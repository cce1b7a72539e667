// Drawing connections with the pointer: which are allowed, and what happens where one is dropped. Knows no text.
import {
  type Connection,
  ConnectionLineType,
  type FinalConnectionState,
  type HandleType,
  type IsValidConnection,
} from '@xyflow/react';
import { useMemo } from 'react';
import { whyNotConnect } from '../../../src/graph/connectable.ts';
import { type Arm, arms } from '../../../src/graph/model.ts';
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';
import { connect, reconnect } from '../commands/editCommands.ts';
import { pictureUnder } from '../far/pictureUnder.ts';
import type { CanvasSession } from '../state/canvasSession.ts';
import type { ConnectionFlowEdge } from './ConnectionEdge.tsx';
import { useSession } from './sessionContext.ts';

interface Connecting {
  readonly onConnect: (connection: Connection) => void;
  readonly onConnectEnd: (event: MouseEvent | TouchEvent, state: FinalConnectionState) => void;
  readonly isValidConnection: IsValidConnection<ConnectionFlowEdge>;
  readonly onReconnect: (edge: ConnectionFlowEdge, connection: Connection) => void;
  readonly onReconnectStart: (event: React.MouseEvent, edge: ConnectionFlowEdge, end: HandleType) => void;
  readonly onReconnectEnd: () => void;
  readonly connectionLineType: ConnectionLineType;
}

/** Which connection is on its way to another end, by id. */
const moved = new WeakMap<CanvasSession, string>();

export function useConnecting(): Connecting {
  const session = useSession();
  return useMemo(
    () => ({
      connectionLineType: ConnectionLineType.Bezier,
      onConnect: ({ source, target, sourceHandle }) =>
        void connect(session, source, target, armOf(sourceHandle)),
      isValidConnection: ({ source, target, sourceHandle }) =>
        whyNot(session, { source, target, arm: armOf(sourceHandle ?? null) }) === undefined,
      onReconnectStart: (_event, { id }) => void moved.set(session, id),
      onReconnectEnd: () => void moved.delete(session),
      onReconnect: (edge, { source, target, sourceHandle }) =>
        void reconnect(session, edge.id, { source, target, arm: armOf(sourceHandle) }),
      onConnectEnd: (event, state) => endNowhere(session, event, state),
    }),
    [session],
  );
}

/** Which way out of a branch a port is. */
export function armOf(handle: string | null | undefined): Arm | undefined {
  return arms.find((arm) => arm === handle);
}

/** Why the connection that is drawn must not be; undefined when it may. */
export function whyNot(
  session: CanvasSession,
  { source, target, arm }: { source: string; target: string; arm?: Arm | undefined },
): string | undefined {
  const { graph, ids } = session;
  if (!graph) return 'There is no graph.';
  const edge = moved.get(session);
  return whyNotConnect(graph, {
    from: session.indexOf(source) ?? -1,
    to: session.indexOf(target) ?? -1,
    arm,
    replaced: edge === undefined ? undefined : ids?.connectionAt.get(edge),
  });
}

/** Dropped on a node beside its port it connects; into nothing, it offers what may follow. */
function endNowhere(
  session: CanvasSession,
  event: MouseEvent | TouchEvent,
  state: FinalConnectionState,
): void {
  const { isValid, fromNode, fromHandle, toHandle } = state;
  if (isValid === true || fromNode === null || moved.has(session)) return;
  const point = pointOf(event);
  const isForward = fromHandle.type === 'source';
  const arm = isForward ? armOf(fromHandle.id) : undefined;
  const over = nodeUnder(point);
  if (over !== undefined && over !== fromNode.id) {
    const ends = isForward ? { source: fromNode.id, target: over } : { source: over, target: fromNode.id };
    const reason = whyNot(session, { ...ends, arm });
    if (reason === undefined) void connect(session, ends.source, ends.target, arm);
    else session.editor.notify(reason);
    return;
  }
  if (over !== undefined || toHandle) return;
  offerNext(session, fromNode.id, isForward, arm, point);
}

function offerNext(
  session: CanvasSession,
  id: string,
  isForward: boolean,
  arm: Arm | undefined,
  at: CanvasPoint,
): void {
  const operation = session.indexOf(id);
  const point = session.viewport?.toCanvas(at);
  if (operation === undefined || !point) return;
  session.view.set({
    picker: isForward
      ? {
          kind: 'add',
          at,
          title: `Add behind ${id}`,
          point: { x: point.x, y: point.y - 28 },
          place: { kind: 'behind', from: { operation, ...(arm && { arm }) } },
        }
      : {
          kind: 'add',
          at,
          title: `Add before ${id}`,
          point: { x: point.x - 220, y: point.y - 28 },
          place: { kind: 'before', to: operation },
        },
  });
}

export function pointOf(event: MouseEvent | TouchEvent): CanvasPoint {
  const place = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: place?.clientX ?? 0, y: place?.clientY ?? 0 };
}

/** Id of the node at a point of the window. */
export function nodeUnder({ x, y }: CanvasPoint): string | undefined {
  const node = document.elementFromPoint(x, y)?.closest<HTMLElement>('.react-flow__node');
  return node?.dataset['id'] ?? pictureUnder({ x, y })?.nodeAt({ x, y });
}
