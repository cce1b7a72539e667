// The overview in a corner: all nodes in the colours of their types, and what of them is in sight. Dragging in it moves the
// picture, the wheel zooms. Drawn on one canvas, since hundreds of elements would be painted for every frame. Knows no text.
import { useReactFlow, useStoreApi } from '@xyflow/react';
import { type PointerEvent, type ReactElement, useEffect, useRef } from 'react';
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';
import type { CanvasSession } from '../state/canvasSession.ts';
import { nodeHeight, nodeWidth } from '../state/nodeSizes.ts';
import { boundsOf, type MinimapView, minimapView, sightOf, toCanvas } from './minimapView.ts';
import { useSession } from './sessionContext.ts';
import { type Surface, useDrawing } from './useDrawing.ts';

/** Nodes are no smaller than so many pixels. */
const LEAST_PIXELS = 1.5;

export function Minimap(): ReactElement {
  const session = useSession();
  const flow = useReactFlow();
  const store = useStoreApi();
  const shown = useRef<MinimapView>(undefined);
  const grip = useRef<Grip>(undefined);
  const canvas = useDrawing(session, (surface) => {
    const { width, height } = store.getState();
    const { positions } = session.arrangement.getSnapshot();
    const view = minimapView(boundsOf(positions), sightOf(flow.getViewport(), { width, height }), surface);
    shown.current = view;
    drawNodes(surface, view, session);
    drawSight(surface, view);
  });
  useEffect(() => {
    const element = canvas.current;
    const zoom = (event: WheelEvent): void => {
      event.preventDefault();
      void flow.zoomTo(flow.getZoom() * 2 ** (-event.deltaY / 500));
    };
    // React's own listeners cannot keep the page from scrolling.
    element?.addEventListener('wheel', zoom, { passive: false });
    return () => element?.removeEventListener('wheel', zoom);
  }, [canvas, flow]);
  const move = ({ nativeEvent }: PointerEvent): void => {
    if (!grip.current) return;
    const { view, offset } = grip.current;
    const point = pointIn(nativeEvent, view);
    void flow.setCenter(point.x + offset.x, point.y + offset.y, { zoom: flow.getZoom() });
  };
  return (
    <canvas
      ref={canvas}
      className="minimap nopan nowheel"
      role="img"
      aria-label="Overview"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = shown.current && gripOf(event.nativeEvent, shown.current);
        move(event);
      }}
      onPointerMove={move}
      onLostPointerCapture={() => (grip.current = undefined)}
    />
  );
}

/** What is dragged in the overview. */
interface Grip {
  /** As it was when the drag began: the overview itself changes when the picture leaves the graph. */
  readonly view: MinimapView;
  /** From the point that is dragged to the middle of what is in sight. */
  readonly offset: CanvasPoint;
}

function pointIn({ offsetX, offsetY }: MouseEvent, view: MinimapView): CanvasPoint {
  return toCanvas(view, { x: offsetX, y: offsetY });
}

/** What is out of sight is brought to the middle. */
function gripOf(event: MouseEvent, view: MinimapView): Grip {
  const point = pointIn(event, view);
  const { x, y, width, height } = view.sight;
  const isInside = point.x >= x && point.y >= y && point.x <= x + width && point.y <= y + height;
  const offset = { x: x + width / 2 - point.x, y: y + height / 2 - point.y };
  return { view, offset: isInside ? offset : { x: 0, y: 0 } };
}

function drawNodes(
  { context, colors }: Surface,
  { origin, scale }: MinimapView,
  session: CanvasSession,
): void {
  const { content, positions } = session.arrangement.getSnapshot();
  const [width, height] = [nodeWidth, nodeHeight].map((size) => Math.max(size * scale, LEAST_PIXELS));
  for (const [id, { x, y }] of Object.entries(positions)) {
    const type = content.operations.get(id)?.type;
    context.fillStyle = type ? colors.accents[type] : colors.text;
    context.fillRect(origin.x + x * scale, origin.y + y * scale, width ?? 0, height ?? 0);
  }
}

/** All but what is in sight is shaded; a theme may have no shade. */
function drawSight({ context, colors, width, height }: Surface, { origin, scale, sight }: MinimapView): void {
  const [x, y] = [origin.x + sight.x * scale, origin.y + sight.y * scale];
  context.beginPath();
  context.rect(0, 0, width, height);
  context.rect(x, y, sight.width * scale, sight.height * scale);
  context.globalAlpha = 0.6;
  context.fillStyle = colors.shade;
  context.fill('evenodd');
  context.globalAlpha = 1;
  context.strokeStyle = colors.nodeBorder;
  context.strokeRect(x, y, sight.width * scale, sight.height * scale);
}
