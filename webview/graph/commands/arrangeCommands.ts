// What keys and menus do to where nodes are, and to what is selected. None of it is in the file. Knows no component.
import type { CanvasPoint, CanvasPositions } from '../../../src/protocol/canvas.ts';
import type { CanvasSession } from '../state/canvasSession.ts';
import { type Direction, reach, readingOrder, step } from '../state/graphWalk.ts';
import { nodeHeight, nodeWidth } from '../state/nodeSizes.ts';

/** One step of keys that move nodes; the grid's. */
const NUDGE = 20;
/** Free pixels between nodes that are spread out. */
const ROOM = 40;

export type Alignment = 'left' | 'top' | 'across' | 'down';

/** Lays everything out anew. None of it is in the file, so that VS Code's undo knows nothing of it: undoArrange does. */
export async function arrange(session: CanvasSession): Promise<void> {
  const before = session.viewport?.camera();
  await session.arrangement.arrange();
  if (!session.arrangement.getSnapshot().canUndo) return;
  session.view.set({ cameraBefore: before });
  session.announce('Arranged. Control Z undoes it.');
}

/** Everything is where it was before, and so is the picture; false when arranging was not the last thing that happened. */
export function undoArrange(session: CanvasSession): boolean {
  const { arrangement, view, viewport } = session;
  if (!arrangement.getSnapshot().canUndo) return false;
  arrangement.undoArrange();
  const { cameraBefore } = view.get();
  if (cameraBefore) viewport?.show(cameraBefore);
  session.announce('Operations are back where they were');
  return true;
}

/** Brings the selected nodes into a column or a row, or spreads them evenly. */
export function align(session: CanvasSession, how: Alignment): void {
  const { positions } = session.arrangement.getSnapshot();
  const placed = session.selectedIds().flatMap((id) => {
    const point = positions[id];
    return point ? [{ id, point }] : [];
  });
  if (placed.length < 2) return;
  const left = Math.min(...placed.map(({ point }) => point.x));
  const top = Math.min(...placed.map(({ point }) => point.y));
  const next: Record<string, CanvasPoint> = {};
  if (how === 'left') for (const { id, point } of placed) next[id] = { x: left, y: point.y };
  if (how === 'top') for (const { id, point } of placed) next[id] = { x: point.x, y: top };
  if (how === 'across') spread(placed, 'x', nodeWidth + ROOM, next);
  if (how === 'down') spread(placed, 'y', nodeHeight + ROOM, next);
  session.arrangement.put(next);
  session.announce(`${String(placed.length)} operations aligned`);
}

/** Even steps from the first to the last, wide enough that none lies on another. */
function spread(
  placed: readonly { readonly id: string; readonly point: CanvasPoint }[],
  axis: 'x' | 'y',
  least: number,
  next: Record<string, CanvasPoint>,
): void {
  const sorted = [...placed].sort((a, b) => a.point[axis] - b.point[axis]);
  const from = sorted[0]?.point[axis] ?? 0;
  const to = sorted.at(-1)?.point[axis] ?? 0;
  const gap = Math.max(least, (to - from) / (sorted.length - 1));
  sorted.forEach(({ id, point }, index) => (next[id] = { ...point, [axis]: from + index * gap }));
}

const steps: Readonly<Record<Direction, CanvasPoint>> = {
  left: { x: -NUDGE, y: 0 },
  right: { x: NUDGE, y: 0 },
  up: { x: 0, y: -NUDGE },
  down: { x: 0, y: NUDGE },
};

/** Moves the selected nodes by one step. */
export function nudge(session: CanvasSession, direction: Direction): void {
  if (!session.canEdit) return;
  const { positions } = session.arrangement.getSnapshot();
  const by = steps[direction];
  const moved: Record<string, CanvasPositions[string]> = {};
  for (const id of session.selectedIds()) {
    const point = positions[id];
    if (point) moved[id] = { x: point.x + by.x, y: point.y + by.y };
  }
  session.arrangement.put(moved);
}

/** Moves the keyboard to a neighbour. `how`: what becomes of the selection. */
export function go(session: CanvasSession, direction: Direction, how: 'select' | 'extend' | 'keep'): void {
  if (goFromConnection(session, direction)) return;
  const { content, positions } = session.arrangement.getSnapshot();
  const here = focusedOrFirst(session);
  if (here === undefined) return;
  const next = step(content, positions, here, direction);
  if (next === undefined || !content.operations.has(next)) return;
  land(session, next, how);
}

/** Moves the keyboard to the first or the last node, as they are read. */
export function goToEnd(session: CanvasSession, end: 'first' | 'last'): void {
  const { content, positions } = session.arrangement.getSnapshot();
  const order = readingOrder(positions, [...content.operations.keys()]);
  const id = order.at(end === 'first' ? 0 : -1);
  if (id !== undefined) land(session, id, 'select');
}

function land(session: CanvasSession, id: string, how: 'select' | 'extend' | 'keep'): void {
  if (how === 'select') session.selectIds([id]);
  if (how === 'extend') session.selectIds([...session.selectedIds(), id]);
  session.focus(id);
}

/** The node that keys are about. */
export function focusedOrFirst(session: CanvasSession): string | undefined {
  const { operations } = session.arrangement.getSnapshot().content;
  const { focusedId } = session.view.get();
  if (focusedId !== undefined && operations.has(focusedId)) return focusedId;
  return session.selectedIds()[0] ?? operations.keys().next().value;
}

export function toggleSelected(session: CanvasSession, id: string): void {
  const selected = session.selectedIds();
  session.selectIds(selected.includes(id) ? selected.filter((other) => other !== id) : [...selected, id]);
}

export function selectAll(session: CanvasSession): void {
  const { operations, connections } = session.arrangement.getSnapshot().content;
  session.selectIds([...operations.keys()], [...connections.keys()]);
  session.announce(`${String(operations.size)} operations selected`);
}

/** Selects what leads to the selection (`in`), or what it leads to (`out`), with it. */
export function selectStream(session: CanvasSession, way: 'in' | 'out'): void {
  const { content } = session.arrangement.getSnapshot();
  const found = reach(content, session.selectedIds(), way).filter((id) => content.operations.has(id));
  session.selectIds(found);
  session.announce(`${String(found.length)} operations selected`);
}

/** Steps to the next or previous connection of the focused node, with the keyboard and the selection. */
export function goToConnection(session: CanvasSession, by: 1 | -1): void {
  const { connections } = session.arrangement.getSnapshot().content;
  const here = focusedOrFirst(session);
  const mine = [...connections].flatMap(([id, { source, target }]) =>
    source === here || target === here ? [id] : [],
  );
  const selected = session.snapshot.selection.connections[0];
  const at = mine.findIndex((id) => id === session.ids?.connections[selected ?? -1]);
  const next = mine.at((at < 0 && by < 0 ? 0 : at + by) % mine.length);
  if (next === undefined) return;
  session.selectIds([], [next]);
  session.focusEdge(next);
}

/** From a connection that has the keyboard, arrows lead to its ends and to the others of the node. */
function goFromConnection(session: CanvasSession, direction: Direction): boolean {
  const { connections, operations } = session.arrangement.getSnapshot().content;
  const edge = connections.get(session.view.get().focusedEdge ?? '');
  if (!edge) return false;
  if (direction === 'up' || direction === 'down') goToConnection(session, direction === 'down' ? 1 : -1);
  else {
    const end = direction === 'left' ? edge.source : edge.target;
    if (operations.has(end)) land(session, end, 'select');
  }
  return true;
}
