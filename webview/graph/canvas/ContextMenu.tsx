// The menu of a node, of a connection or of the canvas. Knows no gesture: every line is a command.
import { type KeyboardEvent, type ReactElement, useCallback } from 'react';
import type { CanvasSession } from '../state/canvasSession.ts';
import type { OpenMenu } from '../state/canvasView.ts';
import { menuLines } from './menuLines.ts';
import { useSession, useView } from './sessionContext.ts';
import { useFloating } from './useFloating.ts';

export function ContextMenu(): ReactElement | null {
  const menu = useView((view) => view.menu);
  return menu ? <Menu key={`${String(menu.at.x)} ${String(menu.at.y)}`} menu={menu} /> : null;
}

function Menu({ menu }: { readonly menu: OpenMenu }): ReactElement {
  const session = useSession();
  const close = useCallback(() => session.view.set({ menu: undefined }), [session]);
  const { place, style } = useFloating(menu.at, close);
  return (
    <div
      className="floating menu"
      ref={place}
      style={style}
      role="menu"
      tabIndex={-1}
      aria-label="Commands"
      onKeyDown={(event) => pressInMenu(session, event, close)}
    >
      {menuLines(session, menu).map((line, index) =>
        line === 'rule' ? (
          <div key={index} role="separator" className="menu-rule" />
        ) : (
          <button
            key={line.words}
            type="button"
            role="menuitem"
            className="menu-item"
            tabIndex={-1}
            aria-disabled={line.isDisabled}
            ref={index === 0 ? focusOnce : undefined}
            onClick={() => {
              if (line.isDisabled) return;
              close();
              goBack(session);
              line.run();
            }}
          >
            <span>{line.words}</span>
            {line.key !== undefined && <kbd>{line.key}</kbd>}
          </button>
        ),
      )}
    </div>
  );
}

function focusOnce(item: HTMLButtonElement | null): void {
  item?.focus();
}

function goBack(session: CanvasSession): void {
  const { focusedId } = session.view.get();
  if (focusedId !== undefined) session.focus(focusedId);
}

function pressInMenu(session: CanvasSession, event: KeyboardEvent<HTMLDivElement>, close: () => void): void {
  event.stopPropagation();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  const at = items.findIndex((item) => item === document.activeElement);
  const to = (index: number): void => items.at(index % items.length)?.focus();
  if (event.key === 'ArrowDown') to(at + 1);
  else if (event.key === 'ArrowUp') to(at - 1);
  else if (event.key === 'Home') to(0);
  else if (event.key === 'End') to(-1);
  else if (event.key === 'Escape' || event.key === 'Tab') {
    close();
    goBack(session);
  } else return;
  event.preventDefault();
}
