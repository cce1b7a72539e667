// The visual editor: lays out its parts.
import { lazy, type ReactElement, Suspense, useEffect } from 'react';
import { CanvasFrame } from './canvas/CanvasFrame.tsx';
import { ContextMenu } from './canvas/ContextMenu.tsx';
import { DragGhost } from './canvas/DragGhost.tsx';
import { DropReason } from './canvas/DropReason.tsx';
import { Announcer, Notice } from './canvas/Notices.tsx';
import { Outline } from './canvas/Outline.tsx';
import { Picker } from './canvas/Picker.tsx';
import { Resizer } from './canvas/Resizer.tsx';
import { SessionProvider, useEditor, useSession, useView } from './canvas/sessionContext.ts';
import { ShortcutSheet } from './canvas/ShortcutSheet.tsx';
import { Toolbar } from './canvas/Toolbar.tsx';
import { Inspector } from './inspector/Inspector.tsx';
import { Palette } from './palette/Palette.tsx';
import type { CanvasSession } from './state/canvasSession.ts';
import './styles/graph.css';
import './styles/nodes.css';
import './styles/parts.css';

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
  const hasStarted = useEditor((snapshot) => snapshot.hasStarted);
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
  if (!useView(({ isPaletteOpen }) => isPaletteOpen)) return null;
  return (
    <>
      <div className="pane" style={{ width: size }}>
        <Palette />
      </div>
      <Resizer
        label="Palette"
        side="left"
        {...{ size, least: 120, most: 400 }}
        onSize={(paletteWidth) => view.set({ paletteWidth })}
      />
    </>
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
  if (!useView(({ isInspectorOpen }) => isInspectorOpen)) return null;
  return (
    <>
      <Resizer
        label="Properties"
        side="right"
        {...{ size, least: 200, most: 700 }}
        onSize={(inspectorWidth) => view.set({ inspectorWidth })}
      />
      <div className="pane side" style={{ width: size }}>
        <Inspector editor={editor} />
      </div>
    </>
  );
}
