// Composition root of the publish view inside its webview.
import { createRoot } from 'react-dom/client';
import { openHostPort } from '../hostPort.ts';
import { PublishPage } from './PublishPage.tsx';
import { PublishStore } from './publishStore.ts';
import './publish.css';

const container = document.getElementById('root');
if (container) {
  const store = new PublishStore(openHostPort());
  createRoot(container).render(<PublishPage store={store} />);
  void store.start();
}
