// The keys of the canvas: one table for what they do and for the sheet that lists them. They work while the keyboard is on the
// canvas, never in a text field. Knows no component.
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';
import type { CanvasSession } from '../state/canvasSession.ts';
import type { Direction } from '../state/graphWalk.ts';
import {
  focusedOrFirst,
  go,
  goToConnection,
  goToEnd,
  nudge,
  selectAll,
  selectStream,
  toggleSelected,
} from './arrangeCommands.ts';
import { duplicate, removeSelection } from './editCommands.ts';
import {
  besideNode,
  connectByKeys,
  insertInto,
  openInspector,
  openSearch,
  quickAdd,
  showProblems,
  startRename,
  toggleBreakpoint,
} from './openCommands.ts';

export interface KeyCommand {
  /** `Ctrl+Shift+ArrowLeft`, in this order of modifiers; letters are small. On a Mac, the command key is Ctrl too. */
  readonly keys: readonly string[];
  /** For the sheet; what has none is another way to do the same. */
  readonly words?: string;
  readonly run: (session: CanvasSession) => void;
}

const directions: readonly Direction[] = ['left', 'right', 'up', 'down'];

function arrow(direction: Direction): string {
  return `Arrow${direction[0]?.toUpperCase() ?? ''}${direction.slice(1)}`;
}

function arrows(modifier: string, run: (session: CanvasSession, direction: Direction) => void): KeyCommand[] {
  return directions.map((direction) => ({
    keys: [`${modifier}${arrow(direction)}`],
    run: (session) => run(session, direction),
  }));
}

/** Lines of the sheet that stand for several keys at once. */
export const arrowLines: readonly { readonly keys: string; readonly words: string }[] = [
  { keys: '← →', words: 'Go to what comes before or follows' },
  { keys: '↑ ↓', words: 'Go to the operation above or below' },
  { keys: 'Shift + arrows', words: 'Go there and select it too' },
  { keys: 'Ctrl + arrows', words: 'Go there and leave the selection' },
  { keys: 'Alt + arrows', words: 'Move what is selected' },
  { keys: 'Ctrl + C, X, V', words: 'Copy, cut, paste' },
  { keys: 'Ctrl + Z, Y', words: 'Undo, redo; right after arranging, undo that' },
];

export const keyCommands: readonly KeyCommand[] = [
  ...arrows('', (session, direction) => go(session, direction, 'select')),
  ...arrows('Shift+', (session, direction) => go(session, direction, 'extend')),
  ...arrows('Ctrl+', (session, direction) => go(session, direction, 'keep')),
  ...arrows('Alt+', nudge),
  { keys: ['Home'], words: 'Go to the first operation', run: (session) => goToEnd(session, 'first') },
  { keys: ['End'], words: 'Go to the last operation', run: (session) => goToEnd(session, 'last') },
  {
    keys: ['e'],
    words: 'Go to the next connection of the operation; arrows lead to its ends',
    run: (session) => goToConnection(session, 1),
  },
  {
    keys: ['Shift+e'],
    words: 'Go to the previous connection',
    run: (session) => goToConnection(session, -1),
  },
  { keys: ['Space', '+'], words: 'Add an operation behind, or into the selected connection', run: addHere },
  { keys: ['c'], words: 'Connect to another operation', run: connectByKeys },
  { keys: ['Enter'], words: 'Go to the properties', run: openInspector },
  { keys: ['F2'], words: 'Rename', run: startRename },
  { keys: ['Delete', 'Backspace'], words: 'Remove', run: (session) => void removeSelection(session) },
  {
    keys: ['Shift+Delete'],
    words: 'Remove, and connect what was before with what followed',
    run: (session) => void removeSelection(session, true),
  },
  { keys: ['Ctrl+d'], words: 'Duplicate', run: (session) => void duplicate(session) },
  { keys: ['Ctrl+a'], words: 'Select everything', run: selectAll },
  { keys: ['Ctrl+Space'], words: 'Select or deselect the operation', run: toggleFocused },
  { keys: ['u'], words: 'Select everything upstream', run: (session) => selectStream(session, 'in') },
  { keys: ['d'], words: 'Select everything downstream', run: (session) => selectStream(session, 'out') },
  { keys: ['Ctrl+f'], words: 'Search', run: openSearch },
  { keys: ['p'], words: 'Go to the problems', run: showProblems },
  { keys: ['b', 'F9'], words: 'Set or remove a breakpoint', run: toggleBreakpoint },
  { keys: ['f'], words: 'Show the whole graph', run: ({ viewport }) => viewport?.fit() },
  { keys: ['z'], words: 'Come nearer', run: ({ viewport }) => viewport?.zoom(2) },
  { keys: ['Shift+z'], words: 'Go farther away', run: ({ viewport }) => viewport?.zoom(0.5) },
  { keys: ['Shift+F10', 'ContextMenu'], words: 'Open the menu', run: openMenu },
  { keys: ['?'], words: 'Show these keys', run: ({ view }) => view.set({ isSheetOpen: true }) },
  { keys: ['Escape'], words: 'Select nothing', run: clear },
];

const byKey = new Map(keyCommands.flatMap((command) => command.keys.map((key) => [key, command] as const)));

/** The part of a keyboard event that decides. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** The command of a key press, if it has one. */
export function commandOf(press: KeyPress): KeyCommand | undefined {
  const { key, ctrlKey, metaKey, shiftKey, altKey } = press;
  // What Shift made of a key, such as "?", says it all; a letter does not.
  const isSign = key.length === 1 && !/[a-z ]/i.test(key);
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toLowerCase() : key;
  const modifiers = [
    ...(ctrlKey || metaKey ? ['Ctrl+'] : []),
    ...(altKey ? ['Alt+'] : []),
    ...(shiftKey && !isSign ? ['Shift+'] : []),
  ];
  return byKey.get(`${modifiers.join('')}${name}`);
}

function addHere(session: CanvasSession): void {
  const { operations, connections } = session.snapshot.selection;
  const id = session.ids?.connections[connections[0] ?? -1];
  if (operations.length > 0 || id === undefined) return quickAdd(session);
  insertInto(session, id, menuPoint(session));
}

function toggleFocused(session: CanvasSession): void {
  const id = focusedOrFirst(session);
  if (id !== undefined) toggleSelected(session, id);
}

function openMenu(session: CanvasSession): void {
  const at = menuPoint(session);
  const connection = session.ids?.connections[session.snapshot.selection.connections[0] ?? -1];
  const id = focusedOrFirst(session);
  if (connection !== undefined) session.view.set({ menu: { at, target: { kind: 'edge', id: connection } } });
  else if (id === undefined) session.view.set({ menu: { at, target: { kind: 'pane' } } });
  else {
    if (!session.selectedIds().includes(id)) session.selectIds([id]);
    session.view.set({ menu: { at, target: { kind: 'node', id } } });
  }
}

function menuPoint(session: CanvasSession): CanvasPoint {
  const id = focusedOrFirst(session);
  if (id !== undefined) return besideNode(session, id);
  const { viewport } = session;
  return viewport ? viewport.toScreen(viewport.middle()) : { x: 80, y: 80 };
}

function clear(session: CanvasSession): void {
  session.selectIds([]);
  const id = focusedOrFirst(session);
  if (session.view.get().focusedEdge !== undefined && id !== undefined) session.focus(id);
}
