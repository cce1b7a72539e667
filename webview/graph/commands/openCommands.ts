// What keys, menus and buttons open: lists, boxes, panes, places elsewhere. Knows no component.
import type { CanvasAction, CanvasPoint } from '../../../src/protocol/canvas.ts';
import { copyMermaid, exportPicture } from '../pictures/exportPicture.ts';
import type { CanvasSession } from '../state/canvasSession.ts';
import { nodeHeight, nodeWidth } from '../state/nodeSizes.ts';
import { openPane, togglePane } from '../state/panes.ts';
import { arrange, focusedOrFirst } from './arrangeCommands.ts';

/** A list of what may be added: behind the focused operation, else on its own. */
export function quickAdd(session: CanvasSession): void {
  if (!session.canEdit) return;
  const id = focusedOrFirst(session);
  const operation = id === undefined ? undefined : session.indexOf(id);
  const type = session.graph?.operations[operation ?? -1]?.type;
  if (id === undefined || operation === undefined || type === 'sink') return addAnywhere(session);
  session.view.set({
    picker: {
      kind: 'add',
      at: besideNode(session, id),
      title: `Add behind ${id}`,
      place: { kind: 'behind', from: { operation } },
    },
  });
}

/** A list of what may be added on its own, at `at` of the window or in the middle. */
export function addAnywhere(session: CanvasSession, at?: CanvasPoint): void {
  const { viewport } = session;
  if (!viewport || !session.canEdit) return;
  const point = at && viewport.toCanvas(at);
  session.view.set({
    picker: {
      kind: 'add',
      at: at ?? viewport.toScreen(viewport.middle()),
      title: 'Add an operation',
      place: { kind: 'free' },
      point: point && { x: point.x - nodeWidth / 2, y: point.y - nodeHeight / 2 },
    },
  });
}

/** A list of what may be put into a connection. */
export function insertInto(session: CanvasSession, connectionId: string, at: CanvasPoint): void {
  const connection = session.ids?.connectionAt.get(connectionId);
  if (connection === undefined || !session.canEdit) return;
  session.view.set({
    picker: { kind: 'add', at, title: 'Insert into the connection', place: { kind: 'between', connection } },
  });
}

/** A list of what the focused operation may be connected to. */
export function connectByKeys(session: CanvasSession): void {
  const from = focusedOrFirst(session);
  if (from === undefined || !session.canEdit) return;
  session.view.set({ picker: { kind: 'connect', at: besideNode(session, from), from } });
}

/** Where menus and lists about a node open. */
export function besideNode(session: CanvasSession, id: string): CanvasPoint {
  const { viewport } = session;
  const point = session.arrangement.getSnapshot().positions[id];
  if (!viewport || !point) return { x: 80, y: 80 };
  return viewport.toScreen({ x: point.x + nodeWidth / 2, y: point.y + nodeHeight });
}

export function startRename(session: CanvasSession): void {
  const id = focusedOrFirst(session);
  if (id !== undefined && session.canEdit) session.view.set({ renaming: id });
}

export function showProblems(session: CanvasSession): void {
  session.view.set(openPane(session.view.get(), 'inspector'));
  session.editor.askInspector('problems');
}

/** Opens the properties of what the keyboard is on, and moves it there. */
export function openInspector(session: CanvasSession): void {
  const id = focusedOrFirst(session);
  if (id !== undefined && session.snapshot.selection.connections.length === 0) session.selectIds([id]);
  session.view.set(openPane(session.view.get(), 'inspector'));
  session.editor.askInspector('name');
}

/** Shows the entry of the first thing selected in the text. */
export function showInText(session: CanvasSession): void {
  const { graph } = session;
  const { operations, connections } = session.snapshot.selection;
  const range =
    graph?.operations[operations[0] ?? -1]?.range ?? graph?.connections[connections[0] ?? -1]?.range;
  if (range) session.editor.host.notify('revealText', { range });
}

export function openSource(session: CanvasSession): void {
  const [operation] = session.snapshot.selection.operations;
  const { model } = session.snapshot;
  if (operation !== undefined && model)
    session.editor.host.notify('openModuleSource', { operation, version: model.version });
}

/** Sets or removes the breakpoint of the first thing selected. */
export function toggleBreakpoint(session: CanvasSession): void {
  const [operation] = session.selectedIds();
  const connection = session.ids?.connections[session.snapshot.selection.connections[0] ?? -1];
  if (operation !== undefined) session.toggleBreakpoint({ operation });
  else if (connection !== undefined) session.toggleBreakpoint({ connection });
}

/** Asks for a fault for an operation of the run that goes on. */
export function disturb(session: CanvasSession, operation: string): void {
  session.editor.host.notify('disturbNode', { operation });
}

export function openSearch(session: CanvasSession): void {
  const { search } = session.view.get();
  if (!search) session.view.set({ search: { text: '', type: '', hasProblems: false, at: 0 } });
  // Asked again, it is the box that is wanted.
  document.querySelector<HTMLInputElement>('.search input')?.select();
}

/** What menus and keys of VS Code ask for. */
export function act(session: CanvasSession, action: CanvasAction): void {
  const view = session.view.get();
  switch (action) {
    case 'arrange':
      return void arrange(session);
    case 'fit':
      return session.viewport?.fit();
    case 'add':
      return quickAdd(session);
    case 'find':
      return openSearch(session);
    case 'export-svg':
      return exportAs(session, 'svg');
    case 'export-png':
      return exportAs(session, 'png');
    case 'copy-mermaid':
      if (session.graph) void copyMermaid(session.editor.host, session.graph);
      return;
    case 'toggle-yaml':
      return session.view.set({ isYamlOpen: !view.isYamlOpen });
    case 'toggle-inspector':
      return session.view.set(togglePane(view, 'inspector'));
  }
}

function exportAs(session: CanvasSession, format: 'svg' | 'png'): void {
  const { graph } = session;
  if (!graph) return;
  const { positions } = session.arrangement.getSnapshot();
  const size = { width: nodeWidth, height: nodeHeight };
  const sizes = Object.fromEntries(Object.keys(positions).map((id) => [id, size]));
  void exportPicture(session.editor.host, format, { graph, positions, sizes });
}
