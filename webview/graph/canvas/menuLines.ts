// What stands in the menus of the canvas. Knows no component.
import type { CanvasPoint } from '../../../src/protocol/canvas.ts';
import { align, selectAll, selectStream, undoArrange } from '../commands/arrangeCommands.ts';
import { copy, cut, duplicate, paste, removeSelection } from '../commands/editCommands.ts';
import {
  act,
  addAnywhere,
  connectByKeys,
  disturb,
  insertInto,
  openSource,
  quickAdd,
  showInText,
  showProblems,
  startRename,
  toggleBreakpoint,
} from '../commands/openCommands.ts';
import type { CanvasSession } from '../state/canvasSession.ts';
import type { OpenMenu } from '../state/canvasView.ts';

export interface MenuLine {
  readonly words: string;
  readonly key?: string;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}

export function menuLines(session: CanvasSession, { at, target }: OpenMenu): readonly (MenuLine | 'rule')[] {
  switch (target.kind) {
    case 'node':
      return session.selectedIds().length > 1 ? manyLines(session) : nodeLines(session, target.id);
    case 'edge':
      return edgeLines(session, target.id, at);
    case 'pane':
      return paneLines(session, at);
  }
}

function nodeLines(session: CanvasSession, id: string): readonly (MenuLine | 'rule')[] {
  const isDisabled = !session.canEdit;
  const data = session.arrangement.getSnapshot().content.operations.get(id);
  const about = (run: (session: CanvasSession) => void) => () => {
    session.focus(id);
    run(session);
  };
  return [
    { words: 'Rename', key: 'F2', isDisabled, run: about(startRename) },
    ...(data?.type === 'sink'
      ? []
      : [
          { words: 'Add Behind…', key: 'Space', isDisabled, run: about(quickAdd) },
          { words: 'Connect To…', key: 'C', isDisabled, run: about(connectByKeys) },
        ]),
    'rule',
    ...copyLines(session),
    'rule',
    ...selectLines(session),
    'rule',
    ...((data?.problemCount ?? 0) > 0
      ? [{ words: 'Show Problems', key: 'P', run: () => showProblems(session) }]
      : []),
    { words: 'Toggle Breakpoint', key: 'B', run: () => toggleBreakpoint(session) },
    ...(data && isRunning(session) ? [{ words: 'Disturb…', run: () => disturb(session, data.name) }] : []),
    { words: 'Show in Text', run: () => showInText(session) },
    ...(data?.module === undefined ? [] : [{ words: 'Open Source', run: () => openSource(session) }]),
    'rule',
    ...removeLines(session),
  ];
}

function isRunning({ overlay }: CanvasSession): boolean {
  const { phase, isReplay } = overlay.getState();
  return !isReplay && (phase === 'running' || phase === 'paused');
}

function manyLines(session: CanvasSession): readonly (MenuLine | 'rule')[] {
  return [
    { words: 'Align Left', run: () => align(session, 'left') },
    { words: 'Align Top', run: () => align(session, 'top') },
    { words: 'Distribute Horizontally', run: () => align(session, 'across') },
    { words: 'Distribute Vertically', run: () => align(session, 'down') },
    'rule',
    ...copyLines(session),
    'rule',
    ...selectLines(session),
    'rule',
    ...removeLines(session),
  ];
}

function copyLines(session: CanvasSession): readonly MenuLine[] {
  const isDisabled = !session.canEdit;
  return [
    { words: 'Cut', key: 'Ctrl+X', isDisabled, run: () => void cut(session) },
    { words: 'Copy', key: 'Ctrl+C', run: () => void copy(session) },
    { words: 'Duplicate', key: 'Ctrl+D', isDisabled, run: () => void duplicate(session) },
  ];
}

function selectLines(session: CanvasSession): readonly MenuLine[] {
  return [
    { words: 'Select Upstream', key: 'U', run: () => selectStream(session, 'in') },
    { words: 'Select Downstream', key: 'D', run: () => selectStream(session, 'out') },
  ];
}

function removeLines(session: CanvasSession): readonly MenuLine[] {
  const isDisabled = !session.canEdit;
  return [
    { words: 'Remove', key: 'Delete', isDisabled, run: () => void removeSelection(session) },
    {
      words: 'Remove and Reconnect',
      key: 'Shift+Delete',
      isDisabled,
      run: () => void removeSelection(session, true),
    },
  ];
}

function edgeLines(session: CanvasSession, id: string, at: CanvasPoint): readonly (MenuLine | 'rule')[] {
  const isDisabled = !session.canEdit;
  return [
    { words: 'Insert Operation…', key: 'Space', isDisabled, run: () => insertInto(session, id, at) },
    { words: 'Toggle Breakpoint', key: 'B', run: () => toggleBreakpoint(session) },
    { words: 'Show in Text', run: () => showInText(session) },
    'rule',
    { words: 'Remove', key: 'Delete', isDisabled, run: () => void removeSelection(session) },
  ];
}

function paneLines(session: CanvasSession, at: CanvasPoint): readonly (MenuLine | 'rule')[] {
  const isDisabled = !session.canEdit;
  return [
    { words: 'Add Operation…', key: 'Space', isDisabled, run: () => addAnywhere(session, at) },
    {
      words: 'Paste',
      key: 'Ctrl+V',
      isDisabled,
      run: () => void paste(session, session.viewport?.toCanvas(at)),
    },
    { words: 'Select All', key: 'Ctrl+A', run: () => selectAll(session) },
    'rule',
    { words: 'Arrange', run: () => act(session, 'arrange') },
    ...(session.arrangement.getSnapshot().canUndo
      ? [{ words: 'Undo Arrange', key: 'Ctrl+Z', run: () => void undoArrange(session) }]
      : []),
    { words: 'Show the Whole Graph', key: 'F', run: () => act(session, 'fit') },
    'rule',
    { words: 'Export as SVG…', run: () => act(session, 'export-svg') },
    { words: 'Export as PNG…', run: () => act(session, 'export-png') },
    { words: 'Copy as Mermaid', run: () => act(session, 'copy-mermaid') },
    'rule',
    { words: 'Keyboard Shortcuts', key: '?', run: () => session.view.set({ isSheetOpen: true }) },
  ];
}
