// The visual editor: lays out its parts.
import { lazy, type ReactElement, Suspense, useEffect } from 'react';
import { Canvas } from './canvas/Canvas.tsx';
import { SessionProvider, useEditor, useSession, useView } from './canvas/sessionContext.ts';
import { Inspector } from './inspector/Inspector.tsx';
import type { CanvasSession } from './state/canvasSession.ts';
import './styles/graph.css';
import './styles/nodes.css';

const YamlPane = lazy(async () => ({ default: (await import('./yaml/YamlPane.tsx')).YamlPane }));

export function App({ session }: { readonly session: CanvasSession }): ReactElement {
  return (
    <SessionProvider value={session}>
      <Parts />
    </SessionProvider>
  );
}

function Parts(): ReactElement {
  const session = useSession();
  const hasStarted = useEditor((snapshot) => snapshot.hasStarted);
  const isInspectorOpen = useView((view) => view.isInspectorOpen);
  const isYamlOpen = useView((view) => view.isYamlOpen);
  useEffect(() => {
    document.body.dataset['ready'] = String(hasStarted);
  }, [hasStarted]);
  return (
    <div className="editor">
      <div className="middle">
        <div className="canvas">{hasStarted && <Canvas />}</div>
        {isYamlOpen && (
          <div className="yaml">
            <Suspense>
              <YamlPane editor={session.editor} />
            </Suspense>
          </div>
        )}
      </div>
      {isInspectorOpen && (
        <div className="side">
          <Inspector editor={session.editor} />
        </div>
      )}
    </div>
  );
}
