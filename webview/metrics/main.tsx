// Composition root of the metrics view inside its webview.
import { createRoot } from 'react-dom/client';
import { openHostPort } from '../hostPort.ts';
import { MetricsStore } from './metricsStore.ts';
import { MetricsTable } from './MetricsTable.tsx';
import './metrics.css';

const container = document.getElementById('root');
if (container) {
  const store = new MetricsStore(openHostPort());
  createRoot(container).render(<MetricsTable store={store} />);
  void store.start();
}
