// The visual editor: lays out its parts.
import {
  type KeyboardEvent,
  lazy,
  type ReactElement,
  type ReactNode,
  Suspense,
  useEffect,
  useLayoutEffect,
} from 'react';
import '../controls/controls.css';
import { untilIdle } from '../untilIdle.ts';
import { CanvasFrame } from './canvas/CanvasFrame.tsx';
import { ContextMenu } from './canvas/ContextMenu.tsx';
import { DragGhost } from './canvas/DragGhost.tsx';
import { DropReason } from './canvas/DropReason.tsx';
import { focusCanvas } from './canvas/focusCanvas.ts';
import { Announcer, Notice } from './canvas/Notices.tsx';
import { Outline } from './canvas/Outline.tsx';
import { Picker } from './canvas/Picker.tsx';
import { Resizer } from './canvas/Resizer.tsx';
import { SessionProvider, useEditor, useSession, useView } from './canvas/sessionContext.ts';
import { ShortcutSheet } from './canvas/ShortcutSheet.tsx';
import { Toolbar } from './canvas/Toolbar.tsx';
import { Palette } from './palette/Palette.tsx';
import type { CanvasSession } from './state/canvasSession.ts';
import { foldPane, lookOf, type Pane } from './state/panes.ts';
import './inspector/inspector.css';
import './styles/graph.css';
import './styles/nodes.css';
import './styles/parts.css';

// The canvas comes first: the toolkit behind the fields takes as long as it does.
const Inspector = lazy(async () => {
  await untilIdle();
  return { default: (await import('./inspector/Inspector.tsx')).Inspector };
});
const YamlPane = lazy(async () => ({ default: (await import('./yaml/YamlPane.tsx')).YamlPane }));

export function App({ session }: { readonly session: CanvasSession }): ReactElement {
  return (
    <SessionProvider value={session}>
      <Editor />
    </SessionProvider>
  );
}

/** Nothing is drawn before the first model: nothing flashes. */
function Editor(): ReactElement {
  const { view } = useSession();
  const hasStarted = useEditor((snapshot) => snapshot.hasStarted);
  useLayoutEffect(() => {
    const follow = (): void => view.set({ width: window.innerWidth });
    follow();
    window.addEventListener('resize', follow);
    return () => window.removeEventListener('resize', follow);
  }, [view]);
  useEffect(() => {
    document.body.dataset['ready'] = String(hasStarted);
  }, [hasStarted]);
  if (!hasStarted) return <div className="editor" aria-busy="true" />;
  return (
    <main className="editor" aria-label="Visual editor">
      <Toolbar />
      <div className="parts">
        <PalettePane />
        <div className="middle">
          <CanvasFrame />
          <TextPane />
        </div>
        <InspectorPane />
      </div>
      <Outline />
      <ContextMenu />
      <Picker />
      <ShortcutSheet />
      <DragGhost />
      <DropReason />
      <Notice />
      <Announcer />
    </main>
  );
}

function PalettePane(): ReactElement | null {
  const { view } = useSession();
  const size = useView(({ paletteWidth }) => paletteWidth);
  return (
    <SidePane pane="palette">
      <div className="pane" style={{ width: size }}>
        <Palette />
      </div>
      <Resizer
        label="Palette"
        side="left"
        {...{ size, least: 120, most: 400 }}
        onSize={(paletteWidth) => view.set({ paletteWidth })}
      />
    </SidePane>
  );
}

function TextPane(): ReactElement | null {
  const { view, editor } = useSession();
  const size = useView(({ yamlHeight }) => yamlHeight);
  if (!useView(({ isYamlOpen }) => isYamlOpen)) return null;
  return (
    <>
      <Resizer
        label="YAML"
        side="below"
        {...{ size, least: 100, most: 700 }}
        onSize={(yamlHeight) => view.set({ yamlHeight })}
      />
      <div className="yaml" style={{ height: size }}>
        <Suspense>
          <YamlPane editor={editor} />
        </Suspense>
      </div>
    </>
  );
}

function InspectorPane(): ReactElement | null {
  const { view, editor } = useSession();
  const size = useView(({ inspectorWidth }) => inspectorWidth);
  return (
    <SidePane pane="inspector">
      <Resizer
        label="Properties"
        side="right"
        {...{ size, least: 200, most: 700 }}
        onSize={(inspectorWidth) => view.set({ inspectorWidth })}
      />
      <div className="pane side" style={{ width: size }}>
        <Suspense>
          <Inspector editor={editor} />
        </Suspense>
      </div>
    </SidePane>
  );
}

interface SidePaneProps {
  readonly pane: Pane;
  readonly children: ReactNode;
}

/** Beside the canvas, or over it where there is no room; Escape folds what lies over it. */
function SidePane({ pane, children }: SidePaneProps): ReactElement | null {
  const { view } = useSession();
  const look = useView((state) => lookOf(state, pane));
  if (look === 'folded') return null;
  const press = (event: KeyboardEvent): void => {
    if (look !== 'over' || event.key !== 'Escape' || event.defaultPrevented) return;
    focusCanvas();
    view.set(foldPane(view.get(), pane));
  };
  return (
    <div className={`side-pane at-${pane} is-${look}`} onKeyDown={press}>
      {children}
    </div>
  );
}
