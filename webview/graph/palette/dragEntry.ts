// Drags an entry of the palette: a picture follows the pointer, the connection below it is marked, and where it is let go the
// operation is added. Knows no component.
import { edgeUnder } from '../canvas/edgeUnder.ts';
import { addOperation } from '../commands/editCommands.ts';
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';
import type { CanvasSession } from '../state/canvasSession.ts';
import { nodeHeight, nodeWidth } from '../state/nodeSizes.ts';
import { fitsPlace, type PaletteEntry } from './paletteEntries.ts';

/** How far the pointer must go before a press is a drag. */
const THRESHOLD = 4;

/** `down` is the press that may become a drag. */
export function startDrag(session: CanvasSession, entry: PaletteEntry, down: PointerEvent): void {
  const stop = new AbortController();
  const { signal } = stop;
  let isDragging = false;
  const end = (): void => {
    stop.abort();
    session.view.set({ dragged: undefined, dropEdge: undefined });
  };
  const move = ({ clientX: x, clientY: y }: PointerEvent): void => {
    isDragging ||= Math.hypot(x - down.clientX, y - down.clientY) > THRESHOLD;
    if (!isDragging) return;
    const dropEdge = fitsPlace(entry, { kind: 'between', connection: 0 }) ? edgeUnder({ x, y }) : undefined;
    session.view.set({ dragged: { title: entry.title, type: entry.type, at: { x, y } }, dropEdge });
  };
  window.addEventListener('pointermove', move, { signal });
  window.addEventListener('pointercancel', end, { signal });
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      end();
    },
    { signal, capture: true },
  );
  window.addEventListener(
    'pointerup',
    ({ clientX: x, clientY: y }) => {
      const { dropEdge } = session.view.get();
      end();
      if (!isDragging) return;
      swallowClick();
      drop(session, entry, { x, y }, dropEdge);
    },
    { signal },
  );
}

/** The press that ended a drag is no click. */
function swallowClick(): void {
  const swallow = (event: MouseEvent): void => event.stopPropagation();
  window.addEventListener('click', swallow, { capture: true, once: true });
  // A click comes with the same event of the system, or not at all.
  setTimeout(() => window.removeEventListener('click', swallow, true), 0);
}

function drop(session: CanvasSession, entry: PaletteEntry, at: CanvasPoint, edge: string | undefined): void {
  const isCanvas = document.elementFromPoint(at.x, at.y)?.closest('.canvas');
  const point = session.viewport?.toCanvas(at);
  if (!isCanvas || !point) return;
  const connection = edge === undefined ? undefined : session.ids?.connectionAt.get(edge);
  if (connection !== undefined) return void addOperation(session, entry, { kind: 'between', connection });
  const corner = { x: point.x - nodeWidth / 2, y: point.y - nodeHeight / 2 };
  void addOperation(session, entry, { kind: 'free' }, session.snap(corner));
}
