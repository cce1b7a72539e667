// Composition root of the visual editor inside its webview.
import { createRoot } from 'react-dom/client';
import { openHostPort } from '../hostPort.ts';
import { App } from './App.tsx';
import { GraphLayout } from './layout/layout.ts';
import { loadLayoutWorker } from './layout/loadLayoutWorker.ts';
import { Arrangement } from './state/arrangement.ts';
import { CanvasSession } from './state/canvasSession.ts';
import { GraphEditor } from './state/graphEditor.ts';

const container = document.getElementById('root');
if (container) {
  const editor = new GraphEditor(openHostPort());
  const layout = new GraphLayout(() => loadLayoutWorker(editor.getSnapshot().baseUri));
  const session = new CanvasSession(editor, new Arrangement(editor, layout));
  createRoot(container).render(<App session={session} />);
  void editor.start();
}
