// Puts operations that are on the canvas, and that nothing is connected to, into connections. Knows no component.
import { whyNotInsert } from '../../../src/graph/connectable.ts';
import type { CanvasSession } from '../state/canvasSession.ts';

/** Whether nothing is connected to the operation. */
export function isLoose({ arrangement }: CanvasSession, id: string): boolean {
  const { operations, connections } = arrangement.getSnapshot().content;
  if (!operations.has(id)) return false;
  return ![...connections.values()].some(({ source, target }) => source === id || target === id);
}

/** Why the operation must not go into the connection `edge`; undefined when it may. */
export function whyNotInto(session: CanvasSession, id: string, edge: string): string | undefined {
  const { graph, ids } = session;
  if (!graph || !ids) return 'There is no graph.';
  const operation = ids.operationAt.get(id) ?? -1;
  return whyNotInsert(graph, { operation, connection: ids.connectionAt.get(edge) ?? -1 });
}

/** Operations that may go into the connection, in the order of the text. */
export function insertable(session: CanvasSession, edge: string): string[] {
  const { operations } = session.arrangement.getSnapshot().content;
  return [...operations.keys()].filter(
    (id) => isLoose(session, id) && whyNotInto(session, id, edge) === undefined,
  );
}

/** Puts the operation into the connection, and between what it connected. */
export async function insertOperation(session: CanvasSession, id: string, edge: string): Promise<void> {
  const { arrangement, editor, ids } = session;
  const operation = ids?.operationAt.get(id);
  const connection = ids?.connectionAt.get(edge);
  if (operation === undefined || connection === undefined) return arrangement.drop();
  arrangement.placeAnew(id);
  const outcome = await editor.edit({ kind: 'insert-operation', operation, connection });
  if (outcome.kind !== 'done') return arrangement.drop();
  session.selectIds([id]);
  session.focus(id);
  session.announce(`${id} inserted`);
}
