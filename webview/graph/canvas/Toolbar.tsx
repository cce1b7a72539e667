// The buttons above the canvas. Arrow keys go from one to the next; the Tab key stops once.
import { type KeyboardEvent, type ReactElement, useState } from 'react';
import type { CanvasCommand } from '../../../src/protocol/canvas.ts';
import { act, addAnywhere, openSearch } from '../commands/openCommands.ts';
import { Icon, type IconName } from '../icons/icons.tsx';
import type { CanvasSession } from '../state/canvasSession.ts';
import type { CanvasView } from '../state/canvasView.ts';
import { lookOf, togglePane } from '../state/panes.ts';
import { useCanEdit, useEditor, useSession, useView } from './sessionContext.ts';

interface Tool {
  readonly icon: IconName;
  readonly words: string;
  readonly isPressed?: boolean;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}

const commandTools: readonly {
  readonly command: CanvasCommand;
  readonly icon: IconName;
  readonly words: string;
}[] = [
  { command: 'run', icon: 'run', words: 'Run' },
  { command: 'debug', icon: 'debug', words: 'Debug' },
  { command: 'open-text', icon: 'text', words: 'Open as Text' },
  { command: 'problems', icon: 'warning', words: 'Problems' },
];

export function Toolbar(): ReactElement {
  const session = useSession();
  const view = useView((all) => all);
  const commands = useEditor((snapshot) => snapshot.commands);
  const canEdit = useCanEdit();
  const [stop, setStop] = useState(0);
  const groups: (readonly Tool[])[] = [
    commandTools
      .filter(({ command }) => commands.includes(command))
      .map(({ command, icon, words }) => ({
        icon,
        words,
        run: () => session.editor.host.notify('runCommand', { command }),
      })),
    editTools(session, canEdit),
    viewTools(session, view),
    paneTools(session, view),
  ].filter((group) => group.length > 0);
  let count = 0;
  return (
    <div className="toolbar" role="toolbar" aria-label="Canvas" onKeyDown={moveAmongTools}>
      {groups.map((group) => (
        <div key={group[0]?.words} className="toolbar-group">
          {group.map((tool) => {
            const index = count++;
            return (
              <button
                key={tool.words}
                type="button"
                className="tool"
                title={tool.words}
                aria-label={tool.words}
                aria-pressed={tool.isPressed}
                aria-disabled={tool.isDisabled}
                tabIndex={index === stop ? 0 : -1}
                onFocus={() => setStop(index)}
                onClick={() => {
                  if (!tool.isDisabled) tool.run();
                }}
              >
                <Icon name={tool.icon} />
              </button>
            );
          })}
        </div>
      ))}
    </div>
  );
}

function editTools(session: CanvasSession, canEdit: boolean): Tool[] {
  return [
    { icon: 'add', words: 'Add an Operation', isDisabled: !canEdit, run: () => addAnywhere(session) },
    { icon: 'arrange', words: 'Arrange', run: () => act(session, 'arrange') },
    { icon: 'search', words: 'Search (Ctrl+F)', run: () => openSearch(session) },
  ];
}

function viewTools({ view, viewport }: CanvasSession, state: CanvasView): Tool[] {
  return [
    { icon: 'zoomOut', words: 'Zoom Out', run: () => viewport?.zoom(0.5) },
    { icon: 'zoomIn', words: 'Zoom In', run: () => viewport?.zoom(2) },
    { icon: 'fit', words: 'Show the Whole Graph', run: () => viewport?.fit() },
    {
      icon: 'marquee',
      words: 'Drag to Select',
      isPressed: state.doesDragSelect,
      run: () => view.set({ doesDragSelect: !state.doesDragSelect }),
    },
    {
      icon: 'grid',
      words: 'Snap to Grid',
      isPressed: state.doesSnap,
      run: () => view.set({ doesSnap: !state.doesSnap }),
    },
    {
      icon: 'minimap',
      words: 'Overview',
      isPressed: state.isMinimapOpen,
      run: () => view.set({ isMinimapOpen: !state.isMinimapOpen }),
    },
  ];
}

function paneTools({ view }: CanvasSession, state: CanvasView): Tool[] {
  return [
    {
      icon: 'palette',
      words: 'Palette',
      isPressed: lookOf(state, 'palette') !== 'folded',
      run: () => view.set(togglePane(state, 'palette')),
    },
    {
      icon: 'yaml',
      words: 'YAML',
      isPressed: state.isYamlOpen,
      run: () => view.set({ isYamlOpen: !state.isYamlOpen }),
    },
    {
      icon: 'inspector',
      words: 'Properties',
      isPressed: lookOf(state, 'inspector') !== 'folded',
      run: () => view.set(togglePane(state, 'inspector')),
    },
    { icon: 'help', words: 'Keyboard Shortcuts (?)', run: () => view.set({ isSheetOpen: true }) },
  ];
}

function moveAmongTools(event: KeyboardEvent<HTMLDivElement>): void {
  const tools = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  const at = tools.findIndex((tool) => tool === document.activeElement);
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by === undefined || at < 0) return;
  event.preventDefault();
  tools[(at + by + tools.length) % tools.length]?.focus();
}
