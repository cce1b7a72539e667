// Composition root of the visual editor inside its webview.
import { createRoot } from 'react-dom/client';
import { openHostPort } from '../hostPort.ts';
import { App } from './App.tsx';
import { GraphEditor } from './state/graphEditor.ts';

const container = document.getElementById('root');
if (container) {
  const editor = new GraphEditor(openHostPort());
  createRoot(container).render(<App editor={editor} />);
  void editor.start();
}
