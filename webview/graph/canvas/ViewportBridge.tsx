// Gives the session what moves and measures the picture, and moves the keyboard to nodes. Draws nothing.
import {
  getViewportForBounds,
  useOnViewportChange,
  useReactFlow,
  useStore,
  useStoreApi,
} from '@xyflow/react';
import { useEffect, useRef } from 'react';
import type { CanvasPoint, CanvasPositions } from '../../../src/protocol/canvas.ts';
import { lookUp } from '../layout/placeNodes.ts';
import type { Viewport } from '../state/canvasSession.ts';
import type { Camera } from '../state/keptCanvas.ts';
import { nodeHeight, nodeWidth } from '../state/nodeSizes.ts';
import type { ConnectionFlowEdge } from './ConnectionEdge.tsx';
import { type Box, boundsOf } from './minimapView.ts';
import { panToShow } from './panToShow.ts';
import { useArrangement, useSession, useView } from './sessionContext.ts';
import type { FlowNode } from './useFlow.ts';

/** Free part of the picture around what is fitted into it. */
const PADDING = 0.12;
/** Nothing is brought nearer than this by itself. */
const FITTED_ZOOM = 1.1;

/** Names can be read from here on. */
const READABLE_ZOOM = 0.6;
/** To see all of a graph is worth names that are a little smaller. */
const WHOLE_ZOOM = 0.45;

export function ViewportBridge(): null {
  const session = useSession();
  const flow = useReactFlow<FlowNode, ConnectionFlowEdge>();
  const store = useStoreApi<FlowNode, ConnectionFlowEdge>();
  useEffect(() => {
    const viewport: Viewport = {
      toCanvas: (point) => flow.screenToFlowPosition(point, { snapToGrid: false }),
      toScreen: (point) => flow.flowToScreenPosition(point),
      fit: (ids) => fit(boundsOf(ids ? pick(positions(), ids) : positions())),
      begin: () => {
        const { width, height } = store.getState();
        const bounds = boundsOf(positions());
        const first = leftmost(positions());
        if (!bounds || !first) return;
        const zoom = Math.min(width / (bounds.width + 120), height / (bounds.height + 120));
        if (zoom >= WHOLE_ZOOM) return fit(bounds);
        const isHigh = (bounds.height + 120) * READABLE_ZOOM > height;
        const middle = isHigh ? first.y + nodeHeight / 2 : bounds.y + bounds.height / 2;
        void flow.setViewport({
          x: 40 - bounds.x * READABLE_ZOOM,
          y: height / 2 - middle * READABLE_ZOOM,
          zoom: READABLE_ZOOM,
        });
      },
      reveal: (id) => reveal(id),
      camera: () => flow.getViewport(),
      show: (camera) => void flow.setViewport(camera),
      middle: () => {
        const box = store.getState().domNode?.getBoundingClientRect();
        return flow.screenToFlowPosition({
          x: (box?.left ?? 0) + (box?.width ?? 0) / 2,
          y: (box?.top ?? 0) + (box?.height ?? 0) / 2,
        });
      },
      zoom: (factor) => void (factor > 1 ? flow.zoomIn() : flow.zoomOut()),
    };
    const positions = (): CanvasPositions => session.arrangement.getSnapshot().positions;
    // By our own places: the library has taken over neither new ones nor nodes that it does not draw.
    const fit = (bounds: Box | undefined): void => {
      const { width, height, minZoom } = store.getState();
      if (bounds)
        void flow.setViewport(getViewportForBounds(bounds, width, height, minZoom, FITTED_ZOOM, PADDING));
    };
    const reveal = (id: string): void => {
      const { transform, width, height } = store.getState();
      const node = flow.getNode(id);
      if (!node) return;
      const [x, y, zoom] = transform;
      const corner = { x: node.position.x * zoom + x, y: node.position.y * zoom + y };
      const box = { ...corner, width: nodeWidth * zoom, height: nodeHeight * zoom };
      const pan = panToShow(box, { width, height });
      if (pan.x !== 0 || pan.y !== 0) void flow.setViewport({ x: x + pan.x, y: y + pan.y, zoom });
    };
    session.attach(viewport);
    return session.editor.onShow(([id]) => id !== undefined && reveal(id));
  }, [session, flow, store]);
  useOnViewportChange({ onEnd: () => session.keep() });
  useFitting();
  useDetail();
  useFocusing();
  return null;
}

function leftmost(positions: CanvasPositions): CanvasPoint | undefined {
  return Object.values(positions).reduce<CanvasPoint | undefined>(
    (first, point) => (first && first.x <= point.x ? first : point),
    undefined,
  );
}

function pick(positions: CanvasPositions, ids: readonly string[]): CanvasPositions {
  return Object.fromEntries(
    ids.flatMap((id) => {
      const point = lookUp(positions, id);
      return point ? [[id, point]] : [];
    }),
  );
}

/** Everything comes into sight when it is there first, and when it was laid out anew; and stays so in another size until somebody moves it. */
function useFitting(): void {
  const session = useSession();
  const arranged = useArrangement((snapshot) => snapshot.arranged);
  const isEmpty = useArrangement(({ positions }) => Object.keys(positions).length === 0);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  // What is dropped into nothing stays under the pointer, and what was looked at before is looked at again.
  const isThere = session.keptCamera !== undefined || (isEmpty && session.graph?.operations.length === 0);
  const fitted = useRef(isThere ? arranged : -1);
  const own = useRef<Camera>(undefined);
  useEffect(() => {
    const { viewport } = session;
    if (isEmpty || width === 0 || !viewport) return;
    if (fitted.current === arranged && !isSame(own.current, viewport.camera())) return;
    fitted.current = arranged;
    viewport.begin();
    own.current = viewport.camera();
  }, [session, isEmpty, width, height, arranged]);
}

function isSame(one: Camera | undefined, other: Camera): boolean {
  return one?.x === other.x && one.y === other.y && one.zoom === other.zoom;
}

/** Small pictures leave out what cannot be read; a class of the canvas says so, and nothing is drawn again. */
function useDetail(): void {
  const detail = useStore(({ transform }) =>
    transform[2] < 0.25 ? 'far' : transform[2] < 0.55 ? 'middle' : 'near',
  );
  const dom = useStore(({ domNode }) => domNode);
  useEffect(() => {
    dom?.setAttribute('data-detail', detail);
  }, [dom, detail]);
}

/** How many frames a node that is asked for may take to be drawn. */
const PATIENCE_FRAMES = 60;

function useFocusing(): void {
  const session = useSession();
  const ask = useView(({ focusAsk }) => focusAsk);
  const dom = useStore(({ domNode }) => domNode);
  useEffect(() => {
    if (!ask || !dom) return;
    let frame = 0;
    let left = PATIENCE_FRAMES;
    const [kind, id] = 'edge' in ask ? ['edge', ask.edge] : ['node', ask.id];
    const attempt = (): void => {
      const node = dom.querySelector<HTMLElement | SVGElement>(
        `.react-flow__${kind}[data-id="${CSS.escape(id)}"]`,
      );
      if (node) {
        node.focus({ preventScroll: true });
      } else if (left-- > 0) frame = requestAnimationFrame(attempt);
    };
    // What is out of sight may not be drawn.
    if (kind === 'node') session.viewport?.reveal(id);
    attempt();
    return () => cancelAnimationFrame(frame);
  }, [session, ask, dom]);
}
