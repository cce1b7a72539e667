// What is around the flow library: the keyboard and the clipboard of the canvas, and what floats over it.
import { type KeyboardEvent, type ReactElement, useEffect } from 'react';
import { copy, cut, paste } from '../commands/editCommands.ts';
import { commandOf } from '../commands/keys.ts';
import { act } from '../commands/openCommands.ts';
import { CoverageStatus } from '../run/CoverageStatus.tsx';
import { RunStatus } from '../run/RunStatus.tsx';
import type { CanvasSession } from '../state/canvasSession.ts';
import { Canvas } from './Canvas.tsx';
import { BrokenBanner, EmptyHint } from './Notices.tsx';
import { SearchBox } from './SearchBox.tsx';
import { useArrangement, useEditor, useSession } from './sessionContext.ts';

/** Fills its container. */
export function CanvasFrame(): ReactElement {
  const session = useSession();
  const isBroken = useEditor(({ model }) => model?.state === 'broken');
  const arranged = useArrangement((snapshot) => snapshot.arranged);
  const isEmpty = useArrangement(({ content }) => content.operations.size === 0);
  const coverage = useEditor((snapshot) => snapshot.coverage);
  useClipboard();
  useEffect(() => session.editor.onAction((action) => act(session, action)), [session]);
  return (
    <div
      className={isBroken ? 'canvas is-frozen' : 'canvas'}
      data-arranged={arranged}
      role="application"
      aria-roledescription="canvas"
      aria-label="Graph. Arrow keys go along connections, Space adds, question mark lists all keys."
      tabIndex={isEmpty ? 0 : -1}
      onKeyDown={(event) => press(session, event)}
      onFocus={({ target }) => follow(session, target)}
    >
      <Canvas />
      {isEmpty && !isBroken && <EmptyHint />}
      <div className="over">
        {isBroken && <BrokenBanner />}
        <SearchBox />
        <RunStatus
          overlay={session.overlay}
          onStop={() => session.editor.host.notify('stopReplay', undefined)}
          onClear={() => {
            session.overlay.clear();
            session.editor.host.notify('clearRun', undefined);
          }}
        />
        {coverage && (
          <CoverageStatus
            coverage={coverage}
            onClear={() => session.editor.host.notify('clearCoverage', undefined)}
          />
        )}
      </div>
    </div>
  );
}

/** The Tab key comes back to the node that had the keyboard last; from there it also goes to connections. */
function follow({ view }: CanvasSession, target: EventTarget): void {
  if (!(target instanceof Element)) return;
  const id = target.getAttribute('data-id');
  if (id === null) return;
  if (target.classList.contains('react-flow__node')) view.set({ focusedId: id, focusedEdge: undefined });
  if (target.classList.contains('react-flow__edge')) view.set({ focusedEdge: id });
}

function press(session: CanvasSession, event: KeyboardEvent<HTMLDivElement>): void {
  const target = event.target as HTMLElement;
  if (target.matches('input, select, textarea, [contenteditable]')) return;
  // Buttons on the canvas are pressed by these.
  if (target.matches('button') && ['Enter', ' '].includes(event.key)) return;
  const command = commandOf(event);
  if (!command) return;
  event.preventDefault();
  event.stopPropagation();
  command.run(session);
}

/** VS Code turns its keys of the clipboard into these events; text fields keep theirs. */
function useClipboard(): void {
  const session = useSession();
  useEffect(() => {
    const isOurs = (): boolean => {
      const { activeElement } = document;
      if (activeElement?.matches('input, textarea, select, [contenteditable]')) return false;
      // Custom elements of the properties and the text beside have fields of their own inside.
      if (activeElement?.closest('.side, .yaml, .palette')) return false;
      return (window.getSelection()?.isCollapsed ?? true) || Boolean(activeElement?.closest('.canvas'));
    };
    const take = (run: (session: CanvasSession) => unknown) => (event: ClipboardEvent) => {
      if (!isOurs()) return;
      event.preventDefault();
      void run(session);
    };
    const listeners = { copy: take(copy), cut: take(cut), paste: take((target) => paste(target)) };
    for (const [name, listener] of Object.entries(listeners))
      document.addEventListener(name as 'copy', listener);
    return () => {
      for (const [name, listener] of Object.entries(listeners))
        document.removeEventListener(name as 'copy', listener);
    };
  }, [session]);
}
