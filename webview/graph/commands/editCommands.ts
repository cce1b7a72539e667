// What keys, menus and buttons do to a graph. Each is one gesture, so one step of undo. Knows no component.
import type { NewOperationPlace } from '../../../src/graph/gesture.ts';
import type { Arm } from '../../../src/graph/model.ts';
import type { CanvasPoint, CanvasShape, EditOutcome } from '../../../src/protocol/canvas.ts';
import type { PaletteEntry } from '../palette/paletteEntries.ts';
import type { CanvasSession } from '../state/canvasSession.ts';
import { neighbours } from '../state/graphWalk.ts';

/** Adds an operation, selects it and moves the keyboard to it. */
export async function addOperation(
  session: CanvasSession,
  { type, module }: Pick<PaletteEntry, 'type' | 'module'>,
  place: NewOperationPlace,
  at?: CanvasPoint,
): Promise<void> {
  const gesture = { kind: 'add-operation', type, place, ...(module !== undefined && { module }) } as const;
  showCreated(session, await session.editor.edit(gesture, at), 'added');
}

/** Removes what is selected; the keyboard goes to what was beside it. */
export async function removeSelection(session: CanvasSession, doesBridge = false): Promise<void> {
  const { operations, connections } = session.snapshot.selection;
  if (operations.length + connections.length === 0) return;
  const gone = session.selectedIds();
  const next = nextFocus(session, gone);
  const outcome = await session.editor.edit({ kind: 'remove', operations, connections, doesBridge });
  if (outcome.kind !== 'done') return;
  session.announce(`${countOf(operations.length, 'operation', connections.length)} removed`);
  if (next !== undefined) session.focus(next);
}

function countOf(operations: number, word: string, connections: number): string {
  if (operations === 0) return connections === 1 ? '1 connection' : `${String(connections)} connections`;
  return operations === 1 ? `1 ${word}` : `${String(operations)} ${word}s`;
}

/** A node beside `gone` that stays. */
function nextFocus(session: CanvasSession, gone: readonly string[]): string | undefined {
  const { content } = session.arrangement.getSnapshot();
  const { focusedId } = session.view.get();
  if (focusedId !== undefined && !gone.includes(focusedId)) return focusedId;
  const beside = gone.flatMap((id) => [...neighbours(content, id, 'in'), ...neighbours(content, id, 'out')]);
  return [...beside, ...content.operations.keys()].find((id) => !gone.includes(id));
}

export async function rename(session: CanvasSession, id: string, name: string): Promise<void> {
  const operation = session.indexOf(id);
  if (operation === undefined || name === '' || name === session.graph?.operations[operation]?.name) return;
  const outcome = await session.editor.edit({ kind: 'rename-operation', operation, name });
  if (outcome.kind !== 'done') return;
  session.announce(`Renamed to ${name}`);
  const now = session.ids?.operations[operation];
  if (now !== undefined) session.focus(now);
}

export async function connect(session: CanvasSession, from: string, to: string, arm?: Arm): Promise<void> {
  const [start, end] = [session.indexOf(from), session.indexOf(to)];
  if (start === undefined || end === undefined) return;
  const outcome = await session.editor.edit({
    kind: 'connect',
    from: { operation: start, ...(arm && { arm }) },
    to: end,
  });
  if (outcome.kind === 'done') session.announce(`Connected ${from} to ${to}`);
}

/** Puts the selected operations on the clipboard. */
export async function copy(session: CanvasSession): Promise<boolean> {
  const { model, selection } = session.snapshot;
  if (!model || selection.operations.length === 0) return false;
  const { count } = await session.editor.host.request('copy', {
    version: model.version,
    operations: selection.operations,
    shape: shapeOf(session),
  });
  session.announce(`${countOf(count, 'operation', 0)} copied`);
  return count > 0;
}

export async function cut(session: CanvasSession): Promise<void> {
  if (session.canEdit && (await copy(session))) await removeSelection(session);
}

/** Pastes at a point; without one beside the selection, or in the middle of the picture. */
export async function paste(session: CanvasSession, at?: CanvasPoint): Promise<void> {
  showCreated(session, await session.editor.paste(at ?? pastePoint(session)), 'pasted');
}

/** Copies what is selected beside itself; the clipboard stays. */
export async function duplicate(session: CanvasSession): Promise<void> {
  const { operations } = session.snapshot.selection;
  if (operations.length === 0) return;
  const gesture = { kind: 'duplicate', operations } as const;
  const outcome = await session.editor.edit(gesture, pastePoint(session), shapeOf(session));
  showCreated(session, outcome, 'duplicated');
}

/** How the selected operations lie to each other. */
function shapeOf(session: CanvasSession): CanvasShape {
  const { positions } = session.arrangement.getSnapshot();
  const points = session.selectedIds().map((id) => positions[id] ?? { x: 0, y: 0 });
  const left = Math.min(...points.map(({ x }) => x));
  const top = Math.min(...points.map(({ y }) => y));
  return points.map(({ x, y }) => ({ x: Math.round(x - left), y: Math.round(y - top) }));
}

function pastePoint(session: CanvasSession): CanvasPoint {
  const { positions } = session.arrangement.getSnapshot();
  const points = session.selectedIds().flatMap((id) => positions[id] ?? []);
  if (points.length === 0) return session.viewport?.middle() ?? { x: 0, y: 0 };
  return { x: Math.min(...points.map(({ x }) => x)) + 40, y: Math.max(...points.map(({ y }) => y)) + 90 };
}

function showCreated(session: CanvasSession, outcome: EditOutcome, verb: string): void {
  if (outcome.kind !== 'done' || outcome.created.length === 0) return;
  session.editor.selectByName(outcome.created);
  const first = outcome.created[0] ?? '';
  session.focus(first);
  session.announce(
    outcome.created.length === 1
      ? `${first} ${verb}`
      : `${String(outcome.created.length)} operations ${verb}`,
  );
}

/** Moves the ends of a connection that are others than before. */
export async function reconnect(
  session: CanvasSession,
  id: string,
  { source, target, arm }: { source: string; target: string; arm?: Arm | undefined },
): Promise<void> {
  const { graph, ids } = session;
  const connection = ids?.connectionAt.get(id);
  const old = graph?.connections[connection ?? -1];
  const [start, end] = [session.indexOf(source), session.indexOf(target)];
  if (connection === undefined || !old || start === undefined || end === undefined) return;
  const isNewStart = source !== old.from || arm !== old.arm;
  if (!isNewStart && target === old.to) return;
  const outcome = await session.editor.edit({
    kind: 'reconnect',
    connection,
    ...(isNewStart && { from: { operation: start, ...(arm && { arm }) } }),
    ...(target !== old.to && { to: end }),
  });
  if (outcome.kind === 'done') session.announce(`Connection now leads from ${source} to ${target}`);
}
