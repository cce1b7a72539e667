// A large graph from afar: one drawing instead of thousands of elements, which no browser moves smoothly. What the pointer is on
// becomes an element again, so that it is clicked, dragged and connected as ever. Knows no text.
import { useReactFlow, useStoreApi } from '@xyflow/react';
import { type ReactElement, useEffect } from 'react';
import { formatCount } from '../../../src/base/formatNumbers.ts';
import type { CanvasBreakpoint, CanvasPoint } from '../../../src/protocol/canvas.ts';
import { breakpointOn } from '../run/BreakpointDot.tsx';
import type { NodeRun } from '../run/runOverlay.ts';
import type { CanvasSession } from '../state/canvasSession.ts';
import type { OperationData } from '../state/flowContent.ts';
import { portSize } from '../state/nodeSizes.ts';
import { searchHits } from '../state/searchHits.ts';
import { useSession } from '../canvas/sessionContext.ts';
import { useDrawing } from '../canvas/useDrawing.ts';
import { drawGraph, type Look } from './drawGraph.ts';
import type { Marks, NodeMarks } from './drawMarks.ts';
import type { Pill } from './drawPill.ts';
import { connectionAt, nodeAt, type Scene } from './findUnder.ts';
import { registerPicture } from './pictureUnder.ts';

/** Pixels of the screen around a curve that belong to it. */
const REACH = 6;
/** The same in pixels of the canvas, as much as connections have that are elements. */
const EDGE_REACH = 12;

export interface FarPictureProps {
  /** What the pointer is on; both undefined for nothing. */
  readonly onHover: (node: string | undefined, connection: string | undefined) => void;
}

export function FarPicture({ onHover }: FarPictureProps): ReactElement {
  const session = useSession();
  const flow = useReactFlow();
  const store = useStoreApi();
  const isElement = (id: string): boolean => flow.getNode(id)?.hidden !== true;
  const canvas = useDrawing(session, (surface) => {
    drawGraph(surface, flow.getViewport(), session.arrangement.getSnapshot(), lookOf(session, isElement));
  });
  useEffect(() => {
    const picture = canvas.current;
    const pane = store.getState().domNode;
    if (!picture || !pane) return;
    const scene = (): Scene => session.arrangement.getSnapshot();
    const place = (point: CanvasPoint): CanvasPoint =>
      flow.screenToFlowPosition(point, { snapToGrid: false });
    const edgeAt = (point: CanvasPoint): string | undefined =>
      connectionAt(scene(), place(point), Math.max(REACH / flow.getZoom(), EDGE_REACH));
    const stop = registerPicture(picture, {
      nodeAt: (point, except) => nodeAt(scene(), place(point), { except }),
      connectionAt: edgeAt,
    });
    const follow = (event: PointerEvent): void => {
      // What is held stays what it is, whatever it is dragged over. A finger hovers over nothing.
      if (event.buttons !== 0 && event.type === 'pointermove') return;
      const point = { x: event.clientX, y: event.clientY };
      const node = nodeAt(scene(), place(point), { reach: portSize / 2 });
      onHover(node, node === undefined ? edgeAt(point) : undefined);
    };
    const end = new AbortController();
    pane.addEventListener('pointermove', follow, { signal: end.signal });
    pane.addEventListener('pointerdown', follow, { capture: true, signal: end.signal });
    return () => {
      stop();
      end.abort();
    };
  }, [canvas, session, flow, store, onHover]);
  return <canvas ref={canvas} className="far-picture" aria-hidden="true" />;
}

/** `isElement`: what the pointer is on, or the keyboard, has its number on itself. */
function lookOf(session: CanvasSession, isElement: (id: string) => boolean): Look {
  const { selection, breakpoints, coverage } = session.snapshot;
  const { ids } = session;
  const selected = new Set<string | undefined>([
    ...selection.operations.map((index) => ids?.operations[index]),
    ...selection.connections.map((index) => ids?.connections[index]),
  ]);
  const { content } = session.arrangement.getSnapshot();
  const { lit } = searchHits(content, session.view.get().search);
  return {
    isSelected: (id) => selected.has(id),
    isDim: (id) => lit !== undefined && !lit.has(id),
    marksOf: (id, { name, worst }) => ({
      worst,
      breakpoint: stateOf(breakpointOn(breakpoints, { operation: name })),
      run: runOf(session, name),
      isDisturbed: session.overlay.node(name)?.disturbedBy !== undefined,
      pill: isElement(id) ? undefined : pillOf(session.overlay.node(name), coverage?.nodes.get(name)),
    }),
    connectionMarksOf: ({ worst, from, arm, to }) => ({
      worst,
      breakpoint: stateOf(breakpointOn(breakpoints, { from, to, ...(arm && { arm }) })),
    }),
  };
}

function stateOf(breakpoint: CanvasBreakpoint | undefined): Marks['breakpoint'] {
  return breakpoint && (breakpoint.isEnabled ? 'on' : 'disabled');
}

function runOf({ overlay }: CanvasSession, name: OperationData['name']): NodeMarks['run'] {
  const run = overlay.node(name);
  if (!run || run.isPast) return undefined;
  if (run.isStopped) return 'stopped';
  return run.isFailing || run.errors > 0 ? 'failing' : 'running';
}

/** A run comes before what the tests have passed. */
function pillOf(run: NodeRun | undefined, covered: number | undefined): Pill | undefined {
  if (run) {
    const failures = run.errors > 0 ? ` ✕${formatCount(run.errors)}` : '';
    const look = run.isPast ? 'past' : run.isFailing || run.errors > 0 ? 'failing' : 'running';
    return { text: `${formatCount(run.count)}${failures}`, look };
  }
  if (covered === undefined) return undefined;
  return covered > 0
    ? { text: `✓ ${formatCount(covered)}`, look: 'passed' }
    : { text: '✗ 0', look: 'missed' };
}
