// Composition root of the trace view inside its webview.
import { createRoot } from 'react-dom/client';
import { openHostPort } from '../hostPort.ts';
import { App } from './App.tsx';
import { connectTraceHost } from './state/connectTraceHost.ts';
import { TraceModel } from './state/traceModel.ts';

const container = document.getElementById('root');
if (container) {
  const model: TraceModel = new TraceModel(connectTraceHost(openHostPort(), () => model));
  createRoot(container).render(<App model={model} />);
  void model.start();
}
