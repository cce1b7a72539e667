// Starts the layout's worker inside a webview. Knows nothing about what the worker does.
import { loadWorkerScript } from '../../loadWorker.ts';

/** `baseUri` is where scripts lie, ending in "/". Fails when the script cannot be read. */
export async function loadLayoutWorker(baseUri: string): Promise<Worker> {
  const script = await loadWorkerScript(baseUri, 'layoutWorker');
  try {
    return script.start();
  } finally {
    // The worker has the script by now: addresses are resolved when it is made.
    script.dispose();
  }
}
